"""Payments that failed or came twice, invoices, coupons."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, method_of, moment, money, term
from actions.care.people import answer_by, pass_on
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import PAID_STATUSES, Coupon, Order, Payment
from actions.delivery.not_received import refund_due
from actions.orders.find_order import current_order
from actions.returns.replacements import say_refund_state

_KEEP_DAYS = 3
_DISPUTE = "payment_dispute"
_NUMBER = re.compile(r"[A-Za-z]*\d[\w./-]*")
_TAX_DIGITS = 7  # of a Mexican company; elsewhere more
_VOUCHERS = 3  # told at once
INVOICE_DATA = "invoice_data"
"""What the last answer was about when a company or a tax number was passed on, with the order's number."""
_OWN_VOUCHERS = "own_vouchers"  # what the last answer was about


def methods(context: ActionContext) -> dict[str, Any]:
    """Payment methods of the market as a list for a response."""
    named = context.rules().get("payment_methods", ["card", "paypal"])
    return {"list": [term(f"payment_method.{method}") for method in named], "style": "or"}


class PaymentFailed(ShopAction):
    """What happened to the payment and how to pay."""

    action = "action_payment_failed"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The shopper's own unpaid order when there is one, else what usually helps."""
        orders = await context.unit.orders_of(context.customer.id) if context.customer else []
        wanted = str(slots.get("order_id") or "")
        unpaid = [order for order in orders if order.status == "pending" and (not wanted or order.id == wanted)]
        if unpaid:
            _say_unpaid(unpaid[0], say, context)
            return slots.set(last_order=unpaid[0].id, last_answer=charged_once(unpaid[0]))
        say("utter_payment_failed_general", methods=methods(context))
        return []


def _say_unpaid(order: Order, say: Said, context: ActionContext) -> None:
    say(
        "utter_payment_failed_order",
        amount=money(order.total, order.currency),
        order_id=order.id,
        methods=methods(context),
        keep_until=day(context.now + timedelta(days=_KEEP_DAYS)),
    )


def double_charge(order: Order) -> Payment | None:
    """The second of two payments of the same amount, or the one above the order's total."""
    seen: dict[Decimal, list[Payment]] = defaultdict(list)
    for payment in order.payments:
        if payment.status in PAID_STATUSES:
            seen[payment.amount].append(payment)
    for payments in seen.values():
        if len(payments) > 1:
            return payments[1]
    return None


def charged_twice(order: Order) -> bool:
    """Whether a second charge of the order was not given back yet."""
    return double_charge(order) is not None and not any(one.reason == "double_charge" for one in order.refunds)


def first_paid(order: Order) -> Payment | None:
    """The payment that paid the order."""
    return next((payment for payment in order.payments if payment.status in PAID_STATUSES), None)


def charged_once(order: Order) -> str:
    """What the last answer was about when a second charge was looked for and not found."""
    return f"{order.id} charged_once"


def say_charged_once(order: Order, paid: Payment, say: Said) -> None:
    """The one charge there is, and what a second line at the bank is."""
    say(
        "utter_no_double_charge",
        order_id=order.id,
        amount=money(paid.amount, order.currency),
        paid_at=day(paid.at or order.placed_at),
    )


class CheckCharge(ShopAction):
    """Looks for a double charge."""

    action = "action_check_charge"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to double, fine or passed_on. Who says again that there are two is passed on to a person."""
        order = await current_order(slots, context)
        second = double_charge(order)
        if second is not None and charged_twice(order):
            amount = money(second.amount, order.currency)
            offer = {"amount": amount, "refund": amount, "charged_at": day(second.at or order.placed_at)}
            return slots.set(outcome="double", offer=offer)
        if order.refunds:
            say_refund_state(order, order.refunds[-1], say, context)
            return slots.set(outcome="fine")
        paid, told = first_paid(order), slots.get("last_answer") == charged_once(order)
        insists = told and _DISPUTE in slots.said
        if paid is None and order.status == "pending" and not insists:
            _say_unpaid(order, say, context)  # nothing was taken yet, so nothing twice
            return slots.set(outcome="fine", last_answer=charged_once(order))
        if paid is None or insists:  # the shop knows of no such money: what the bank shows is for a person to look at
            pass_on(say, context, _DISPUTE)
            return slots.set(outcome="passed_on")
        say_charged_once(order, paid, say)
        return slots.set(outcome="fine", last_answer=charged_once(order))


class RefundDoubleCharge(ShopAction):
    """Gives the second charge back, after the confirmation."""

    action = "action_refund_double_charge"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Once."""
        order = await current_order(slots, context)
        second = double_charge(order)
        due = refund_due(order, context)
        try:
            if second is None or any(refund.reason == "double_charge" for refund in order.refunds):
                raise Refused("nothing_to_refund")
            changed = operations.refund(order, second.amount, due=due.date(), reason="double_charge")
        except Refused:
            say("utter_refund_already", order_id=order.id)
            return slots.set(outcome="refused")
        await context.unit.record(changed, "refund", "double_charge", {"amount": str(second.amount)})
        say(
            "utter_refunded",
            refund=money(second.amount, order.currency),
            order_id=order.id,
            payment_method=method_of(order),
            refund_due=day(due),
        )
        return slots.set(outcome="done")


def _invoiced(order: Order) -> Decimal:
    """What was paid for the order; a second charge of the same sum was for nothing."""
    second = double_charge(order)
    return order.paid - second.amount if second is not None else order.paid


def _names_tax_number(text: str, order: Order) -> bool:
    """Whether a text holds a number as long as a tax office's, other than the order's."""
    known = re.sub(r"\D", "", order.id)
    numbers = (re.sub(r"\D", "", word) for word in _NUMBER.findall(text))
    return any(len(number) >= _TAX_DIGITS and not known.endswith(number) for number in numbers)


def _to_be_on_it(order: Order, slots: Slots) -> str | None:
    """What the shopper wrote of the company, name or tax number that the invoice is to carry."""
    asked = slots.as_asked().text
    if (data := slots.get(INVOICE_DATA)) is not None:
        return str(data)
    return asked if _names_tax_number(asked, order) else None


class Invoice(ShopAction):
    """A link to the invoice; a person where the link alone does not help."""

    action = "action_invoice"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Only a paid order has one. A company or a tax number is written into it by staff; sets outcome to again for
        who asks a second time and gets the offer of one."""
        order = await current_order(slots, context)
        if order.paid <= 0:
            say("utter_invoice_not_paid", order_id=order.id)
            return []
        told = f"invoice {order.id}"
        left = f"{INVOICE_DATA} {order.id}"
        if (data := _to_be_on_it(order, slots)) is not None or slots.get("last_answer") == left:
            if data is not None:  # else it was only asked when it comes
                text = f"For the invoice of {order.id}: {data}"
                context.ask("alert", kind=INVOICE_DATA, text=text, order_id=order.id)
            by = moment(answer_by(context, "invoice_request"))
            say("utter_invoice_data", order_id=order.id, answer_by=by)
            return slots.set(outcome="passed_on", last_answer=left)
        say(
            "utter_invoice",
            order_id=order.id,
            amount=money(_invoiced(order), order.currency),
            link=context.invoice_link(order.id),
            valid_until=day(context.now + timedelta(days=30)),
        )
        return slots.set(outcome="again" if slots.get("last_answer") == told else "told", last_answer=told)


async def own_vouchers(context: ActionContext) -> list[Coupon]:
    """Vouchers that the shopper was given for trouble and can still use, the newest first; none of a stranger."""
    orders = await context.unit.orders_of(context.customer.id) if context.customer else []
    codes = [given.coupon_code for order in orders for given in reversed(order.compensations) if given.coupon_code]
    found = [coupon for code in codes if (coupon := await context.unit.commerce.coupon(code)) is not None]
    today = context.now.date()
    usable = [one for one in found if one.used_at is None and (_last_day(one) or today) >= today]
    return sorted(usable, key=lambda one: _last_day(one) or date.max, reverse=True)


def _last_day(coupon: Coupon) -> date | None:
    until = coupon.valid_until
    return until.date() if isinstance(until, datetime) else until


def _say_valid(coupon: Coupon, say: Said) -> None:
    """Says what a usable code takes off, and until when."""
    off: Any = {"percent": str(coupon.value)}
    if coupon.currency and not coupon.kind.startswith("percent"):
        off = money(coupon.value, coupon.currency)
    if (until := _last_day(coupon)) is None:
        say("utter_coupon_valid_always", coupon_code=coupon.code, value=off)
    else:
        say("utter_coupon_valid", coupon_code=coupon.code, value=off, valid_until=day(until))


class CheckCoupon(ShopAction):
    """Whether a code is valid; without a code, which ones the shopper was given."""

    action = "action_check_coupon"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to knowledge when the articles are to say more.

        They are when no code was named, unless the shopper has vouchers for trouble with the order that is talked of:
        then these are meant, and only who asks on right after them wants to know more.
        """
        code = str(slots.get("coupon_code") or "").upper()
        if not code:
            given = (await own_vouchers(context))[:_VOUCHERS]
            for one in given:
                _say_valid(one, say)
            order = await context.unit.order(str(slots.get("last_order") or "")) if given else None
            meant = {one.coupon_code for one in order.compensations} if order is not None else set()
            if slots.get("last_answer") == _OWN_VOUCHERS or not meant.intersection(one.code for one in given):
                return slots.set(outcome="knowledge")
            return slots.set(outcome="told", last_answer=_OWN_VOUCHERS)
        coupon = await context.unit.commerce.coupon(code)
        foreign = (
            coupon is not None
            and coupon.customer_id
            and (context.customer is None or coupon.customer_id != context.customer.id)
        )
        if coupon is None or foreign:
            say("utter_coupon_unknown", coupon_code=code)
        elif coupon.used_at is not None:
            say("utter_coupon_used", coupon_code=code)
        elif (until := _last_day(coupon)) is not None and until < context.now.date():
            say("utter_coupon_expired", coupon_code=code, valid_until=day(until))
        else:
            _say_valid(coupon, say)
        return slots.set(outcome="told", coupon_code=None)
