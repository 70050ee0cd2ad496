"""The scenario conversations of `tests/scenarios`, against the real server."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from actions.commerce.data_file import DataFileError
from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.house import House
from benchmarks.plan import Plan
from benchmarks.scenarios.play import Outcome as Played
from benchmarks.scenarios.play import play
from benchmarks.scenarios.shape import Scenario, by_language, read_scenarios
from benchmarks.scenarios.shop import Wanted
from benchmarks.scenarios.stage import stage


def measure(house: House, plan: Plan) -> Outcome:
    """Every conversation once; what was not as it must be, per scenario. Raises NotMeasured for a wrong file."""
    del plan  # all of them take a minute
    try:
        scenarios = read_scenarios()
    except DataFileError as error:
        raise NotMeasured(str(error)) from error
    played = play_all(scenarios, command=house.command)
    for one in played:
        for fault in one.faults:
            print(f"  {one.scenario.id}: {fault}", file=sys.stderr)
    right = sum(not one.faults for one in played)
    share = 100 * right / len(played)
    return Outcome(
        "scenarios",
        [
            claim("scenario conversations", [len(played)], "", 150, "at least"),
            claim("scenarios with right answers, language and order data", [share], "%", 100, "at least"),
        ],
        _page(played),
    )


def wanted(scenarios: list[Scenario]) -> list[Wanted]:
    """The shoppers that the scenarios need."""
    return [Wanted(one.id, str(one.market), one.tier, one.orders) for one in scenarios]


def play_all(scenarios: list[Scenario], *, command: list[str] | None = None) -> list[Played]:
    """Plays them on one server of their own."""
    with (
        tempfile.TemporaryDirectory(prefix="dragoman-scenarios-") as folder,
        stage(wanted(scenarios), Path(folder), command=command) as scene,
    ):
        client = scene.client()
        return [play(one, scene, client) for one in scenarios]


def _page(played: list[Played]) -> str:
    counts = by_language([one.scenario for one in played])
    lines = [
        "Each scenario is a conversation over REST with a shopper whose orders exist for it alone: what the answers "
        "must be and must not be, their language, and afterwards the order's status, returns, refunds and "
        "compensations and who leads the conversation.",
        "",
        "| language | scenarios | right |",
        "|---|---|---|",
    ]
    for language, count in counts.items():
        right = sum(not one.faults for one in played if one.scenario.language == language)
        lines.append(f"| {language} | {count} | {right} |")
    wrong = [one for one in played if one.faults]
    if wrong:
        lines += ["", "| scenario | known to fail | what was not right |", "|---|---|---|"]
    for one in wrong:
        faults = "; ".join(one.faults).replace("|", "/").replace("\n", " ")
        lines.append(f"| {one.scenario.id} | {one.scenario.expected_failure or ''} | {faults} |")
    return "\n".join(lines)
