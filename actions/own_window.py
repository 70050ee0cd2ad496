"""Until when the shopper's own item can be returned, before the rules are told."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed
from actions.commerce.shapes import Item, Order
from actions.knowledge_answer import asked_topics
from actions.likely_orders import same_number
from actions.named_items import match_items
from actions.returns import decide_for, refuse, say_running

_QUESTION = "return_policy"


class OwnWindow(ShopAction):
    """The return window of the item or the order that a question about returns names, or of the order that was talked
    of."""

    action = "action_own_window"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to stays after it told that the item may not go back at all and nothing else is asked: the rules
        would promise it."""
        stays = await self._tell(say, slots, context) and asked_topics(slots) == [_QUESTION]
        return slots.set(outcome="stays" if stays else None)

    async def _tell(self, say: Said, slots: Slots, context: ActionContext) -> bool:
        """Whether it may not go back. Says nothing where it is not clear which item is meant, or a country is named:
        then the rules alone are the answer. What goes back already has a last day of its own."""
        kinds = {str(entity.get("entity")) for entity in slots.entities}
        if context.customer is None or _QUESTION not in slots.said or "place" in kinds:
            return False
        found = await self._meant(slots, context, named="product" in kinds)
        if found is None:
            return False
        order, item = found
        if say_running(say, order, (item,), context):
            return False
        decision = await decide_for(order, (item,), "changed_mind", context)
        if decision.allowed:
            delivered, until = day(decision.delivered_on), day(decision.deadline)
            say("utter_return_until", item=listed((item,)), delivered_at=delivered, deadline=until)
        elif decision.code in ("too_late", "not_returnable"):
            refuse(say, order, (item,), decision)
        return decision.code == "not_returnable"

    @staticmethod
    async def _meant(slots: Slots, context: ActionContext, *, named: bool) -> tuple[Order, Item] | None:
        if context.customer is None:
            return None
        numbers = [str(entity.get("value")) for entity in slots.entities if entity.get("entity") == "order_id"]
        last = slots.get("last_order")
        found = []
        for order in await context.unit.orders_of(context.customer.id):
            told = any(same_number(number, order.id) for number in numbers)
            if order.status != "delivered" or (numbers and not told):
                continue
            whole = order.items if told or order.id == last else ()
            items = (match_items(order, slots.text, slots) if named else ()) or (whole if told or not named else ())
            if len(items) == 1:
                found.append((order, items[0]))
        return found[0] if len(found) == 1 else None
