"""Shop data in the contract's shapes. Frozen; wrong data is refused with the name of the field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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
    at: datetime | None = None


class ShipmentEvent(Shape):
    """What a carrier reported."""

    at: datetime
    code: EventCode
    location: str | None = None
    text: str | None = None


class Shipment(Shape):
    """A parcel on its way."""

    id: str
    carrier: str
    tracking_number: str
    eta: date | datetime | None = None
    events: tuple[ShipmentEvent, ...] = ()


class Return(Shape):
    """Goods that come back, or a remedy without goods coming back."""

    id: str
    status: str = "requested"
    items: tuple[str, ...]
    reason: str
    resolution: Resolution
    shipping_paid_by: Payer | None = None
    deadline: date | None = None
    at: datetime | None = None
    variant: dict[str, Any] | None = None


class Refund(Shape):
    """Money that goes back."""

    id: str
    amount: Amount
    currency: str
    status: str = "pending"
    due: date | None = None
    reason: str | None = None


class Compensation(Shape):
    """A gesture for trouble."""

    id: str
    kind: str
    value: Amount
    currency: str
    coupon_code: str | None = None
    reason: str


class Order(Shape):
    """An order with everything that happened to it."""

    id: str
    customer_id: str
    placed_at: datetime
    status: OrderStatus
    currency: str
    items: tuple[Item, ...]
    shipping_address: dict[str, Any] = {}
    payments: tuple[Payment, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    returns: tuple[Return, ...] = ()
    refunds: tuple[Refund, ...] = ()
    compensations: tuple[Compensation, ...] = ()
    notes: tuple[Any, ...] = ()

    @property
    def paid(self) -> Decimal:
        """What was paid and kept, in the order's currency."""
        good = [payment.amount for payment in self.payments if payment.status in PAID_STATUSES]
        return rounded(sum(good, Decimal(0)), self.currency)

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
        """When the last parcel was delivered; None before."""
        times = [event.at for shipment in self.shipments for event in shipment.events if event.code == "delivered"]
        return max(times) if times else None

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


PAID_STATUSES = frozenset({"paid", "captured", "completed", "settled", "succeeded", "success"})


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
    currency: str
    category: str
    attributes: dict[str, Any] = {}
    stock: int | dict[str, int] = 0
    returnable: bool = True


class Coupon(Shape):
    """A code that takes something off."""

    code: str
    kind: str
    value: Amount
    currency: str | None = None
    valid_until: date | datetime | None = None
    customer_id: str | None = None
    used_at: datetime | None = None
