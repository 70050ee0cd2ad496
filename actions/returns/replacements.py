"""How far an exchange, a replacement or a refund is."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.base import ActionContext, Said, day, listed, method_of, money, term
from actions.commerce import operations
from actions.commerce.shapes import Order, Refund, Return
from actions.payments.money_back import money_back_by
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import FAULT_REASONS

SHIP_DAYS = 2
"""Working days in which a replacement that waits for nothing leaves the warehouse."""
_RUNNING = frozenset({"requested", "approved", "in_transit", "received"})
_NEW_ONE = frozenset({"exchange", "reship"})
_BY_CHOICE = frozenset({"other_variant", "payment_changed"})
"""Reasons of refunds that go where the shopper chose, not back the way they came."""


def running(order: Order) -> Return | None:
    """The newest return, exchange or replacement of the order that is not settled yet."""
    return next((one for one in reversed(order.returns) if one.status in _RUNNING), None)


def awaits_new_one(order: Order) -> bool:
    """Whether another piece is to come for one that arrived."""
    found = running(order)
    return found is not None and found.resolution in _NEW_ONE


def say_new_one(order: Order, say: Said, context: ActionContext) -> bool:
    """Says what happens until the new piece is on its way, and by when; False when none is to come."""
    found = running(order)
    if found is None or not awaits_new_one(order):
        return False
    known = {"return_id": found.id, "item": listed(tuple(item for item in order.items if item.id in found.items))}
    today = context.now.date()
    ship_by = add_working_days(found.at.date() if found.at else today, SHIP_DAYS, context.weekend)
    sent_anew = found.resolution == "reship"  # nothing is to come back for it
    if sent_anew or (found.reason in FAULT_REASONS and not found.variant and ship_by >= today):
        say("utter_replacement_state", **known, ship_by=day(max(ship_by, today)))
        return True
    known |= {"return_status": term(f"return_status.{found.status}"), "deadline": day(found.deadline or today)}
    say("utter_exchange_state", **known)
    return True


def say_refund_state(order: Order, refund: Refund, say: Said, context: ActionContext) -> None:
    """Says how far a refund is, by when it is there, and where it goes unless the shopper chose another way."""
    say(
        "utter_refund_state",
        refund=money(refund.amount, refund.currency),
        order_id=order.id,
        payment_method=None if refund.reason in _BY_CHOICE else method_of(order),
        refund_status=term(f"refund_status.{refund.status}"),
        refund_due=day(refund.due or context.now),
    )


def say_money_back(order: Order, say: Said, context: ActionContext) -> bool:
    """Says how far the money of the order is, a refund that is under way first; then the exchange or the return that
    waits for its goods. False when nothing goes back."""
    if order.refunds:
        last = order.refunds[-1]
        known: dict[str, Any] = {"refund": money(last.amount, last.currency), "order_id": order.id}
        due = day(last.due or context.now)
        if last.status == "completed":
            say("utter_refund_completed", **known, refund_due=due)
        else:
            say_refund_state(order, last, say, context)
        return True
    if say_new_one(order, say, context):
        return True  # no money goes back for it
    if not order.returns or order.returns[-1].reason == "refused":  # a refused parcel comes back by itself
        return False
    back = order.returns[-1]
    lines = (one for one in order.items if one.id in back.items)
    value = sum((one.unit_price * (back.pieces or one.quantity) for one in lines), start=order.total * 0)
    deadline = back.deadline or context.now.date()
    due_day = money_back_by(order, context, start=deadline)
    say(
        "utter_refund_waiting_for_goods",
        return_id=back.id,
        order_id=order.id,
        return_status=term(f"return_status.{back.status}"),
        refund=money(value, order.currency),
        payment_method=method_of(order),
        refund_due=day(due_day),
        deadline=day(deadline),
    )
    return True


def refusal_terms(order: Order, due: date) -> dict[str, Any]:
    """What is said of a parcel that goes back at the door; due: when its money is back."""
    return {
        "order_id": order.id,
        "paid": "yes" if order.refundable > 0 else "no",
        "refund": money(order.refundable, order.currency),
        "payment_method": method_of(order),
        "refund_due": day(due),
    }


def say_refused(order: Order, say: Said) -> bool:
    """Says by when the money of a refused parcel is back; False when the order was not refused."""
    noted = operations.noted(order, "refused")
    if noted is None:
        return False
    say("utter_refusal_noted", **refusal_terms(order, date.fromisoformat(str(noted["refund_due"]))))
    return True
