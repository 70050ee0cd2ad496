"""The benchmark's shop in our shop-data format, and both shops' states in one form that can be compared."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from actions.commerce import accounts, operations
from actions.commerce.files import ShopData
from actions.commerce.shapes import Customer, Order
from benchmarks.tau2.rules import Json, Tau2

_STATUS = {"pending": "paid", "processed": "processing", "delivered": "delivered", "cancelled": "cancelled"}
_METHOD = {"credit_card": "card", "paypal": "paypal", "gift_card": "gift_card"}
_CURRENCY = "USD"
_DAY = "2026-01-02T00:00:00+00:00"


def as_ours(shop: Tau2) -> ShopData:
    """Products (one a variant), customers with their ways to pay, orders (one line a piece)."""
    products = [
        {
            "sku": variant["item_id"],
            "name": {"en": product["name"]},
            "price": variant["price"],
            "currency": _CURRENCY,
            "category": product["name"],
            "attributes": {"product": product["product_id"], "options": variant["options"]},
            "stock": int(variant["available"]),
        }
        for product in shop.products.values()
        for variant in product["variants"].values()
    ]
    customers = [
        {
            "id": user["user_id"],
            "name": " ".join(user["name"].values()),
            "email": user["email"],
            "phone": None,
            "locale": "en",
            "market": "US",
            "tier": "standard",
            "address": user["address"],
            "accounts": [
                {"id": one["id"], "method": _METHOD[one["source"]], "balance": one.get("balance")}
                for one in user["payment_methods"].values()
            ],
        }
        for user in shop.users.values()
    ]
    return ShopData(products, customers, [_order(order, shop) for order in shop.orders.values()], [])


def _order(order: Json, shop: Tau2) -> Json:
    methods = shop.users[order["user_id"]]["payment_methods"]
    seen: Counter[str] = Counter()
    lines = []
    for item in order["items"]:
        seen[item["item_id"]] += 1
        number = seen[item["item_id"]]
        lines.append(
            {
                "id": item["item_id"] if number == 1 else f"{item['item_id']}.{number}",
                "sku": item["item_id"],
                "name": {"en": item["name"]},
                "quantity": 1,
                "unit_price": item["price"],
                "options": item["options"],
            }
        )
    history = [
        {
            "method": _METHOD[methods[made["payment_method_id"]]["source"]],
            "amount": made["amount"],
            "account": made["payment_method_id"],
            "type": made["transaction_type"],
        }
        for made in order["payment_history"]
    ]
    events = [{"at": _DAY, "code": "delivered"}] if order["status"] == "delivered" else []
    return {
        "id": order["order_id"],
        "customer_id": order["user_id"],
        "placed_at": "2026-01-01T00:00:00+00:00",
        "status": _STATUS[order["status"]],
        "currency": _CURRENCY,
        "items": lines,
        "shipping_address": order["address"],
        "payments": [
            {"method": made["method"], "amount": made["amount"], "account": made["account"], "status": "captured"}
            for made in history
            if made["type"] == "payment"
        ],
        "refunds": [
            {
                "id": f"RF-{number}",
                "amount": made["amount"],
                "account": made["account"],
                "currency": _CURRENCY,
                "status": "done",
                "reason": "cancelled",
            }
            for number, made in enumerate(history)
            if made["type"] == "refund"
        ],
        "shipments": [
            {
                "id": f"S{number}",
                "carrier": "Carrier",
                "tracking_number": fulfilment["tracking_id"][0],
                "events": events,
            }
            for number, fulfilment in enumerate(order["fulfillments"], 1)
        ],
    }


def state_of_theirs(order: Json) -> Json:
    """What the benchmark's data say of an order, without the order of lines and without bookings of nothing."""
    return {
        "status": order["status"],
        "reason": order.get("cancel_reason"),
        "address": order["address"],
        "items": sorted(
            (one["item_id"], _cents(one["price"]), sorted(one["options"].items())) for one in order["items"]
        ),
        "booked": sorted(
            (one["transaction_type"], one["payment_method_id"], _cents(one["amount"]))
            for one in order["payment_history"]
            if one["amount"]
        ),
        "return": (order.get("return_items"), order.get("return_payment_method_id")),
        "exchange": (
            order.get("exchange_items"),
            order.get("exchange_new_items"),
            order.get("exchange_payment_method_id"),
            _cents(order.get("exchange_price_difference")),
        ),
    }


def state_of_ours(order: Order) -> Json:
    """The same of our order."""
    back = next((one for one in order.returns if one.resolution == "refund"), None)
    swap = next((one for one in order.returns if one.resolution == "exchange"), None)
    status = next(theirs for theirs, ours in _STATUS.items() if ours == order.status)
    if back or swap:
        status = "return requested" if back else "exchange requested"
    elif operations.noted(order, "items_changed") and status == "pending":
        status = "pending (item modified)"
    sku = {item.id: item.sku for item in order.items}
    first = accounts.account_of(order.payments[0]) or ""
    bookings = [("payment", accounts.account_of(one) or "", _cents(one.amount) or 0) for one in order.payments]
    # A refund that names no account goes back the way the order was paid.
    bookings += [("refund", accounts.account_of(one) or first, _cents(one.amount) or 0) for one in order.refunds]
    variant: Any = swap.variant if swap and swap.variant else {}
    return {
        "status": status,
        "reason": (operations.noted(order, "cancel_reason") or {}).get("reason"),
        "address": order.shipping_address,
        "items": sorted((one.sku, _cents(one.unit_price), sorted(one.options.items())) for one in order.items),
        "booked": sorted(bookings),
        "return": (sorted(sku[one] for one in back.items), getattr(back, "account", None)) if back else (None, None),
        "exchange": (
            sorted(sku[one] for one in swap.items) if swap else None,
            sorted(one["sku"] for one in variant["skus"]) if swap else None,
            variant.get("account"),
            _cents(variant.get("difference")),
        ),
    }


def balances_of_ours(customer: Customer, before: list[Order], after: list[Order]) -> dict[str, int]:
    """Gift cards: the imported balance and what our orders took from it or put on it since."""
    found = {one["id"]: _cents(one["balance"]) for one in _accounts(customer) if one["method"] == accounts.GIFT_CARD}
    for sign, orders in ((-1, before), (1, after)):
        for order in orders:
            first = accounts.account_of(order.payments[0])
            booked = [(accounts.account_of(one), -one.amount) for one in order.payments]
            booked += [(accounts.account_of(one) or first, one.amount) for one in order.refunds]
            for account, amount in booked:
                if account in found:
                    found[account] = (found[account] or 0) + sign * (_cents(amount) or 0)
    return {name: value or 0 for name, value in found.items()}


def balances_of_theirs(user: Json) -> dict[str, int]:
    """The same of the benchmark's user."""
    methods = user["payment_methods"].values()
    return {one["id"]: _cents(one["balance"]) or 0 for one in methods if one["source"] == "gift_card"}


def _accounts(customer: Customer) -> list[Json]:
    return list(getattr(customer, "accounts", []))


def _cents(amount: Any) -> int | None:
    return None if amount is None else round(Decimal(str(amount)) * 100)
