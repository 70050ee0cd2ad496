"""A stop or a no where nothing is open any more: what was done a moment ago stays done, and is not called undone."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots
from actions.commerce.shapes import Item, Order
from actions.delivery.track import searched_until
from actions.returns.replacements import say_refused
from actions.returns.return_terms import registered_lately, say_running
from actions.said.word_tables import TAKEN_BACK, speaks_of


class StopAlone(ShopAction):
    """Answers "scrap that, I'll keep it" after a return, a refusal or a cancellation was registered."""

    action = "action_stop_alone"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """What stands, and the way to have it changed; that nothing was changed only where that is true. Sets outcome
        to searched where a parcel is searched for, which may have turned up."""
        order = await context.own_order(slots.get("last_order"))
        if order is not None and searched_until(order, context.now) is not None:
            return slots.set(outcome="searched", order_id=order.id)
        if order is None or not _say_what_stands(order, say, context):
            say("utter_stopped")
        return slots.set(outcome="told")


class DenyAlone(ShopAction):
    """Answers "no wait, I do want it" after a return, a refusal or a cancellation was registered, and a plain "no"."""

    action = "action_deny_alone"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """What stands, and the way to have it changed, for one who takes it back; else that all stays as it is. Sets
        outcome to refused where a parcel that was refused is wanted after all."""
        order = await context.own_order(slots.get("last_order")) if speaks_of(TAKEN_BACK, slots.text) else None
        lately = [one.reason for one in order.returns if registered_lately(one, context)] if order else []
        if lately[-1:] == ["refused"]:
            return slots.set(outcome="refused")
        if order is None or not _say_what_stands(order, say, context):
            say("utter_deny_nothing_open")
        return slots.set(outcome="told")


def _say_what_stands(order: Order, say: Said, context: ActionContext) -> bool:
    if order.status == "cancelled":
        say("utter_cancel_already", order_id=order.id)
        return True
    lately = [one for one in order.returns if registered_lately(one, context)]
    if not lately:
        return False
    if lately[-1].reason == "refused" and say_refused(order, say):
        return True
    return say_running(say, order, _items(order, lately[-1].items), context)


def _items(order: Order, ids: tuple[str, ...]) -> tuple[Item, ...]:
    return tuple(item for item in order.items if item.id in ids)
