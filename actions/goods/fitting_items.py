"""The one line of an order that fits what is wanted, where no line is named."""

from __future__ import annotations

from actions.base import ActionContext, Slots
from actions.commerce.shapes import Item, Order
from actions.goods.kinds import kind_named
from actions.goods.named_items import called_otherwise, match_items

_OPTIONS = ("size", "colour")


async def fitting_items(order: Order, slots: Slots, context: ActionContext) -> tuple[Item, ...]:
    """The line of which another variant can be wanted: called otherwise, of the kind that is named, or with options.
    None where several are named."""
    if not slots.get("return_item") and match_items(order, slots.text, slots):
        return ()
    found = await called_otherwise(order, slots, context) or await of_the_kind(order, slots, context)
    return found or with_such_options(order, slots)


async def of_the_kind(order: Order, slots: Slots, context: ActionContext) -> tuple[Item, ...]:
    """The one line whose product is of the kind of goods that is named: "the clothes" among a jacket and a mug."""
    kind = kind_named(str(slots.get("return_item") or "") or slots.text)
    found = []
    for item in order.items if kind else ():
        product = await context.unit.commerce.product(item.sku)
        if kind and product is not None and kind.has(product):
            found.append(item)
    return tuple(found) if len(found) == 1 else ()


def with_such_options(order: Order, slots: Slots) -> tuple[Item, ...]:
    """The one line that came in a size, where another size is wanted and nothing is named, else in a colour: nobody
    wants the mug in XL."""
    wanted = next((name for name in _OPTIONS if slots.get(name)), None)
    found = [item for item in order.items if wanted and item.options.get(wanted)]
    named = slots.get("return_item") or "product" in slots.kinds
    return tuple(found) if len(found) == 1 and not named else ()
