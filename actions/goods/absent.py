"""Which of several items that a message names was not in the parcel."""

from __future__ import annotations

import re

from actions.base import Slots
from actions.commerce.shapes import Item, Order
from actions.goods.named_items import is_called
from actions.said.word_tables import ABSENT, ARRIVED, WAS_IN_IT, speaks_of

_CLAUSES = re.compile(
    r"[,;.!\n，。；،؛–]+|(?<!\w)(?:but|though|while|aber|mais|pero|ma|però|mas|но|а|ama|tapi|nhưng|بس|لكن)(?!\w)"
    r"|但|可是|แต่|けど|が、|는데|지만"
)


def absent(order: Order, slots: Slots) -> tuple[Item, ...]:
    """The one line that is named in what says that something is missing, where each other one that is named is said to
    have come: "the book is missing, I only got the drill". None otherwise."""
    parts = [part.casefold() for part in _CLAUSES.split(slots.text) if part.strip()]
    lacks = [part for part in parts if speaks_of(ABSENT, part)]
    came = [part for part in parts if part not in lacks and (speaks_of(ARRIVED, part) or speaks_of(WAS_IN_IT, part))]
    there = {item.id for item in order.items if any(_is_named(item, part, slots) for part in came)}
    named = {item.id for item in order.items if any(_is_named(item, part, slots) for part in parts)} - there
    found = tuple(item for item in order.items if any(_is_named(item, part, slots) for part in lacks))
    return found if len(found) == 1 and named == {found[0].id} and there else ()


def _is_named(item: Item, part: str, slots: Slots) -> bool:
    named = [one for one in slots.entities if one.get("entity") == "product"]
    values = [
        str(one.get("value") or "") for one in named if str(one.get("text") or one.get("value")).casefold() in part
    ]
    return is_called(item, part) or any(is_called(item, value.casefold()) for value in values)
