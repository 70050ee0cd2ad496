"""What the benchmark's own tools do to its data, in plain JSON: the oracle of the replay.

Semantics after the tools of tau2-bench's retail domain (MIT licence), written anew from their descriptions and policy.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class NotAllowed(Exception):
    """The benchmark's tool refuses the call."""


@dataclass
class Tau2:
    """orders, users, products by id, as in the data set's files."""

    orders: Json
    users: Json
    products: Json

    def copy(self) -> Tau2:
        """The same shop, to be changed. Products never change."""
        return Tau2(copy.deepcopy(self.orders), copy.deepcopy(self.users), self.products)

    def call(self, name: str, arguments: Json) -> None:
        """Does what a write tool does. Raises NotAllowed."""
        tools: dict[str, Callable[..., None]] = {
            "cancel_pending_order": self._cancel,
            "modify_pending_order_address": self._order_address,
            "modify_pending_order_items": self._items,
            "modify_pending_order_payment": self._payment,
            "return_delivered_order_items": self._return,
            "exchange_delivered_order_items": self._exchange,
            "modify_user_address": self._user_address,
        }
        tools[name](**arguments)

    def _order(self, order_id: str, *statuses: str) -> Json:
        order = self.orders.get(order_id)
        if order is None or order["status"] not in statuses:
            raise NotAllowed(f"{order_id}: {order['status'] if order else 'unknown'}")
        found: Json = order
        return found

    def _method(self, order: Json, method_id: str) -> Json:
        found: Json | None = self.users[order["user_id"]]["payment_methods"].get(method_id)
        if found is None:
            raise NotAllowed(f"{method_id}: unknown")
        return found

    def _cancel(self, order_id: str, reason: str) -> None:
        if reason not in ("no longer needed", "ordered by mistake"):
            raise NotAllowed(reason)
        order = self._order(order_id, "pending")
        for paid in list(order["payment_history"]):
            self._book(order, "refund", paid["amount"], paid["payment_method_id"])
        order["status"], order["cancel_reason"] = "cancelled", reason

    def _book(self, order: Json, kind: str, amount: float, method_id: str) -> None:
        order["payment_history"].append({"transaction_type": kind, "amount": amount, "payment_method_id": method_id})
        method = self._method(order, method_id)
        if method["source"] == "gift_card":
            method["balance"] = round(method["balance"] + (amount if kind == "refund" else -amount), 2)

    def _order_address(self, order_id: str, **address: str) -> None:
        self._order(order_id, "pending", "pending (item modified)")["address"] = address

    def _user_address(self, user_id: str, **address: str) -> None:
        if user_id not in self.users:
            raise NotAllowed(user_id)
        self.users[user_id]["address"] = address

    def _payment(self, order_id: str, payment_method_id: str) -> None:
        order = self._order(order_id, "pending", "pending (item modified)")
        method, history = self._method(order, payment_method_id), order["payment_history"]
        if len(history) != 1 or history[0]["payment_method_id"] == payment_method_id:
            raise NotAllowed("another way to pay once, and another than now")
        amount = history[0]["amount"]
        if method["source"] == "gift_card" and method["balance"] < amount:
            raise NotAllowed("balance")
        self._book(order, "payment", amount, payment_method_id)
        self._book(order, "refund", amount, history[0]["payment_method_id"])

    def _swaps(self, order: Json, old: list[str], new: list[str], method_id: str) -> tuple[list[Json], float]:
        """New variants in order, and what they cost more."""
        self._there(order, old)
        if len(old) != len(new):
            raise NotAllowed("as many new items as old ones")
        variants, more = [], 0.0
        for old_id, new_id in zip(old, new, strict=True):
            item = next(item for item in order["items"] if item["item_id"] == old_id)
            variant = self.products[item["product_id"]]["variants"].get(new_id)
            if variant is None or not variant["available"]:
                raise NotAllowed(f"{new_id}: not of this product, or not there")
            variants.append(variant)
            more += variant["price"] - item["price"]
        more = round(more, 2)
        method = self._method(order, method_id)
        if method["source"] == "gift_card" and method["balance"] < more:
            raise NotAllowed("balance")
        return variants, more

    def _there(self, order: Json, wanted: list[str]) -> None:
        if Counter(wanted) - Counter(item["item_id"] for item in order["items"]):
            raise NotAllowed("items that the order does not have")

    def _items(self, order_id: str, item_ids: list[str], new_item_ids: list[str], payment_method_id: str) -> None:
        order = self._order(order_id, "pending")
        variants, more = self._swaps(order, item_ids, new_item_ids, payment_method_id)
        self._book(order, "payment" if more > 0 else "refund", abs(more), payment_method_id)
        for old_id, variant in zip(item_ids, variants, strict=True):
            item = next(item for item in order["items"] if item["item_id"] == old_id)
            item.update(item_id=variant["item_id"], price=variant["price"], options=variant["options"])
        order["status"] = "pending (item modified)"

    def _return(self, order_id: str, item_ids: list[str], payment_method_id: str) -> None:
        order = self._order(order_id, "delivered")
        method = self._method(order, payment_method_id)
        if method["source"] != "gift_card" and payment_method_id != order["payment_history"][0]["payment_method_id"]:
            raise NotAllowed("back the way it came, or on a gift card")
        self._there(order, item_ids)
        order.update(
            status="return requested", return_items=sorted(item_ids), return_payment_method_id=payment_method_id
        )

    def _exchange(self, order_id: str, item_ids: list[str], new_item_ids: list[str], payment_method_id: str) -> None:
        order = self._order(order_id, "delivered")
        _, more = self._swaps(order, item_ids, new_item_ids, payment_method_id)
        order.update(
            status="exchange requested",
            exchange_items=sorted(item_ids),
            exchange_new_items=sorted(new_item_ids),
            exchange_payment_method_id=payment_method_id,
            exchange_price_difference=more,
        )
