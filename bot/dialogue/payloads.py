"""Payloads of buttons, in Rasa's notation, with a stamp that ties an answer to its question.

/SetSlots(confirm_cancel=true)#12     sets slots; 12 is the number of the question that showed the button
/order_status{"order_id": "PA-1"}     says an intent
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_STAMP = r"(?:#(?P<stamp>\d{1,9}))?$"
_SET_SLOTS = re.compile(r"^/SetSlots\((?P<pairs>[^()]*)\)" + _STAMP)
_INTENT = re.compile(r"^/(?P<intent>[a-z][a-z0-9_]*)(?:@[\d.]+)?(?P<entities>\{.*\})?" + _STAMP, re.DOTALL)
_STAMPED = re.compile(r"#\d{1,9}$")


@dataclass(frozen=True, slots=True)
class SetSlots:
    """A button that sets slots; `stamp` is the number of the question that showed it."""

    pairs: tuple[tuple[str, Any], ...]
    stamp: int | None = None


@dataclass(frozen=True, slots=True)
class DirectIntent:
    """A button, or Rasa's `/intent{…}`: no understanding needed."""

    intent: str
    entities: tuple[tuple[str, Any], ...] = ()
    stamp: int | None = None


def parse_payload(payload: str) -> SetSlots | DirectIntent | None:
    """The command in a button's payload or in a text that begins with `/`; None when it is none."""
    text = payload.strip()
    if match := _SET_SLOTS.match(text):
        pairs = []
        for part in match["pairs"].split(","):
            name, _, value = part.partition("=")
            pairs.append((name.strip(), _literal(value.strip())))
        return SetSlots(tuple(pairs), int(match["stamp"]) if match["stamp"] else None)
    if match := _INTENT.match(text):
        try:
            entities = json.loads(match["entities"] or "{}")
        except (json.JSONDecodeError, RecursionError):
            return None
        stamp = int(match["stamp"]) if match["stamp"] else None
        return DirectIntent(match["intent"], tuple(entities.items()), stamp)
    return None


def stamp(payload: str, question: int | None) -> str:
    """The payload with the number of the open question (`tracker.question`); unchanged without one.

    To be called on every button that is shown while a question is open. A yes by a button without the stamp of the
    open question is never taken, so that an old button cannot confirm a later act.
    """
    if question is None or not payload.startswith("/"):
        return payload
    return f"{unstamped(payload)}#{question}"


def unstamped(payload: str) -> str:
    """The payload without its stamp."""
    return _STAMPED.sub("", payload)


def _literal(value: str) -> Any:
    known: dict[str, Any] = {"true": True, "false": False, "null": None}
    if value.lower() in known:
        return known[value.lower()]
    return value.strip("\"'")
