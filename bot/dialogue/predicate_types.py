"""Which values a condition may compare, and how they compare."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.domain import Slot


@dataclass(frozen=True)
class Constant:
    """A value that is written in the condition."""

    value: Any


@dataclass(frozen=True)
class Kind:
    """What is known of one side of a comparison before it is evaluated."""

    name: str
    type: str
    slot: Slot | None = None
    constant: Constant | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def stands_alone(self) -> bool:
        """Whether it is a condition by itself."""
        return self.constant is None or isinstance(self.constant.value, bool)


def of_slot(slot: Slot) -> Kind:
    """A slot's value."""
    return Kind(f"slot {slot.name!r} of type {slot.type}", slot.type, slot=slot)


def of_constant(value: Any) -> Kind:
    """A value written in the condition."""
    types = {bool: "bool", int: "float", float: "float", str: "text", list: "list", type(None): "null"}
    return Kind(repr(value), types[type(value)], constant=Constant(value))


def unknown(name: str) -> Kind:
    """A value of which nothing is known beforehand."""
    return Kind(name, "any")


def mismatch(operator: str, left: Kind, right: Kind) -> str | None:
    """What is wrong with comparing the two, or None."""
    if operator == "==":
        return _unequal(left, right) or _unequal(right, left)
    if operator in ("<", "<=", ">", ">="):
        for side in (left, right):
            if side.type not in ("float", "any"):
                return f"{side} has no order; expected a number on both sides of {operator}"
        return None
    if operator == "in":
        if right.type not in ("list", "any"):
            return f"in expects a list on its right, not {right}"
        if right.constant and left.slot:
            return next((bad for value in right.constant.value if (bad := _misfit(left.slot, value))), None)
        return None
    if operator == "contains":
        if left.type not in ("text", "list", "any"):
            return f"{left} holds nothing; expected text or a list before contains"
        return None
    if right.constant is None or not isinstance(right.constant.value, str):
        return "matches expects a pattern in quotes on its right"
    if left.type not in ("text", "categorical", "any"):
        return f"{left} is no text; expected text before matches"
    try:
        re.compile(right.constant.value)
    except re.error as error:
        return f"the pattern {right} is wrong: {error}"
    return None


def _unequal(left: Kind, right: Kind) -> str | None:
    if left.slot is None or right.constant is None:
        return None
    return _misfit(left.slot, right.constant.value)


def _misfit(slot: Slot, value: Any) -> str | None:
    if value is None or slot.accepts(value):
        return None
    expected = f"one of {list(slot.values)}" if slot.values else f"a value of type {slot.type}"
    return f"the slot {slot.name!r} can never be {value!r}; expected {expected}"


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def safe(left: Any, right: Any) -> bool:
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        return numbers and compare(left, right)

    return safe


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, str):
        return isinstance(right, str) and right in left
    return isinstance(left, list | tuple) and right in left


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": _equal,
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "in": lambda left, right: isinstance(right, list | tuple) and left in right,
    "contains": _contains,
    "matches": lambda left, right: isinstance(left, str) and re.search(right, left) is not None,
}
