"""Shop data in the contract's shapes. Frozen; wrong data is refused with the name of the field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from actions.commerce.money import Amount, rounded

OrderStatus = Literal["pending", "paid", "processing", "shipped", "delivered", "cancelled", "returned"]
ORDER_STATUSES: tuple[OrderStatus, ...] = (
    "pending",
    "paid",
    "processing",
    "shipped",
    "delivered",
    "cancelled",
    "returned",
)
EventCode = Literal[
    "label_created",
    "picked_up",
    "in_transit",
    "customs_hold",
    "customs_cleared",
    "out_for_delivery",
    "delivered",
    "exception",
    "lost",
    "returned",
]
Resolution = Literal["refund", "exchange", "store_credit", "repair", "reship"]
Payer = Literal["shop", "customer"]
Name = str | dict[str, str]


def _aware(value: datetime) -> datetime:
    # A time without a zone is UTC, so that times of all sources can be compared.
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _day(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    return value[:10] if isinstance(value, str) and len(value) > 10 and value[10] in "T " else value


Moment = Annotated[datetime, AfterValidator(_aware)]
Day = Annotated[date, BeforeValidator(_day)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Shape(BaseModel):
    """Base of all shapes: frozen, and keeping fields it does not know, so that nothing of the shop's is lost."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Item(Shape):
    """A line of an order. unit_price in the order's currency."""

    id: str
    sku: str
    name: Name
    quantity: int = Field(ge=1)
    unit_price: Amount
    options: dict[str, Any] = {}


class Payment(Shape):
    """Money that came in. status: captured, paid, authorized, pending, failed, refunded …"""

    method: str
    amount: Amount
    status: str
    at: Moment | None = None

    @property
    def came_in(self) -> bool:
        """Whether the shop has the money."""
        return self.status.lower() in PAID_STATUSES


class ShipmentEvent(Shape):
    """What a carrier reported."""

    at: Moment
    code: EventCode
    location: str | None = None
    text: str | None = None


class Shipment(Shape):
    """A parcel on its way."""

    id: str
    carrier: str
    tracking_number: str
    eta: date | Moment | None = None
    events: tuple[ShipmentEvent, ...] = ()

    @property
    def due_on(self) -> date | None:
        """The day of `eta`, which a shop may give with an hour."""
        return self.eta.date() if isinstance(self.eta, datetime) else self.eta

    @property
    def delivered_at(self) -> datetime | None:
        """When the carrier delivered it; None before."""
        return next((event.at for event in reversed(self.events) if event.code == "delivered"), None)


class Return(Shape):
    """Goods that come back, or a remedy without goods coming back."""

    id: str
    status: str = "requested"
    items: tuple[str, ...]
    reason: str
    resolution: Resolution
    shipping_paid_by: Payer | None = None
    deadline: Day | None = None
    at: Moment | None = None
    variant: dict[str, Any] | None = None
    pieces: int | None = None
    """How many of its one line, where others of that stay; None for all."""


class Refund(Shape):
    """Money that goes back."""

    id: str
    amount: Amount
    currency: Currency
    status: str = "pending"
    due: Day | None = None
    reason: str | None = None


class Compensation(Shape):
    """A gesture for trouble."""

    id: str
    kind: str
    value: Amount
    currency: Currency
    coupon_code: str | None = None
    reason: str


class Order(Shape):
    """An order with everything that happened to it."""

    id: str
    customer_id: str
    placed_at: Moment
    status: OrderStatus
    currency: Currency
    items: tuple[Item, ...] = Field(min_length=1)
    shipping_address: dict[str, Any] = {}
    payments: tuple[Payment, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    returns: tuple[Return, ...] = ()
    refunds: tuple[Refund, ...] = ()
    compensations: tuple[Compensation, ...] = ()
    notes: tuple[Any, ...] = ()

    @property
    def paid(self) -> Decimal:
        """What was paid and kept, in the order's currency. Cash on delivery is paid with the delivery."""
        arrived = self.status in ("delivered", "returned")
        good = [
            payment.amount
            for payment in self.payments
            if payment.came_in
            or (arrived and payment.method in COD_METHODS and payment.status.lower() in OPEN_STATUSES)
        ]
        return rounded(sum(good, Decimal(0)), self.currency)

    @property
    def refundable(self) -> Decimal:
        """What was paid and has not gone back: no refund may exceed it. Never below zero."""
        return max(Decimal(0), self.paid - self.refunded)

    @property
    def refunded(self) -> Decimal:
        """What went back or is about to."""
        gone = [refund.amount for refund in self.refunds if refund.status != "failed"]
        return rounded(sum(gone, Decimal(0)), self.currency)

    @property
    def total(self) -> Decimal:
        """Price of all items."""
        return rounded(sum((item.unit_price * item.quantity for item in self.items), Decimal(0)), self.currency)

    @property
    def delivered_at(self) -> datetime | None:
        """When the last delivered parcel arrived; None before.

        A delivered order whose parcels say nothing counts from their last news, else from the day it was placed.
        """
        times = [at for shipment in self.shipments if (at := shipment.delivered_at) is not None]
        if times:
            return max(times)
        if self.status not in ("delivered", "returned"):
            return None
        return max((event.at for shipment in self.shipments for event in shipment.events), default=self.placed_at)

    @property
    def arrived(self) -> bool:
        """Whether all of it arrived, even when the shop's status lags behind the carrier's news."""
        if self.status in ("delivered", "returned"):
            return True
        parcels = self.shipments if self.status == "shipped" else ()
        return bool(parcels) and all(parcel.delivered_at for parcel in parcels)

    @property
    def country(self) -> str | None:
        """Where it goes."""
        value = self.shipping_address.get("country")
        return str(value) if value else None

    def item(self, item_id: str) -> Item | None:
        """The line with this id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    def document(self) -> dict[str, Any]:
        """The order as JSON in the contract's shape."""
        return self.model_dump(mode="json")


PAID_STATUSES = frozenset(
    {
        "approved",
        "captured",
        "charged",
        "collected",
        "complete",
        "completed",
        "paid",
        "received",
        "settled",
        "succeeded",
        "success",
        "successful",
    }
)
OPEN_STATUSES = frozenset({"authorised", "authorized", "due", "open", "pending", "unpaid"})
FAILED_STATUSES = frozenset({"declined", "expired", "failed", "refused", "rejected"})
COD_METHODS = frozenset({"cod", "cash_on_delivery"})


class Customer(Shape):
    """A shopper."""

    id: str
    name: str
    email: str | None = None
    phone: str | None = None
    locale: str = "en"
    market: str = "US"
    tier: Literal["standard", "silver", "gold", "vip"] = "standard"


class Product(Shape):
    """An article of the catalogue."""

    sku: str
    name: Name
    price: Amount
    currency: Currency
    category: str
    attributes: dict[str, Any] = {}
    stock: int | dict[str, int] = 0
    returnable: bool = True

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names and aliases in all languages, in lower case."""
        names = list(self.name.values()) if isinstance(self.name, dict) else [self.name]
        aliases = self.attributes.get("aliases") or []
        if isinstance(aliases, dict):
            aliases = [alias for group in aliases.values() for alias in (group if isinstance(group, list) else [group])]
        return tuple(str(name).lower() for name in (*names, *aliases))


class Coupon(Shape):
    """A code that takes something off."""

    code: str
    kind: str
    value: Amount
    currency: str | None = None
    valid_until: date | Moment | None = None
    customer_id: str | None = None
    used_at: Moment | None = None
