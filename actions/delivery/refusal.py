"""A parcel that is on its way and is not wanted: it is refused at the door and its money comes back."""

from __future__ import annotations

from datetime import date

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, listed, moment
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Order
from actions.delivery.track import delivery_days, searched_until
from actions.logistics.tracking import track
from actions.orders.cancel import parts_named
from actions.orders.find_order import current_order
from actions.orders.likely_orders import names_another
from actions.payments.money_back import answer_when, money_back_by
from actions.policy.calendar import add_working_days
from actions.returns.replacements import refusal_terms, say_refused


def _due(order: Order, context: ActionContext) -> date:
    """Working days for the way back, as long as the way there takes at most, and those of the refund."""
    today = context.now.date()
    eta = max((parcel.due_on or today for parcel in order.shipments), default=today)
    _, back = delivery_days(order, context)
    returned = add_working_days(max(eta, today), back, context.weekend)
    return money_back_by(order, context, start=returned)


def _tell_that_it_is_whole(order: Order, say: Said, slots: Slots) -> bool:
    """Tells who wants to do without a part of a parcel that it goes back as a whole; whether it was told."""
    a_part = 0 < len(parts_named(order, slots)) < len(order.items)
    if a_part:
        say("utter_refusal_is_whole", order_id=order.id, items=listed(order.items))
    return a_part


class CheckRefusal(ShopAction):
    """Whether the parcel may still be refused, or something else happens to it already."""

    action = "action_check_refusal"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to allowed, told, lost, or elsewhere: the shopper has turned to an order that is not on its
        way, or names what another one has."""
        order = await current_order(slots, context)
        orders = await context.unit.orders_of(order.customer_id)
        if await names_another(orders, order.id, slots, context):  # "no, the mug" where the shirt's was to be refused
            return slots.set(outcome="elsewhere", order_id=None)
        if say_refused(order, say):
            return slots.set(outcome="told")
        if not operations.on_its_way(order):
            return slots.set(outcome="elsewhere")
        if (searched := searched_until(order, context.now)) is not None:
            say("utter_trace_running", order_id=order.id, deadline=moment(searched))
            return slots.set(outcome="told")
        found = [await track(parcel, context.carrier, context.now) for parcel in order.shipments]
        if any(one.state == "lost" for one in found):
            return slots.set(outcome="lost", return_reason=None)  # nothing comes back, whatever the reason
        _tell_that_it_is_whole(order, say, slots)
        return slots.set(outcome="allowed")


class AskConfirmRefusal(ShopAction):
    """Tells what refusing means, also to who has done so already, and asks for the confirmation."""

    action = "action_ask_confirm_refusal"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names order, sum and date; what is paid at the door needs no refund."""
        order = await current_order(slots, context)
        due = _due(order, context)
        if order.refundable > 0:
            answer_when(slots, say, due)
        say("utter_ask_confirm_refusal", **refusal_terms(order, due))
        return []


class RefuseParcel(ShopAction):
    """Notes the refusal after the confirmation; staff see that the parcel comes back."""

    action = "action_refuse_parcel"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Registered as a return of the whole order at the shop's cost, with the day by which the money is back. A yes
        to one item only ("yes, the rug") is none to it all: outcome is whole then."""
        order = await current_order(slots, context)
        if _tell_that_it_is_whole(order, say, slots):
            return slots.set(outcome="whole")
        due = _due(order, context)
        try:
            changed = operations.refuse_parcel(order, due=due, at=context.now)
        except Refused:
            if not say_refused(order, say):
                say("utter_kept")
            return slots.set(outcome="refused")
        basis = context.rules(order).basis("delivery_days", "refund_days")
        await context.unit.record(changed, "refuse", "order", {"due": due.isoformat()}, basis=basis)
        context.ask("alert", kind="refused", text=f"Order {order.id} is refused and comes back", order_id=order.id)
        say_refused(changed, say)
        return slots.set(outcome="done")
