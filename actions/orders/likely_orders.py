"""Which of a shopper's orders a message means: by what is wished, and by the product, size and colour it names."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.base import ActionContext, Slots
from actions.commerce import operations
from actions.commerce.shapes import Item, Order
from actions.goods.named_items import is_called, likest
from actions.said.word_tables import ARRIVED, SAID_DELIVERED, speaks_of

_LIKE, _AHEAD, _FEW = 0.55, 0.25, 2
_HEARD = 0.03  # below it a wish is not in the words
_CUSTOMS_TOO = 0.16  # "where is it, it hangs at customs" means the parcel that does


def same_number(one: str, other: str) -> bool:
    """Whether two order numbers are the same but for case, spaces and punctuation."""
    return re.sub(r"[^0-9a-z]", "", one.lower()) == re.sub(r"[^0-9a-z]", "", other.lower())


def is_open(order: Order) -> bool:
    """Whether something still happens to the order."""
    return order.status in ("pending", "paid", "processing", "shipped")


def is_awaited(order: Order) -> bool:
    """Whether the shopper still waits for it, or for what became of it."""
    return is_open(order) or operations.noted(order, "trace") is not None


CHANGES = frozenset({"order_cancel", "order_change_address", "order_change_items"})
"""What can be too late for an order that is on its way."""
_FITS: dict[str, Any] = {
    "order_status": is_awaited,
    "order_cancel": lambda order: order.status in ("pending", "paid", "processing"),
    "order_change_address": lambda order: order.status in ("pending", "paid", "processing"),
    "order_change_items": lambda order: order.status in ("pending", "paid", "processing"),
    "delivery_schedule": lambda order: order.status == "shipped",
    "delivery_not_received": lambda order: order.status in ("shipped", "delivered"),
    "customs_duties": lambda order: order.status == "shipped",
    "refund_status": lambda order: bool(order.returns or order.refunds),
    **dict.fromkeys(
        ("return_request", "exchange_request", "item_damaged", "item_wrong"),
        lambda order: order.status == "delivered",
    ),
    "item_missing": lambda order: order.status == "delivered" or (is_open(order) and order.delivered_at is not None),
    "payment_dispute": lambda order: order.status != "pending",
    "invoice_request": lambda order: order.status != "pending",
}


_OF_WHAT_CAME = frozenset({"return_request", "exchange_request", "item_damaged", "item_wrong", "item_missing"})
"""What is wanted of an order that came."""
_OF_ANOTHER_SIZE = frozenset({"exchange_request", "order_change_items"})
"""What may want another size."""
_OF_WHAT_COMES = frozenset({"order_status", "delivery_schedule", "delivery_not_received", "customs_duties"})
"""What is wanted of an order that is to come."""


async def likely(orders: list[Order], slots: Slots, context: ActionContext) -> list[Order]:
    """Orders that fit what the shopper wants, else all; a product they named narrows it, its size and colour too.

    When only orders that do not fit have the product, those are meant: what can be done with them is told there. A wish
    that waited for its turn goes by itself and by the message that told it, not by what was written since.
    """
    intent = wish_of(slots)
    slots = slots if _said(slots, "product") else slots.as_asked()
    fitting = [order for order in orders if intent is None or _FITS[intent](order)]
    if not fitting and intent in CHANGES:
        fitting = [order for order in orders if is_open(order)]  # of one on its way it is told what can still be done
    fitting = fitting or orders
    if dict(slots.intents).get("customs_duties", 0.0) >= _CUSTOMS_TOO:
        held = [order for order in fitting if is_at_customs(order)]
        # The one that was told of just now is no choice by itself: what was wanted before may be of another.
        fitting = [order for order in held if order.id != slots.get("last_order")] or fitting
    if intent == "delivery_not_received" and speaks_of(SAID_DELIVERED, slots.text):
        fitting = [order for order in fitting if order.status == "delivered"] or fitting
    if states := _said(slots, "order_state"):
        of_state = [_so_far(among, states) for among in (fitting, orders)]
        fitting = of_state[0] or of_state[1] or fitting
    if refused := _said(slots, "order_state_refused"):
        out = _so_far(fitting, refused)
        fitting = [order for order in fitting if order not in out] or fitting
    fitting = _of_a_day(fitting, intent, slots, context) or _placed_lately(orders, intent, slots, context) or fitting
    words, skus = await _meant(orders, slots, context)
    variant = _said(slots, "size", "colour")
    for among in (fitting, orders):
        if named := [order for order in among if _lines(order, words, skus)]:
            return [order for order in named if _has_variant(_lines(order, words, skus), variant)] or named
    return _that_come_in_sizes(fitting, intent, slots) or fitting


def _that_come_in_sizes(orders: list[Order], wish: str | None, slots: Slots) -> list[Order]:
    """The orders with something that came in a size, where another size is wanted and nothing is named."""
    wanted = wish in _OF_ANOTHER_SIZE and _said(slots, "size") and not _said(slots, "product")
    return [one for one in orders if any(item.options.get("size") for item in one.items)] if wanted else []


def wish_of(slots: Slots) -> str | None:
    """What is wanted of an order: the wish that waited, the one for which orders were offered before (whatever was
    written about that offer), else what the message says."""
    waited = [str(name) for name in (slots.get("asked") or {}).get("wished", ())]
    offered = [str(slots.get("order_wish"))] if slots.get("order_wish") else []
    heard = [name for name, sure in slots.intents if sure >= _HEARD]
    return next((name for name in (*waited, *offered, *heard) if name in _FITS), None)


async def names_another(orders: list[Order], wanted: str, slots: Slots, context: ActionContext) -> bool:
    """Whether the message names no order, but a product that the order that was talked of lacks and another has. For a
    wish that waited for its turn, an order that the other wish was about is not the one where another fits better."""
    waited = bool(slots.get("asked")) and slots.get("order_lookup") is None
    told = slots.as_asked() if waited and not _said(slots, "product") else slots
    if _said(slots, "order_id", "tracking_number") or _said(told, "order_id", "tracking_number"):
        return False
    having = await with_product(orders, told, context)
    if waited:
        having = [order for order in await likely(orders, slots, context) if order in having]
    talked_of = [order for order in orders if same_number(order.id, wanted)]
    return bool(having) and bool(talked_of) and not any(order in having for order in talked_of)


async def with_product(orders: list[Order], slots: Slots, context: ActionContext) -> list[Order]:
    """The orders that have what the message names."""
    words, skus = await _meant(orders, slots, context)
    return [order for order in orders if _lines(order, words, skus)]


async def _meant(orders: list[Order], slots: Slots, context: ActionContext) -> tuple[set[str], set[str]]:
    """The words by which the orders have what the message names: as it was recognised, else as it was written, since
    "headphones" may be a product of their own beside the wireless ones that were bought. Else the SKUs of the
    products that the catalogue calls so, by an alias that orders do not carry, or whose name is in the word."""
    said, written = _said(slots, "product"), _said(slots, "product", key="text")
    for words in (said, written):
        if any(_lines(order, words, ()) for order in orders):
            return words, set()
    if not said:
        return set(), set()
    products = await context.unit.commerce.products()
    if skus := {product.sku for product in products if (said | written) & set(product.names)}:
        return set(), skus
    items = {item.sku: item for order in orders for item in order.items}
    called = {sku for sku, item in items.items() if any(is_called(item, word) for word in written)}
    return set(), called or _inflected(
        {product.sku: product.names for product in products if product.sku in items}, written
    )


def _inflected(named: dict[str, tuple[str, ...]], words: set[str]) -> set[str]:
    """SKU of the one product by whose name, or clearly by the likest to it, the words go: names have other endings in
    another case, or say whose they are ("сумку", "gömleğim", "سجادتي")."""
    within = {sku for sku, names in named.items() if any(n in word for word in words for n in names if len(n) > _FEW)}
    if within or not named:
        return within
    at = likest(list(named.values()), words, least=_LIKE, ahead=_AHEAD)
    return set() if at is None else {list(named)[at]}


def _said(slots: Slots, *kinds: str, key: str = "value") -> set[str]:
    said = (str(entity.get(key) or "").lower() for entity in slots.entities if entity.get("entity") in kinds)
    return {one for one in said if one}


def _of_a_day(orders: list[Order], wish: str | None, slots: Slots, context: ActionContext) -> list[Order]:
    """The orders that came on a day which the message names ("delivered yesterday"), else those placed on it. A weekday
    is read as the next one, and of what came the last one is meant."""
    zone = ZoneInfo(context.timezone)
    named = {value[: len("2026-11-25")] for value in _said(slots, "date") if "/" not in value}
    today = context.now.astimezone(zone).date().isoformat()
    for ahead in [day for day in named if day >= today] if wish in _OF_WHAT_CAME else ():
        named.add((date.fromisoformat(ahead) - timedelta(days=7)).isoformat())
    # "If it is not here today" tells until when it is needed, and no day on which it was ordered.
    placed = named - {today} if wish in _OF_WHAT_COMES else named
    came = [one for one in orders if one.delivered_at and _day(one.delivered_at, zone) in named]
    return came or [one for one in orders if one.placed_at and _day(one.placed_at, zone) in placed]


def _placed_lately(orders: list[Order], wish: str | None, slots: Slots, context: ActionContext) -> list[Order]:
    """The orders that have not left and were placed on a past day that the message names: "the size I ordered yesterday
    is wrong" sounds like an exchange, and is one before it leaves. What has come is none of them."""
    if wish != "exchange_request" or speaks_of(ARRIVED, slots.text):
        return []
    zone = ZoneInfo(context.timezone)
    today = context.now.astimezone(zone).date().isoformat()
    past = {value for value in _said(slots, "date") if value < today}
    packed = [one for one in orders if _STATES["packed"](one)]
    return [one for one in packed if one.placed_at and _day(one.placed_at, zone) in past]


def _day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat()


def _so_far(orders: list[Order], states: Collection[str]) -> list[Order]:
    """The orders that are in one of the states. On its way is one that customs does not hold, if there is such: that
    one is told apart by customs."""
    found = [order for order in orders if any(_STATES[name](order) for name in states)]
    moving = [order for order in found if not is_at_customs(order)]
    return moving if moving and "customs" not in states else found


def is_at_customs(order: Order) -> bool:
    """Whether the newest event of a parcel of the order is that customs holds it."""
    return any(shipment.events and shipment.events[-1].code == "customs_hold" for shipment in order.shipments)


_STATES: dict[str, Any] = {
    "packed": lambda order: order.status in ("pending", "paid", "processing"),
    "shipped": lambda order: order.status == "shipped",
    "customs": is_at_customs,
    "delivered": lambda order: order.status == "delivered",
    "cancelled": lambda order: order.status == "cancelled",
}
"""How far an order is, as it is told from others: "the delivered one"."""


def _lines(order: Order, words: set[str], skus: Collection[str]) -> list[Item]:
    """The lines that the words name, or that are of these SKUs."""
    found = []
    for item in order.items:
        names = list(item.name.values()) if isinstance(item.name, dict) else [item.name]
        known = " ".join([item.sku, *names]).lower()
        if item.sku in skus or any(word in known for word in words):
            found.append(item)
    return found


def _has_variant(items: list[Item], said: set[str]) -> bool:
    return any(str(value).lower() in said for item in items for value in item.options.values())
