"""What the engine is told of a message, and what it tells the caller to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.dialogue.payloads import DirectIntent, SetSlots, parse_payload, stamp

__all__ = [
    "DirectIntent",
    "Handoff",
    "Listen",
    "NextStep",
    "RunAction",
    "Say",
    "SetSlots",
    "UserTurn",
    "parse_payload",
    "stamp",
]


_LETTERS_OF_A_WISH = 6


@dataclass(frozen=True, slots=True)
class UserTurn:
    """One understood message.

    intents: all that were said, best first, with their probability. ranking: the likeliest ones whatever was
    decided. entities: dicts with `entity`, `value` (normalised) and what else the extractor knows.
    values: for slots with fixed values, the likeliest value of the words and its probability.
    option: the 1-based place in a list that the words name ("the second one": 2, "the last": -1), if any.
    told_for: what the message tells for one wish only, by intent and slot, where it tells several things apart.
    waits: whether the words say that the shopper waits, or ask to, or are too vague to agree to anything.
    leaves: whether they leave things as they are.
    thinks: whether the shopper wants to think, or to ask somebody, first.
    scorn: whether they scorn the bot or the talk. unsure: whether they say that the shopper does not know what to
    answer. shows: whether they speak of a photo. places: whether they say which order is meant, and no more.
    corrects: whether they take back what was said before.
    payload: of a pressed button, or the text itself where it begins with `/`.
    attachments: whether files came with it. new_session: the session before has expired.
    """

    text: str
    intents: tuple[tuple[str, float], ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[dict[str, Any], ...] = ()
    values: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    told_for: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    language: str = "en"
    emotion: str = "neutral"
    intensity: float = 0.0
    urgency: str = "normal"
    decision: Literal["answer", "clarify", "reject"] = "answer"
    payload: str | None = None
    attachments: bool = False
    message_id: str | None = None
    option: int | None = None
    waits: bool = False
    leaves: bool = False
    thinks: bool = False
    scorn: bool = False
    unsure: bool = False
    shows: bool = False
    places: bool = False
    corrects: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)
    new_session: bool = False

    @property
    def intent(self) -> str | None:
        """The main intent."""
        return self.intents[0][0] if self.intents else None

    @property
    def bare_values(self) -> bool:
        """Whether the message is nothing but values, such as an order number alone: no wish shows in it."""
        return bool(self.entities) and self.letters_besides < _LETTERS_OF_A_WISH

    @property
    def letters_besides(self) -> int:
        """Letters of the message without its entities; a sign of Chinese, Japanese or Korean says as much as some."""
        rest = self.beside_entities
        return sum(3 if unicodedata.east_asian_width(char) in "WF" else 1 for char in rest if char.isalpha())

    @property
    def beside_entities(self) -> str:
        """The message without its entities."""
        rest = self.text
        for entity in self.entities:
            rest = rest.replace(str(entity.get("text") or entity.get("value") or ""), " ")
        return rest

    def said(self, intent: str, least: float = 0.0) -> bool:
        """Whether this intent was among what was said."""
        return any(name == intent and confidence >= least for name, confidence in self.intents)


@dataclass(frozen=True, slots=True)
class Say:
    """Say a response of the catalogue, with `variables` beside the values of the slots.

    options: buttons found at run time besides those of the catalogue, as (title, payload); the title is an intent
    (its label is in the catalogue), `none_of_these`, or text.
    """

    response: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RunAction:
    """Run an action, then report `action_done` or `action_failed`."""

    name: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """Put the conversation into the queue of people. The caller applies ConversationPaused when a person has it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Nothing more to do until the shopper writes."""


NextStep = Say | RunAction | Handoff | Listen
