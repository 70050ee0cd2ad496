"""One running flow on the stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

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
    asked: how many questions were asked.
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


_LEAVES = frozenset({str, int, float, bool, type(None)})


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def fields_as_json(record: Any) -> dict[str, Any]:
    """The fields of a dataclass, as they come back from JSON."""
    found = {}
    for name in _names(record.__class__):
        value = getattr(record, name)
        found[name] = value if type(value) in _LEAVES else as_json(value)
    return found


def as_json(value: Any) -> Any:
    """The value with lists instead of tuples, as it comes back from JSON."""
    if isinstance(value, dict):
        return {key: item if type(item) in _LEAVES else as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [item if type(item) in _LEAVES else as_json(item) for item in value]
    return value.to_dict() if isinstance(value, Frame) else value
