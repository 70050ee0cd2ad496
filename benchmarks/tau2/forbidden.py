"""Calls that the shop's policy forbids, made from its own data: each with what has to be done before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.tau2.rules import Json, Tau2

Call = tuple[str, Json]
_EACH = 10


@dataclass(frozen=True, slots=True)
class Forbidden:
    """before: calls that are allowed; then `call` is not. by: the shopper; their_own: whether the order is theirs."""

    kind: str
    by: str
    call: Call
    before: tuple[Call, ...] = ()
    their_own: bool = True


def forbidden(shop: Tau2) -> list[Forbidden]:
    """Up to ten of each kind, the same ones every time."""
    kept: dict[str, list[Forbidden]] = {}
    for order_id in sorted(shop.orders):
        for one in _of(shop, shop.orders[order_id]):
            found = kept.setdefault(one.kind, [])
            if len(found) < _EACH:
                found.append(one)
    return [one for found in kept.values() for one in found]


def _of(shop: Tau2, order: Json) -> Iterator[Forbidden]:
    order_id, user_id, status = order["order_id"], order["user_id"], order["status"]
    item = order["items"][0]
    paid_with = order["payment_history"][0]["payment_method_id"]
    methods = shop.users[user_id]["payment_methods"]
    stranger = next(other for other in sorted(shop.users) if other != user_id)
    cancel: Call = ("cancel_pending_order", {"order_id": order_id, "reason": "no longer needed"})
    move: Call = ("modify_pending_order_address", {"order_id": order_id, **order["address"]})
    give_back = _return(order_id, [item["item_id"]], paid_with)
    if status == "pending":
        yield Forbidden("somebody else's order", stranger, cancel, their_own=False)
        yield Forbidden("second cancellation", user_id, cancel, (cancel,))
        yield Forbidden("return of what has not arrived", user_id, give_back)
        yield Forbidden("same way to pay", user_id, _pay(order_id, paid_with))
        yield Forbidden("a way to pay of somebody else", user_id, _pay(order_id, "credit_card_0000000"))
    else:
        if status != "cancelled":
            yield Forbidden(f"cancelling when {status}", user_id, cancel)
        yield Forbidden(f"another address when {status}", user_id, move)
    for method in methods.values():
        amount = order["payment_history"][0]["amount"]
        if status == "pending" and method["source"] == "gift_card" and method["balance"] < amount:
            if method["id"] != paid_with:
                yield Forbidden("gift card too low", user_id, _pay(order_id, method["id"]))
        elif status == "delivered" and method["source"] != "gift_card" and method["id"] != paid_with:
            yield Forbidden("refund to another card", user_id, _return(order_id, [item["item_id"]], method["id"]))
    yield from _swaps(shop, order, stranger)
    if status == "delivered":
        last = order["items"][-1]["item_id"]
        yield Forbidden("second return", user_id, _return(order_id, [last], paid_with), (give_back,))
        too_many = [item["item_id"]] * (len(order["items"]) + 1)
        yield Forbidden("more pieces than ordered", user_id, _return(order_id, too_many, paid_with))
        yield Forbidden("somebody else's return", stranger, give_back, their_own=False)


def _swaps(shop: Tau2, order: Json, stranger: str) -> Iterator[Forbidden]:
    names = {"pending": "modify_pending_order_items", "delivered": "exchange_delivered_order_items"}
    name = names.get(order["status"])
    if name is None:
        return
    item, user_id = order["items"][0], order["user_id"]
    paid_with = order["payment_history"][0]["payment_method_id"]
    product = shop.products[item["product_id"]]

    def swap(new: str) -> Call:
        arguments = {"item_ids": [item["item_id"]], "new_item_ids": [new], "payment_method_id": paid_with}
        return name, {"order_id": order["order_id"], **arguments}

    others = [one for one in product["variants"].values() if one["item_id"] != item["item_id"]]
    gone = [one for one in others if not one["available"]]
    there = [one for one in others if one["available"] and one["price"] <= item["price"]]
    other = next(one for key, one in shop.products.items() if key != item["product_id"])
    foreign = next(one for one in other["variants"].values() if one["available"])
    yield Forbidden(f"another product, {order['status']}", user_id, swap(foreign["item_id"]))
    yield Forbidden(f"a variant that nobody has, {order['status']}", user_id, swap("0000000000"))
    if gone:
        yield Forbidden(f"a variant that is sold out, {order['status']}", user_id, swap(gone[0]["item_id"]))
    if there:
        first = swap(there[0]["item_id"])
        yield Forbidden(f"somebody else's swap, {order['status']}", stranger, first, their_own=False)
        if order["status"] == "pending":
            cancel: Call = ("cancel_pending_order", {"order_id": order["order_id"], "reason": "no longer needed"})
            yield Forbidden("cancelling after a change", user_id, cancel, (first,))
            yield Forbidden("second change", user_id, first, (first,))
        else:
            back = _return(order["order_id"], [order["items"][-1]["item_id"]], paid_with)
            yield Forbidden("return after an exchange", user_id, back, (first,))


def _pay(order_id: str, method_id: str) -> Call:
    return "modify_pending_order_payment", {"order_id": order_id, "payment_method_id": method_id}


def _return(order_id: str, item_ids: list[str], method_id: str) -> Call:
    arguments = {"order_id": order_id, "item_ids": item_ids, "payment_method_id": method_id}
    return "return_delivered_order_items", arguments
