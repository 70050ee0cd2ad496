"""One running flow on the stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

PATTERN_PREFIX = "pattern_"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a flow stands.

    run: number of this run of the flow; a flow that starts again gets another.
    called: begun by a `call` step of the frame below. pending: wished for, not begun yet.
    waiting: the slot whose question is open; question: the number of that question, with which its buttons are
    stamped. context: what a pattern knows. saved: the slots to put back when this frame is on top again, and
    saved_given: which of them the shopper gave. origin: the flows that linked to this one.

    Kept on the frame of the flow that the shopper started, for it and all flows it calls:
    base: the slots when the run began. answered: slots that the shopper answered in this run. kept: answers that
    outlive a correction; each is taken once without asking. confirmed: yes/no slots that got a clear yes.
    asked: how many questions were asked. last: the slot of the last one; repeats: how often in a row it was asked
    before, an interruption by something else aside.
    """

    flow: str
    step: str
    run: int
    called: bool = False
    pending: bool = False
    waiting: str | None = None
    question: int | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    saved: Mapping[str, Any] | None = None
    saved_given: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    base: Mapping[str, Any] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    asked: int = 0
    last: str | None = None
    repeats: int = 0

    @property
    def is_pattern(self) -> bool:
        """Whether it runs a conversation pattern."""
        return self.flow.startswith(PATTERN_PREFIX)

    def to_dict(self) -> dict[str, Any]:
        """As JSON would give it back: lists, no tuples."""
        return fields_as_json(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Frame:
        """The frame of a stored dict."""
        values = dict(data)
        for key in ("saved_given", "origin", "answered", "kept", "confirmed"):
            values[key] = tuple(values.get(key, ()))
        return cls(**values)


def fields_as_json(record: Any) -> dict[str, Any]:
    """The fields of a dataclass, as they come back from JSON. Raises TypeError for what JSON cannot hold."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(record, default=_plain, option=orjson.OPT_NON_STR_KEYS))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
