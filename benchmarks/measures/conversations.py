"""Fifteen scripted conversations, one a language, against the real server."""

from __future__ import annotations

import sys

from benchmarks.claims import Outcome, claim
from benchmarks.house import House
from benchmarks.plan import Plan
from benchmarks.script import Result, play, read_scripts


def measure(house: House, plan: Plan) -> Outcome:
    """Tracking, customs, the market's policy, a return, a person; the answers' language and the orders afterwards."""
    del plan  # fifteen conversations take seconds: a quick run has them all
    results: list[Result] = []
    with house.serving() as server:
        client = server.client()
        for script in read_scripts():
            results.append(play(script, client, f"script-{script.language}", house.identity(script.customer)))
    for result in results:
        for fault in result.faults:
            print(f"  {result.script.language}: {fault}", file=sys.stderr)
    right = sum(not result.faults for result in results)
    return Outcome(
        "conversations",
        [claim(f"scripted conversations of {len(results)} all right", [right], "", len(results), "at least")],
        _page(results),
    )


def _page(results: list[Result]) -> str:
    lines = [
        "Each conversation tracks an order, asks why another is held by customs and what the market's return policy "
        "is, returns an item and asks for a person. It is all right when every answer is in the shopper's language (by "
        "the detector and by the stored locale) and says what it must, the orders are in the expected state "
        "afterwards, and the conversation waits for a person.",
        "",
        "| language | all right | what was not |",
        "|---|---|---|",
    ]
    for result in results:
        faults = "; ".join(result.faults).replace("|", "/").replace("\n", " ")
        lines.append(f"| {result.script.language} | {'no' if result.faults else 'yes'} | {faults} |")
    for result in results:
        lines += ["", f"<details><summary>{result.script.language}</summary>", ""]
        lines += [f"> **{author}**: {' '.join(text.split())}\n>" for author, text in result.talk]
        lines += ["", "</details>"]
    return "\n".join(lines)
