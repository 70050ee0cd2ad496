"""How far an exchange or a replacement is."""

from __future__ import annotations

from actions.base import ActionContext, Said, day, listed, term
from actions.commerce.shapes import Order, Return
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import FAULT_REASONS

SHIP_DAYS = 2
"""Working days in which a replacement that waits for nothing leaves the warehouse."""
_RUNNING = frozenset({"requested", "approved", "in_transit", "received"})
_NEW_ONE = frozenset({"exchange", "reship"})


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
    if found.reason in FAULT_REASONS and not found.variant and ship_by >= today:
        say("utter_replacement_state", **known, ship_by=day(ship_by))
        return True
    known |= {"return_status": term(f"return_status.{found.status}"), "deadline": day(found.deadline or today)}
    say("utter_exchange_state", **known)
    return True
