"""A number that was heard as so many pieces and is a size of the item."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import ActionContext, Slots
from actions.commerce.shapes import Item

_MOST_PIECES = 9
"""A number up to this may be how many are wanted, though the item comes in such a size."""


async def size_counted(items: Sequence[Item], slots: Slots, context: ActionContext) -> str | None:
    """The size that a number names: "change it to 92" of pyjamas that come in 92 wants no 92 pieces."""
    said = str(slots.get("quantity") or "")
    if len(items) != 1 or slots.get("size") or not said.isdecimal() or int(said) <= _MOST_PIECES:
        return None
    product = await context.unit.commerce.product(items[0].sku)
    sizes = product.attributes.get("sizes") or () if product is not None else ()
    return said if said in map(str, sizes) else None
