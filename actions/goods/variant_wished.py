"""Which variant of an item a shopper wants, by what was said in this message and before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions.base import Slots
from actions.commerce.shapes import Item
from actions.goods.size_steps import step_wanted
from actions.said.word_tables import SAME_COLOUR, SAME_SIZE, speaks_of

VARIANT_SLOTS = ("size", "colour", "new_variant", "size_step")
"""What tells a wanted variant."""


def wanted_variant(slots: Slots) -> dict[str, str]:
    """Size and colour that the shopper asked for, a step from the own size, else the words with which they did."""
    found = {name: str(slots.get(name)) for name in ("size", "colour") if slots.get(name)}
    words = str(slots.get("new_variant") or "")
    if any(one.get("entity") == "product" and _plain(one.get("text")) == _plain(words) for one in slots.entities):
        words = ""  # the item itself ("the shirt"), said where its size was asked for
    step = None if "size" in found else step_wanted(words) or (None if words else slots.get("size_step"))
    if step:
        return {**found, "step": str(step)}
    return {**found, "variant": words} if words and words not in found.values() else found


def taken_back(slots: Slots) -> dict[str, None]:
    """What was named before and is to stay as ordered after all: "the same colour, but L" where black was named."""
    named = slots.kinds
    tables = {"colour": SAME_COLOUR, "size": SAME_SIZE}
    back = [name for name, table in tables.items() if slots.get(name) and speaks_of(table, slots.text)]
    back = [name for name in back if name not in named]
    return dict.fromkeys([*back, "new_variant"]) if back else {}


def named_beside(items: Iterable[Item], slots: Slots) -> dict[str, str]:
    """The size or colour to take where the last one named is what the item has already: "black instead of red" names
    the one that is wanted first."""
    found: dict[str, str] = {}
    for name in ("size", "colour"):
        had = {_plain(item.options.get(name)) for item in items}
        others = {str(one.get("value")) for one in slots.entities if one.get("entity") == name} - {""}
        others = {value for value in others if _plain(value) not in had}
        if _plain(slots.get(name)) in had and len(others) == 1:
            found[name] = others.pop()
    return found


def _plain(words: Any) -> str:
    return " ".join(str(words or "").casefold().split())
