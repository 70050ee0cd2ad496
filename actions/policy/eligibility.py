"""Returns, exchanges and reports of a problem: allowed or not, until when, who pays, what comes back and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from actions.commerce.money import rounded
from actions.commerce.shapes import Item, Order, Payer, Product, Resolution
from actions.policy.calendar import SATURDAY_SUNDAY, add_working_days
from actions.policy.facts import Rules

Code = Literal["allowed", "not_delivered", "cancelled", "too_late", "not_returnable", "already_refunded"]
FAULT_REASONS = frozenset({"damaged", "faulty", "wrong_item", "missing_parts", "not_as_described"})
_RETURN_DAYS, _REFUND_DAYS = 14, 7
_REPORT_DAYS = 14
_REMEDIES: dict[str, tuple[Resolution, ...]] = {
    "missing_parts": ("reship", "refund"),
    "faulty": ("refund", "exchange", "repair"),
}
_FAULT_REMEDIES: tuple[Resolution, ...] = ("refund", "exchange")
_FREE_REMEDIES: tuple[Resolution, ...] = ("refund", "exchange", "store_credit")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say about one item and one reason.

    window_days counts from delivered_on to deadline, both included. shipping_paid_by and fee concern the way back
    of the goods; refund is what comes back after the fee, in the order's currency; refund_due the latest day for
    goods sent back on the deadline. basis: rule -> {article, version} it rests on.
    """

    code: Code
    resolutions: tuple[Resolution, ...] = ()
    window_days: int | None = None
    deadline: date | None = None
    delivered_on: date | None = None
    shipping_paid_by: Payer | None = None
    fee: Decimal = Decimal(0)
    refund: Decimal = Decimal(0)
    refund_due: date | None = None
    basis: dict[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.code == "allowed"


def decide_return(
    order: Order,
    items: tuple[Item, ...],
    *,
    reason: str,
    rules: Rules,
    product: Product | None,
    today: date,
    exchange: bool = False,
    weekend: Collection[int] = SATURDAY_SUNDAY,
) -> Decision:
    """The decision for items of a delivered order. Refund in the order's currency, exact in its minor unit.

    A fault may be reported as soon as a parcel has arrived, anything else when all of the order has.
    """
    fault = reason in FAULT_REASONS
    if order.status == "cancelled":
        return Decision("cancelled")
    delivered = order.delivered_at
    if delivered is None or not (order.arrived or fault):
        return Decision("not_delivered")
    if fault:
        name = "damaged_window_days"
        days = rules.days(name, _REPORT_DAYS)
        # Goods that may be returned for no reason may be returned for a good one.
        days = max(days or 0, rules.days("return_window_days", 0) or 0)
        payer: Payer = rules.get("fault_return_shipping_paid_by", "shop")
    else:
        name = "exchange_window_days" if exchange and rules.get("exchange_window_days") else "return_window_days"
        days = rules.days(name, _RETURN_DAYS) or 0
        payer = rules.get("return_shipping_paid_by", "customer")
    used = (name, "fault_return_shipping_paid_by" if fault else "return_shipping_paid_by", "refund_days")
    basis = rules.basis(*used, *(("return_window_days",) if fault else ()))
    deadline = delivered.date() + timedelta(days=days)
    returnable = rules.get("returnable", True) is not False and (product is None or product.returnable)
    if not fault and not returnable:
        return Decision("not_returnable", delivered_on=delivered.date(), basis=rules.basis("returnable") or basis)
    if today > deadline:
        return Decision("too_late", window_days=days, deadline=deadline, delivered_on=delivered.date(), basis=basis)
    if order.refundable <= 0 < order.paid:
        return Decision("already_refunded", delivered_on=delivered.date())
    fee = Decimal(0)
    if not fault and (money := rules.money("return_fee")) and money[1] == order.currency:
        fee = rounded(money[0], order.currency)
        basis |= rules.basis("return_fee")
    value = sum((item.unit_price * item.quantity for item in items), Decimal(0))
    # Discounts are shared out over the items: nobody gets back more than was paid.
    if order.total > 0 and order.paid < order.total:
        value = value * order.paid / order.total
    amount = max(Decimal(0), min(rounded(value, order.currency), order.refundable) - fee)
    method = order.payments[0].method if order.payments else "card"
    return Decision(
        "allowed",
        _REMEDIES.get(reason, _FAULT_REMEDIES if fault else _FREE_REMEDIES),
        days,
        deadline,
        delivered.date(),
        payer,
        fee,
        rounded(amount, order.currency),
        add_working_days(deadline, refund_days(rules, method), weekend),
        basis,
    )


def refund_days(rules: Rules, method: str) -> int:
    """Working days until the money is back, by payment method where the facts say so."""
    value = rules.get("refund_days", _REFUND_DAYS)
    if isinstance(value, dict):
        return int(value[method] if method in value else max(value.values(), default=_REFUND_DAYS))
    return int(value)


@dataclass(frozen=True, slots=True)
class Duties:
    """Duty and import tax for goods of a value, all in one currency.

    unsure_below: the limit up to which no duty is due, (amount, currency), where it is in another currency than the
    goods: there is no exchange rate that customs would be bound by. Duty and tax are then those above the limit, and
    tax_below is all that is due up to it.
    """

    goods: Decimal
    duty: Decimal
    tax: Decimal
    currency: str
    unsure_below: tuple[Decimal, str] | None = None
    tax_below: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Duty and tax together."""
        return self.duty + self.tax


def estimate_duties(rules: Rules, goods: Decimal, currency: str) -> Duties | None:
    """Duty on the goods above the free limit, tax on goods and duty; None when the lane has no rates."""
    if rules.get("vat_percent") is None and rules.get("duty_percent") is None:
        return None
    duty_rate = Decimal(str(rules.get("duty_percent", 0)))
    tax_rate = Decimal(str(rules.get("vat_percent", 0)))
    free = rules.money("duty_free_below")
    duty = Decimal(0)
    if not (free and free[1] == currency and goods <= free[0]):
        duty = rounded(goods * duty_rate / 100, currency)
    tax = rounded((goods + duty) * tax_rate / 100, currency)
    unsure = free if free and free[1] != currency and duty else None
    tax_below = rounded(goods * tax_rate / 100, currency)
    return Duties(rounded(goods, currency), duty, tax, currency, unsure, tax_below)
