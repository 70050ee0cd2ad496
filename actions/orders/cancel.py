"""Cancelling an order."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, method_of, money, term
from actions.care.people import pass_on
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Item, Order
from actions.goods.named_items import ALL, apart
from actions.goods.named_together import named_together
from actions.orders.find_order import current_order
from actions.orders.order_of import is_an_order_of, is_why_it_ends
from actions.payments.money_back import answer_when, money_back_by
from actions.returns.return_terms import say_running
from actions.said.word_tables import LEFT_OUT, ORDER_WITH, speaks_of

_UNTIL = "processing"
_REASON = "order_change_items"


class CheckCancel(ShopAction):
    """Whether the order can still be cancelled; says why not."""

    action = "action_check_cancel"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to allowed, choose_item, on_the_way or refused. One item of several is taken out by a person:
        to cancel the whole order is not what was wished."""
        order = await current_order(slots, context)
        try:
            operations.cancel(order, until=context.rules(order).get("cancel_until", _UNTIL), due=None)
        except Refused as refused:
            if refused.code == "already_cancelled" or order.status == "cancelled":
                say("utter_cancel_already", order_id=order.id)
            elif operations.on_its_way(order):
                return slots.set(outcome="on_the_way")
            elif not say_running(say, order, order.items, context):  # "cancel the return" of what has arrived
                say("utter_cancel_too_late", order_id=order.id, status=term(f"order_status.{order.status}"))
            return slots.set(outcome="refused")
        chosen = str(slots.get("return_item") or "")
        named = parts_named(order, slots)
        only = chosen != ALL and len(order.items) > 1 if chosen else _some_of(order, named, slots)
        if only:
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        every = len(named) == len(order.items) and named_together(slots)  # "the sweater and the shirt" of no more
        return slots.set(outcome="choose_item" if named and not (chosen or every) else "allowed")


def _some_of(order: Order, named: tuple[Item, ...], slots: Slots) -> bool:
    """Whether only some of what is in the order is not wanted: some are named, or what stays is named too ("keep the
    batteries, take out the dolls")."""
    kept = len(named) == len(order.items) and speaks_of(LEFT_OUT, slots.text)
    return kept or 0 < len(named) < len(order.items)


def parts_named(order: Order, slots: Slots) -> tuple[Item, ...]:
    """Lines of an order of several that are not wanted. Where orders were offered, "the one with the pan" names the
    order; the confirmation tells all that is in it."""
    return () if slots.get("order_wish") or _names_the_order(slots) else apart(order, slots)


def _names_the_order(slots: Slots) -> bool:
    """Whether an item only tells which order is meant: "cancel the order with the mug"."""
    named = speaks_of(ORDER_WITH, slots.text) or is_an_order_of(slots) or is_why_it_ends(slots)
    return named and not speaks_of(LEFT_OUT, slots.text)


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
        due = money_back_by(order, context)
        answer_when(slots, say, due)
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
        """The refund is registered with its due date. A yes to one item only ("yes, the shirt") is none to it all."""
        order = await current_order(slots, context)
        if 0 < len(apart(order, slots)) < len(order.items) and not _names_the_order(slots):
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        rules, due = context.rules(order), money_back_by(order, context)
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
