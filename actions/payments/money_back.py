"""When money that goes back is with the shopper."""

from __future__ import annotations

from datetime import date

from actions.base import ActionContext, Said, Slots, day
from actions.commerce.shapes import Order
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import refund_days

_ASKED = "refund_status"


def money_back_by(
    order: Order, context: ActionContext, *, method: str | None = None, start: date | None = None
) -> date:
    """The last day by the market's rules. method: how it goes back, as it was paid by default. start: the day from
    which they count, today by default."""
    way = method or (order.payments[0].method if order.payments else "card")
    return add_working_days(start or context.now.date(), refund_days(context.rules(order), way), context.weekend)


def answer_when(slots: Slots, say: Said, due: date) -> None:
    """Answers when the money would be back, where that is asked, before the question what is to be done comes again."""
    if slots.said[:1] == [_ASKED]:
        say("utter_money_back_by", refund_due=day(due))
