"""Until when the shopper's own item can be returned, before the rules are told."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed
from actions.commerce.shapes import Item, Order
from actions.named_items import match_items
from actions.returns import decide_for, refuse, say_running

_QUESTION = "return_policy"


class OwnWindow(ShopAction):
    """The return window of the item that a question about returns names, or of the order that was talked of."""

    action = "action_own_window"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Says nothing where it is not clear which item is meant, or a country is named: then the rules alone are the
        answer. What goes back already has a last day of its own; what may not go back is told first, or the rules
        would promise it."""
        kinds = {str(entity.get("entity")) for entity in slots.entities}
        if context.customer is None or _QUESTION not in slots.said or "place" in kinds:
            return []
        found = await self._meant(slots, context, named="product" in kinds)
        if found is None:
            return []
        order, item = found
        if say_running(say, order, (item,), context):
            return []
        decision = await decide_for(order, (item,), "changed_mind", context)
        if decision.allowed:
            delivered, until = day(decision.delivered_on), day(decision.deadline)
            say("utter_return_until", item=listed((item,)), delivered_at=delivered, deadline=until)
        elif decision.code in ("too_late", "not_returnable"):
            refuse(say, order, (item,), decision)
        return []

    @staticmethod
    async def _meant(slots: Slots, context: ActionContext, *, named: bool) -> tuple[Order, Item] | None:
        if context.customer is None:
            return None
        last = slots.get("last_order")
        found = []
        for order in await context.unit.orders_of(context.customer.id):
            if order.status != "delivered":
                continue
            items = match_items(order, slots.text, slots) if named else order.items if order.id == last else ()
            if len(items) == 1:
                found.append((order, items[0]))
        return found[0] if len(found) == 1 else None
