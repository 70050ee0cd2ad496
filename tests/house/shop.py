"""What the demo shop of today holds: the same that `dragoman serve` fills its empty database with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from actions.commerce.demo_shop import build_demo_shop

Document = dict[str, Any]


@cache
def demo_shop() -> Any:
    """Products, customers, orders and coupons."""
    return build_demo_shop(datetime.now(UTC))


def customer(customer_id: str) -> Document:
    """A customer's document."""
    return next(one for one in demo_shop().customers if one["id"] == customer_id)


def product(sku: str) -> Document:
    """A product's document."""
    return next(one for one in demo_shop().products if one["sku"] == sku)


def orders(fits: Callable[[Document], bool]) -> list[tuple[Document, Document]]:
    """Orders of the crowd that fit, each with its customer."""
    found = [order for order in demo_shop().orders if order["customer_id"].startswith("cust-0") and fits(order)]
    return [(order, customer(order["customer_id"])) for order in found]


def last_event(order: Document) -> str | None:
    """The code of the newest event of the order's parcels."""
    events = [event for parcel in order["shipments"] for event in parcel["events"]]
    return max(events, key=lambda event: event["at"])["code"] if events else None


def arrived_lately(order: Document) -> bool:
    """Delivered within the last week, all of it, and nothing sent back."""
    if order["status"] != "delivered" or order.get("returns") or order.get("refunds"):
        return False
    delivered = [
        event["at"] for parcel in order["shipments"] for event in parcel["events"] if event["code"] == "delivered"
    ]
    return bool(delivered) and max(delivered) > (datetime.now(UTC) - timedelta(days=7)).isoformat()


def comes_in_sizes(sku: str) -> bool:
    """Whether a product may be sent back and has other sizes."""
    found = product(sku)
    return bool(found["returnable"]) and len(found["attributes"].get("sizes", ())) > 1
