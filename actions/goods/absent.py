"""Which of several items that a message names was not in the parcel."""

from __future__ import annotations

import re
from functools import cache

from actions.base import Slots
from actions.commerce.shapes import Item, Order
from actions.goods.named_items import is_called
from actions.said.word_tables import ABSENT, ARRIVED, TURNS, WAS_IN_IT, load_word_table, speaks_of

_PAUSES = r"[,;.!\n，。；،؛–]+"
_JOINED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")  # written without spaces, or joined


def absent(order: Order, slots: Slots) -> tuple[Item, ...]:
    """The one line that is named in what says that something is missing, where each other one that is named is said to
    have come: "the book is missing, I only got the drill". None otherwise."""
    parts = [part.casefold() for part in _clauses().split(slots.text) if part.strip()]
    lacks = [part for part in parts if speaks_of(ABSENT, part)]
    came = [part for part in parts if part not in lacks and (speaks_of(ARRIVED, part) or speaks_of(WAS_IN_IT, part))]
    there = {item.id for item in order.items if any(_is_named(item, part, slots) for part in came)}
    named = {item.id for item in order.items if any(_is_named(item, part, slots) for part in parts)} - there
    found = tuple(item for item in order.items if any(_is_named(item, part, slots) for part in lacks))
    return found if len(found) == 1 and named == {found[0].id} and there else ()


@cache
def _clauses() -> re.Pattern[str]:
    """An expression for what parts a message: pauses, and words that set one thing against another."""
    words = load_word_table(TURNS).words
    joined, apart = (
        "|".join(re.escape(word) for word in words if bool(_JOINED.match(word)) is kind) for kind in (True, False)
    )
    return re.compile(rf"{_PAUSES}|(?<!\w)(?:{apart})(?!\w)|{joined}")


def _is_named(item: Item, part: str, slots: Slots) -> bool:
    named = [one for one in slots.entities if one.get("entity") == "product"]
    values = [
        str(one.get("value") or "") for one in named if str(one.get("text") or one.get("value")).casefold() in part
    ]
    return is_called(item, part) or any(is_called(item, value.casefold()) for value in values)
