"""Scripted conversations: what a shopper writes, and what must be true afterwards.

A script (`conversations/<lang>.yml`) has `language`, `locale`, `market`, `customer`; `turns` with `step`, `say` and
optional `mentions` (texts of which each must be in the answers; a list inside means any of these); `orders` by id
(the listed fields must be so; returns that are not listed must not exist); `status` of the conversation at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.claims import NotMeasured
from benchmarks.client import Answers, Client, Refused

FOLDER = Path(__file__).with_name("conversations")
_KEYS = {"language", "locale", "market", "customer", "turns", "orders", "status"}


@dataclass(frozen=True, slots=True)
class Turn:
    """What is written, and texts that the answers must have: each entry is a choice of alternatives."""

    step: str
    say: str
    mentions: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Script:
    """One conversation."""

    language: str
    locale: str
    market: str
    customer: str
    turns: tuple[Turn, ...]
    orders: dict[str, dict[str, Any]]
    status: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a conversation went. faults: one sentence each, empty when all was right. talk: (author, text)."""

    script: Script
    faults: tuple[str, ...]
    talk: tuple[tuple[str, str], ...]


def read_scripts(folder: Path = FOLDER) -> list[Script]:
    """All scripts of a folder by file name. Raises NotMeasured naming the file that is wrong."""
    return [_read(path) for path in sorted(folder.glob("*.yml"))]


def _read(path: Path) -> Script:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or set(content) != _KEYS:
        raise NotMeasured(f"{path.name}: expected exactly the keys {', '.join(sorted(_KEYS))}")
    turns = []
    for number, entry in enumerate(content["turns"], 1):
        if not {"step", "say"} <= set(entry) <= {"step", "say", "mentions"}:
            raise NotMeasured(f"{path.name}: turn {number}: expected step, say and optionally mentions")
        wanted = [one if isinstance(one, list) else [one] for one in entry.get("mentions", [])]
        turns.append(Turn(entry["step"], entry["say"], tuple(tuple(str(text) for text in one) for one in wanted)))
    rest = {key: content[key] for key in _KEYS - {"turns"}}
    return Script(turns=tuple(turns), **rest)


def play(script: Script, client: Client, sender: str, token: str) -> Result:
    """Has the conversation and checks language, texts, orders and who leads it at the end."""
    faults: list[str] = []
    talk: list[tuple[str, str]] = []
    metadata = {"locale": script.locale, "market": script.market, "identity_token": token}
    for turn in script.turns:
        talk.append(("shopper", turn.say))
        try:
            answers = client.say(sender, turn.say, metadata)
        except (Refused, OSError) as error:
            faults.append(f"{turn.step}: no answer ({error})")
            break
        talk += [("bot", str(answer["text"])) for answer in answers]
        faults += _text_faults(turn, answers, client, script.language)
    faults += _end_faults(script, client, sender)
    return Result(script, tuple(faults), tuple(talk))


def _text_faults(turn: Turn, answers: Answers, client: Client, language: str) -> list[str]:
    text = "\n".join(str(answer["text"]) for answer in answers)
    if not text.strip():
        return [f"{turn.step}: the answer is empty"]
    faults = [
        f"{turn.step}: the answer does not mention {' or '.join(choice)}"
        for choice in turn.mentions
        if not any(one in text for one in choice)
    ]
    heard = client.parse(text)["language"]["code"]
    if heard != language:
        faults.append(f"{turn.step}: the answer reads as {heard}")
    return faults


def _end_faults(script: Script, client: Client, sender: str) -> list[str]:
    try:
        conversation = client.conversation(sender)
        orders = {order_id: client.order(order_id) for order_id in script.orders}
    except (Refused, OSError) as error:
        return [f"the staff API does not tell: {error}"]
    faults = []
    for message in conversation["messages"]:
        locale = str(message["payload"].get("locale", ""))
        if message["author"] == "bot" and locale.partition("-")[0] != script.language:
            faults.append(f"a message was stored as {locale or 'of no language'}: {message['text'][:60]}")
    for order_id, wanted in script.orders.items():
        faults += _differences({"returns": [], **wanted}, orders[order_id], order_id)
    if conversation["status"] != script.status:
        faults.append(f"the conversation is {conversation['status']}, not {script.status}")
    return faults


def _differences(wanted: Any, found: Any, where: str) -> list[str]:
    """What of `wanted` is not so in `found`; keys that `wanted` does not have are not looked at."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [line for key, value in wanted.items() for line in _differences(value, found.get(key), f"{where}.{key}")]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return [line for index, (one, other) in pairs for line in _differences(one, other, f"{where}[{index}]")]
    return [] if wanted == found else [f"{where} is {found!r}, not {wanted!r}"]
