"""Things that a shopper names and never bought: nothing else is dealt with in their place."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import ActionContext, Slots
from actions.commerce.shapes import Order
from actions.goods.kinds import kind_named
from actions.goods.named_items import akin
from actions.goods.products import find
from actions.orders.likely_orders import with_product

_ABOUT_A_WHOLE = frozenset({"return_request", "exchange_request", "order_cancel", "order_change_items"})
"""Wishes that name what was bought. In reports of faults "the box" and "the cup" may be a part of it."""


async def not_bought(orders: Sequence[Order], slots: Slots, context: ActionContext) -> bool:
    """Whether the message is a wish about a product, or a kind of goods, that the shop knows and none of the orders
    has. False in every doubt: a word that the catalogue does not know may be the shopper's own for what they bought."""
    if not slots.intents or slots.intents[0][0] not in _ABOUT_A_WHOLE:
        return False
    words = _named(slots)
    kind = kind_named(slots.text)
    if (not words and kind is None) or await with_product(list(orders), slots, context):
        return False
    if any(akin(order, words) for order in orders if words):
        return False
    catalogue = await context.unit.commerce.products()
    by_sku = {product.sku: product for product in catalogue}
    bought = {item.sku for order in orders for item in order.items}
    if not bought <= by_sku.keys():
        return False
    if kind is not None and any(kind.has(by_sku[sku]) for sku in bought):
        return False
    named = {product.sku for word in words for product in find(catalogue, word)}
    return bool(named or kind) and not named & bought


async def of_something_else(order: Order, slots: Slots, context: ActionContext) -> bool:
    """Whether a report of a fault calls by its name a product of the catalogue that the order does not have. It may be
    a part of what was bought: it is asked, and nothing denied."""
    words = _named(slots)
    if not words or akin(order, words) or await with_product([order], slots, context):
        return False
    called = {product.sku for product in await context.unit.commerce.products() if words & set(product.names)}
    return bool(called) and not any(item.sku in called for item in order.items)


def _named(slots: Slots) -> set[str]:
    """The products that the message names, as they were recognised and as they were written."""
    return {
        str(said).casefold()
        for one in slots.entities
        if one.get("entity") == "product"
        for said in (one.get("value"), one.get("text"))
        if said
    }
