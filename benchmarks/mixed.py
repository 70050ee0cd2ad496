"""Messages in fifteen languages, one after another: labelled messages, questions to the articles, the scripts' lines.

Within one set no text comes twice, so that nothing is measured that a cache of recent texts would answer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmarks.claims import NotMeasured
from benchmarks.house import House
from benchmarks.script import Script, read_scripts

DATA = Path(__file__).with_name("data")
QUESTIONS = DATA / "questions.jsonl"
MESSAGES = DATA / "messages"
_PER_SENDER = 10
# Wishes that hand the conversation over at once: afterwards a person answers, and nothing would be measured.
_TO_PEOPLE = {"human_agent", "complaint", "account_update", "payment_dispute", "compensation_request"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One message to the REST channel and the metadata that goes with it."""

    sender: str
    language: str
    text: str
    metadata: dict[str, str]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file. Raises NotMeasured when it cannot be read."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise NotMeasured(f"{path} cannot be read: {error}") from error


def mixed_messages(house: House, run: str) -> list[Sent]:
    """All messages; the language changes with each; a new sender after ten of one language. run: names the senders."""
    lines = [
        [
            Sent(f"{run}-{script.language}-{number // _PER_SENDER}", script.language, text, _metadata(house, script))
            for number, text in enumerate(texts)
        ]
        for script, texts in _texts()
    ]
    return [one for row in zip_longest(*lines) for one in row if one is not None]


def crowd(house: House, run: str, senders: int, each: int) -> list[list[Sent]]:
    """For each of `senders` senders `each` messages of one language; texts repeat only when there are too few."""
    pools = _texts()
    taken = [0] * len(pools)
    found = []
    for number in range(senders):
        which = number % len(pools)
        script, texts = pools[which]
        chosen = [texts[(taken[which] + step) % len(texts)] for step in range(each)]
        taken[which] += each
        metadata = _metadata(house, script)
        found.append([Sent(f"{run}-{number}", script.language, text, metadata) for text in chosen])
    return found


def _texts() -> list[tuple[Script, list[str]]]:
    """Each language's script and its texts without repetition, wishes for people left out."""
    texts: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(MESSAGES.glob("*.jsonl")):
        for row in read_lines(path):
            if not _TO_PEOPLE & set(row["intents"]):
                texts[row["lang"]][row["text"]] = None
    for row in read_lines(QUESTIONS):
        texts[row["lang"]][row["text"]] = None
    found = []
    for script in read_scripts():
        own = texts[script.language]
        own.update({turn.say: None for turn in script.turns if turn.step != "person"})
        found.append((script, list(own)))
    return found


def _metadata(house: House, script: Script) -> dict[str, str]:
    return {"locale": script.locale, "market": script.market, "identity_token": house.identity(script.customer)}
