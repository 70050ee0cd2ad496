"""How far a return or refund is."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, moment
from actions.commerce import operations
from actions.delivery.track import searched_until
from actions.orders.find_order import current_order
from actions.payments.payment import charged_once, charged_twice, first_paid, say_charged_once
from actions.policy.eligibility import refund_days
from actions.returns.replacements import say_money_back, say_refused

_MONEY = "refund_status"


class RefundStatus(ShopAction):
    """State and due date."""

    action = "action_refund_status"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """A refund that is under way first, then an exchange or a return that waits for its goods. Sets outcome to
        told, on_the_way, not_sent or charged_twice. Told twice in a row, it did not help: "and if it is not there by
        then?", and what to do then is said beside it."""
        order = await current_order(slots, context)
        if say_money_back(order, say, context) or say_refused(order, say):
            told = f"{order.id} {_MONEY}"
            if slots.get("last_answer") == told and _MONEY in slots.said:
                say("utter_next_step")
            return slots.set(outcome="told", last_answer=told)
        if (until := searched_until(order, context.now)) is not None:
            say("utter_trace_running", order_id=order.id, deadline=moment(until))
        elif charged_twice(order):
            return slots.set(outcome="charged_twice")
        elif (paid := first_paid(order)) is not None and slots.get("last_answer") == charged_once(order):
            say_charged_once(order, paid, say)  # "and when is the second one back?"
            return slots.set(outcome="told", last_answer=None)
        elif operations.on_its_way(order):
            return slots.set(outcome="on_the_way")  # "and when do I get my money": if it is refused
        elif operations.not_later_than(order, "processing") and order.paid > 0:
            return slots.set(outcome="not_sent")  # if it is cancelled
        else:
            say("utter_refund_none", order_id=order.id)
            if order.status == "delivered" and order.payments:  # "and when would I have it back?"
                days = refund_days(context.rules(order), order.payments[0].method)
                say("utter_fact_refund_days", days=days)
        return slots.set(outcome="told")
