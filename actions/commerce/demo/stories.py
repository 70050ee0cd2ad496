"""What has happened to an order of the demo shop, seen from the day the shop is built for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from actions.commerce.demo.data import Market, Place
from actions.commerce.demo.parcels import Route, events_to, stamp, tracking_number
from actions.commerce.money import rounded


@dataclass
class Draft:
    """An order that a story fills. `now` is the moment the shop is built for."""

    order_id: str
    customer: dict[str, Any]
    market: Market
    place: Place
    address: dict[str, Any]
    items: list[dict[str, Any]]
    now: datetime
    dice: Random
    status: str = "pending"
    placed_at: datetime | None = None
    coupons: list[dict[str, Any]] = field(default_factory=list)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def ago(self, days: float = 0, hours: float = 0) -> datetime:
        """That long before now."""
        return self.now - timedelta(days=days, hours=hours)

    def add(self, part: str, **values: Any) -> dict[str, Any]:
        """Appends to payments, shipments, returns, refunds, compensations or notes."""
        self.parts.setdefault(part, []).append(values)
        return values

    @property
    def total(self) -> Decimal:
        """Price of all items."""
        return sum((Decimal(str(item["unit_price"])) * item["quantity"] for item in self.items), Decimal(0))

    def amount(self, value: Decimal) -> int | float:
        """An amount in the market's minor unit, as JSON has it."""
        exact = rounded(value, self.market.currency)
        return int(exact) if exact == exact.to_integral_value() else float(exact)

    def placed(self, at: datetime) -> datetime:
        """Sets when the order was placed."""
        self.placed_at = at
        return at

    def pay(self, at: datetime, status: str = "captured", method: str | None = None) -> None:
        """One payment of the whole sum."""
        offered = [name for name in self.market.methods if name != "cod"]
        used = method or self.parts.get("payments", [{}])[0].get("method") or self.dice.choice(offered)
        self.add("payments", method=used, amount=self.amount(self.total), status=status, at=stamp(at))

    def ship(self, step: str, last_at: datetime, eta: datetime, *, held: bool = False) -> datetime:
        """One parcel whose last news is `step`; returns when its label was made."""
        route = Route.to(self.market, self.place)
        events = events_to(step, last_at, route, self.dice, held=held)
        self.add(
            "shipments",
            id=f"{self.order_id}-S{len(self.parts.get('shipments', [])) + 1}",
            carrier=self.dice.choice(self.market.carriers),
            tracking_number=tracking_number(self.market.origin, self.dice),
            eta=eta.date().isoformat(),
            events=events,
        )
        return datetime.fromisoformat(events[0]["at"])

    def shipped(self, status: str, step: str, last_at: datetime, eta: datetime, *, held: bool = False) -> None:
        """A paid order and its last parcel; placed before the first label was made."""
        self.ship(step, last_at, eta, held=held)
        self.status = status
        label = min(datetime.fromisoformat(parcel["events"][0]["at"]) for parcel in self.parts["shipments"])
        self.pay(self.placed(label - timedelta(hours=self.dice.randrange(14, 40))))

    def give_back(self, part: Decimal, status: str, due_in: int, reason: str) -> None:
        """A refund of a part of the sum."""
        number = self.order_id.removeprefix("PA-")
        self.add(
            "refunds",
            id=f"RF-{number}-{len(self.parts.get('refunds', [])) + 1}",
            amount=self.amount(self.total * part),
            currency=self.market.currency,
            status=status,
            due=(self.now + timedelta(days=due_in)).date().isoformat(),
            reason=reason,
        )

    def send_back(self, status: str, reason: str, opened: datetime, *, resolution: str = "refund") -> None:
        """A return of the first item."""
        number = self.order_id.removeprefix("PA-")
        self.add(
            "returns",
            id=f"RT-{number}-{len(self.parts.get('returns', [])) + 1}",
            status=status,
            items=[self.items[0]["id"]],
            reason=reason,
            resolution=resolution,
            shipping_paid_by="shop" if reason in ("damaged", "faulty", "wrong_item") else "customer",
            deadline=(opened + timedelta(days=14)).date().isoformat(),
            at=stamp(opened),
        )

    def compensate(self, value_in_euro: int, reason: str) -> None:
        """A voucher, and the coupon it stands for."""
        number = self.order_id.removeprefix("PA-")
        code = "SORRY-" + hashlib.sha256(f"{self.order_id}:{reason}".encode()).hexdigest()[:8].upper()
        value = self.amount(value_in_euro * self.market.rate)
        currency = self.market.currency
        made = {"kind": "voucher", "value": value, "currency": currency, "coupon_code": code, "reason": reason}
        self.add("compensations", id=f"CP-{number}-1", **made)
        until = (self.now + timedelta(days=170)).date().isoformat()
        owner = self.customer["id"]
        self.coupons.append(
            {"code": code, "kind": "amount", "value": value, "currency": currency, "valid_until": until}
            | {"customer_id": owner}
        )

    def document(self) -> dict[str, Any]:
        """The order in the shape of orders.jsonl."""
        if self.placed_at is None:
            raise ValueError(f"{self.order_id}: its story does not say when it was placed")
        found = {
            "id": self.order_id,
            "customer_id": self.customer["id"],
            "placed_at": stamp(self.placed_at),
            "status": self.status,
            "currency": self.market.currency,
            "items": self.items,
            "shipping_address": self.address,
        }
        always = {name: self.parts.get(name, []) for name in ("payments", "shipments")}
        return found | always | {name: rows for name, rows in self.parts.items() if name not in always}


Story = Callable[..., None]
STORIES: dict[str, tuple[Story, int]] = {}
"""Stories by name, with their weight in the crowd's orders."""


def story(weight: int) -> Callable[[Story], Story]:
    """Registers a story under its function's name."""

    def register(tell: Story) -> Story:
        STORIES[tell.__name__] = (tell, weight)
        return tell

    return register
