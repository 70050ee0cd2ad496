"""When money that goes back is with the shopper."""

from __future__ import annotations

from datetime import date

from actions.base import ActionContext
from actions.commerce.shapes import Order
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import refund_days


def money_back_by(
    order: Order, context: ActionContext, *, method: str | None = None, start: date | None = None
) -> date:
    """The last day by the market's rules. method: how it goes back, as it was paid by default. start: the day from
    which they count, today by default."""
    way = method or (order.payments[0].method if order.payments else "card")
    return add_working_days(start or context.now.date(), refund_days(context.rules(order), way), context.weekend)
