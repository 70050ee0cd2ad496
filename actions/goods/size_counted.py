"""A number that was heard as so many pieces, or as nothing, and is a size of the item."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from actions.base import ActionContext, Slots
from actions.commerce.shapes import Item

_NUMBER = re.compile(r"(?<![A-Za-z0-9.,/-])\d{2,3}(?![A-Za-z0-9.,/-]*\d)")
_MOST_PIECES = 9
"""A number up to this may be how many are wanted, though the item comes in such a size."""


async def size_counted(items: Sequence[Item], slots: Slots, context: ActionContext) -> str | None:
    """The size that a number names: "change it to 92" of pyjamas that come in 92 wants no 92 pieces, and
    "for a 92" that size, unless it is the one that was bought."""
    if len(items) != 1 or slots.get("size"):
        return None
    product = await context.unit.commerce.product(items[0].sku)
    sizes = [str(size) for size in product.attributes.get("sizes") or ()] if product is not None else []
    had = str(items[0].options.get("size", ""))
    told = [str(slots.get("quantity") or ""), *(number for number in _numbers_told(slots) if number != had)]
    return next((one for one in told if one in sizes and one.isdecimal() and int(one) > _MOST_PIECES), None)


def _numbers_told(slots: Slots) -> list[str]:
    """The numbers of the message that stand alone in it, and name no order, sum or day."""
    text = unicodedata.normalize("NFKC", slots.text)
    for one in slots.entities:
        text = text.replace(str(one.get("text") or one.get("value") or "") or "\n", " ")
    return _NUMBER.findall(text)
