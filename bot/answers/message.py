"""What leaves this room: rendered messages, and the parts they are composed of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
"""What travels between processes: variables of a remote action arrive in this shape."""

Need: TypeAlias = Literal["fact", "next_step", "date"]
"""What an answer must carry, where it is declared: what is, what happens next, and by when."""

NEEDS: tuple[Need, ...] = ("fact", "next_step", "date")

Role: TypeAlias = Literal["greeting", "acknowledgement", "fact", "action", "deadline", "question", "sign_off"]
"""What a part does in a turn. The order above is the order in which they are said."""


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply: what the shopper sees, and what the bot receives (`/intent{...}`)."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """One message in the shopper's language, ready for a channel to draw.

    response, variation: where the text comes from; give `variation` back as `last_variation` the next time
    the same response is said, so that it is said in other words.
    dated: a date or time was filled into the text. promise: the text was declared to promise something.
    said: the variables that were filled in with something.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    attachment: JsonValue = None
    custom: JsonValue = None
    response: str = ""
    variation: int = 0
    locale: str = ""
    dated: bool = False
    promise: bool = False
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """A response that is to be said in a turn, with its variables, before it has words."""

    response: str
    variables: Mapping[str, JsonValue] = field(default_factory=dict)
    role: Role = "fact"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a checked text must not say.

    code: `empty_promise`, `promise_without_date`, `taboo`, `emoji`, `too_long` or `placeholder`.
    severity: `error` must not be sent, `warning` is shown to staff. message: index among the checked messages.
    """

    code: str
    severity: Literal["error", "warning"]
    found: str
    expected: str
    message: int = 0
