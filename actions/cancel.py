"""Cancelling an order."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, method_of, money, term
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.find_order import current_order
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import refund_days
from actions.refusal import on_its_way

_UNTIL = "processing"


class CheckCancel(ShopAction):
    """Whether the order can still be cancelled; says why not."""

    action = "action_check_cancel"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to allowed, on_the_way or refused."""
        order = await current_order(slots, context)
        try:
            operations.cancel(order, until=context.rules(order).get("cancel_until", _UNTIL), due=None)
        except Refused as refused:
            if refused.code == "already_cancelled" or order.status == "cancelled":
                say("utter_cancel_already", order_id=order.id)
            elif on_its_way(order):
                return slots.set(outcome="on_the_way")
            else:
                say("utter_cancel_too_late", order_id=order.id, status=term(f"order_status.{order.status}"))
            return slots.set(outcome="refused")
        return slots.set(outcome="allowed")


class AskConfirmCancel(ShopAction):
    """Asks for the confirmation, naming order, sum and date."""

    action = "action_ask_confirm_cancel"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """An unpaid order needs no refund."""
        order = await current_order(slots, context)
        left = order.paid - order.refunded
        if left <= 0:
            say("utter_ask_confirm_cancel_unpaid", order_id=order.id, items=listed(order.items))
            return []
        rules = context.rules(order)
        method = order.payments[0].method if order.payments else "card"
        due = add_working_days(context.now.date(), refund_days(rules, method), context.weekend)
        say(
            "utter_ask_confirm_cancel",
            order_id=order.id,
            items=listed(order.items),
            refund=money(left, order.currency),
            payment_method=method_of(order),
            refund_due=day(due),
        )
        return []


class CancelOrder(ShopAction):
    """Cancels after the confirmation."""

    action = "action_cancel_order"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The refund is registered with its due date."""
        order = await current_order(slots, context)
        rules = context.rules(order)
        method = order.payments[0].method if order.payments else "card"
        due = add_working_days(context.now.date(), refund_days(rules, method), context.weekend)
        try:
            changed = operations.cancel(order, until=rules.get("cancel_until", _UNTIL), due=due)
        except Refused:
            say("utter_cancel_too_late", order_id=order.id, status=term(f"order_status.{order.status}"))
            return slots.set(outcome="refused")
        basis = rules.basis("cancel_until", "refund_days")
        await context.unit.record(changed, "cancel", "order", {"due": due.isoformat()}, basis=basis)
        left = order.paid - order.refunded
        if left <= 0:
            say("utter_cancelled_unpaid", order_id=order.id)
        else:
            say(
                "utter_cancelled",
                order_id=order.id,
                refund=money(left, order.currency),
                payment_method=method_of(order),
                refund_due=day(due),
            )
        return slots.set(outcome="done")
