"""What the engine is told of a message, and what it tells the caller to do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

_SET_SLOTS = re.compile(r"^/SetSlots\((?P<pairs>[^()]*)\)(?:#(?P<run>\d+))?$")
_INTENT = re.compile(r"^/(?P<intent>[a-z_]+)(?:@[\d.]+)?(?P<entities>\{.*\})?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class UserTurn:
    """One understood message.

    intents: all that were said, best first, with their probability; ranking: the likeliest ones whatever was
    decided; values: for slots with fixed values, the likeliest value of the words and its probability.
    """

    text: str
    intents: tuple[tuple[str, float], ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[dict[str, Any], ...] = ()
    values: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    language: str = "en"
    emotion: str = "neutral"
    intensity: float = 0.0
    urgency: str = "normal"
    decision: Literal["answer", "clarify", "reject"] = "answer"
    payload: str | None = None
    attachments: bool = False
    message_id: str | None = None

    @property
    def intent(self) -> str | None:
        """The main intent."""
        return self.intents[0][0] if self.intents else None

    def said(self, intent: str, least: float = 0.0) -> bool:
        """Whether this intent was among what was said."""
        return any(name == intent and confidence >= least for name, confidence in self.intents)


@dataclass(frozen=True, slots=True)
class SetSlots:
    """A button that sets slots; `run` is the flow run that showed it."""

    pairs: tuple[tuple[str, Any], ...]
    run: int | None


@dataclass(frozen=True, slots=True)
class DirectIntent:
    """A button, or Rasa's `/intent{…}`: no understanding needed."""

    intent: str
    entities: tuple[tuple[str, Any], ...]


def parse_payload(payload: str) -> SetSlots | DirectIntent | None:
    """The command in a button's payload or in a text that begins with `/`; None when it is none."""
    if match := _SET_SLOTS.match(payload.strip()):
        pairs = []
        for part in match["pairs"].split(","):
            name, _, value = part.partition("=")
            pairs.append((name.strip(), _literal(value.strip())))
        return SetSlots(tuple(pairs), int(match["run"]) if match["run"] else None)
    if match := _INTENT.match(payload.strip()):
        try:
            entities = json.loads(match["entities"] or "{}")
        except json.JSONDecodeError:
            return None
        return DirectIntent(match["intent"], tuple(entities.items()))
    return None


def _literal(value: str) -> Any:
    return {"true": True, "false": False, "null": None}.get(value.lower(), value.strip("\"'"))


@dataclass(frozen=True, slots=True)
class Say:
    """Say a response of the catalogue. `options` are (title or intent, payload) buttons found at run time."""

    response: str
    variables: dict[str, Any] = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RunAction:
    """Run an action, then report `action_done` or `action_failed`."""

    name: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Nothing more to do until the shopper writes."""


NextStep = Say | RunAction | Listen
