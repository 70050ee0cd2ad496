"""Orders, rules and shops for the scenarios of this folder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from actions.commerce.shapes import Coupon, Customer, Order, Product
from actions.policy.facts import Fact, Rules

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = NOW.date()
DUE = date(2026, 12, 3)


def days_ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def event(code: str, days: float) -> dict[str, Any]:
    return {"at": days_ago(days), "code": code, "location": "Frankfurt, DE", "text": code}


def parcel(*events: dict[str, Any], eta: str | None = None, number: int = 1) -> dict[str, Any]:
    return {
        "id": f"S{number}",
        "carrier": "DHL",
        "tracking_number": f"LA00000000{number}CN",
        "eta": eta,
        "events": list(events),
    }


def an_order(**changes: Any) -> Order:
    """A paid order of two lines (2 × 20.00 and 60.00 EUR) that is being packed."""
    document: dict[str, Any] = {
        "id": "PA-2026-100001",
        "customer_id": "cust-1",
        "placed_at": days_ago(10),
        "status": "processing",
        "currency": "EUR",
        "items": [
            {"id": "1", "sku": "MUG", "name": {"en": "Mug"}, "quantity": 2, "unit_price": 20, "options": {}},
            {"id": "2", "sku": "SHOE", "name": "Shoes", "quantity": 1, "unit_price": 60, "options": {"size": "42"}},
        ],
        "shipping_address": {"country": "DE", "city": "Berlin"},
        "payments": [{"method": "card", "amount": 100, "status": "captured", "at": days_ago(10)}],
        "shipments": [],
    }
    return Order.model_validate(document | changes)


def delivered(days: float, **changes: Any) -> Order:
    """The same order, delivered so many days ago."""
    return an_order(
        status="delivered", shipments=[parcel(event("picked_up", days + 3), event("delivered", days))], **changes
    )


def rules(**facts: Any) -> Rules:
    """Facts, each from an article of its own name in version 3."""
    return Rules({name: Fact(value, f"article-{name}", 3) for name, value in facts.items()})


class Shelf:
    """A shop held in memory behind the commerce port; it applies effects as the store does."""

    by_hand: frozenset[str] = frozenset()

    def __init__(self, *orders: Order) -> None:
        self.orders = {order.id: (order, 1) for order in orders}
        self.done: set[str] = set()

    async def order(self, order_id: str) -> tuple[Order, int] | None:
        return self.orders.get(order_id)

    async def orders_of(self, customer_id: str) -> list[tuple[Order, int]]:
        return [found for found in self.orders.values() if found[0].customer_id == customer_id]

    async def customer(self, customer_id: str) -> Customer | None:
        return None

    async def product(self, sku: str) -> Product | None:
        return None

    async def products(self) -> list[Product]:
        return []

    async def coupon(self, code: str) -> Coupon | None:
        return None


def euro(amount: str) -> Decimal:
    return Decimal(amount)
