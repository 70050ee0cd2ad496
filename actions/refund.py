"""How far a return or refund is."""

from __future__ import annotations

from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, method_of, moment, money, term
from actions.find_order import current_order
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import refund_days
from actions.refusal import on_its_way, say_refused
from actions.replacements import say_new_one
from actions.track import trace_deadline


class RefundStatus(ShopAction):
    """State and due date."""

    action = "action_refund_status"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """A refund that is under way first, then an exchange or a return that waits for its goods. Sets outcome to
        told or on_the_way."""
        order = await current_order(slots, context)
        if order.refunds:
            last = order.refunds[-1]
            known: dict[str, Any] = {"refund": money(last.amount, last.currency), "order_id": order.id}
            due = day(last.due or context.now)
            if last.status == "completed":
                say("utter_refund_completed", **known, refund_due=due)
            else:
                say("utter_refund_state", **known, refund_status=term(f"refund_status.{last.status}"), refund_due=due)
        elif say_new_one(order, say, context):
            pass  # no money goes back for it
        elif say_refused(order, say):
            pass  # it comes back by itself
        elif order.returns:
            back = order.returns[-1]
            value = sum(
                (item.unit_price * item.quantity for item in order.items if item.id in back.items),
                start=order.total * 0,
            )
            deadline = back.deadline or context.now.date()
            method = order.payments[0].method if order.payments else "card"
            due_day = add_working_days(deadline, refund_days(context.rules(order), method), context.weekend)
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
        elif (until := trace_deadline(order)) is not None and until > context.now:
            say("utter_trace_running", order_id=order.id, deadline=moment(until))
        elif on_its_way(order):
            return slots.set(outcome="on_the_way")  # "and when do I get my money": if it is refused
        else:
            say("utter_refund_none", order_id=order.id)
        return slots.set(outcome="told")
