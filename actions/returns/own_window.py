"""Until when the shopper's own item can be returned, and on whose cost it goes back, before the rules are told."""

from __future__ import annotations

from actions.articles.knowledge_answer import asked_topics
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, money
from actions.care.people import pass_on
from actions.commerce.operations import active_return
from actions.commerce.shapes import Item, Order
from actions.goods.named_items import match_items
from actions.orders.find_order import current_order
from actions.orders.likely_orders import same_number
from actions.returns.return_terms import (
    TO_BE_SENT,
    decide,
    decide_for,
    lines_chosen,
    refuse,
    registered_lately,
    say_running,
)
from actions.said.word_tables import LOST_CONTACT, SENDING_BACK, speaks_of

_QUESTION, _COST = "return_policy", "delivery_cost"
_OF_A_FAULT, _REFUSED = "report_problem", "refuse_parcel"
_RETURN, _EXCHANGE = "return_item", "exchange_item"
_WHO_PAYS = "who_pays"
_PROVING, _SIGNING_IN = "verify_identity", "account_access"


def _registered_now(order: Order, items: tuple[Item, ...], slots: Slots, context: ActionContext) -> bool:
    """Whether the return was registered in this talk: "and who pays the postage?" is about it then."""
    running = active_return(order, tuple(item.id for item in items))
    if running is None or order.id != slots.get("last_order"):
        return False
    return registered_lately(running, context)


class OwnWindow(ShopAction):
    """The return window of the item or the order that a question about returns names, or of the order that was talked
    of."""

    action = "action_own_window"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to stays after it told that the item may not go back at all, or goes back already, and nothing
        else is asked: the rules would promise it, or speak of what is settled."""
        if _SIGNING_IN in slots.said and speaks_of(LOST_CONTACT, slots.text):
            pass_on(say, context, _SIGNING_IN)  # no code could reach them, and no password is what they lack
            return slots.set(outcome="stays")
        if _PROVING in slots.flows and _SIGNING_IN in slots.said:
            say("utter_code_missing")  # "no code came" asks about no password
            return slots.set(outcome="stays")
        if self._is_free(slots):
            say("utter_fact_return_shipping_shop")
            return slots.set(outcome="stays")
        if _WHO_PAYS in slots.kinds and await self._tell_the_payer(say, slots, context):
            return slots.set(outcome="stays")
        settled = await self._tell(say, slots, context) and not speaks_of(SENDING_BACK, slots.text)
        stays = settled and asked_topics(slots) in ([_QUESTION], [_COST])
        return slots.set(outcome="stays" if stays else None)

    async def _tell(self, say: Said, slots: Slots, context: ActionContext) -> bool:
        """Whether that is all there is to tell: it may not go back, or does so already, and then has a last day and a
        payer of its own. Says nothing where it is not clear which item is meant, or a country is named: then the rules
        alone are the answer; so they are while a fault is reported, which is no change of mind."""
        kinds = slots.kinds
        if _OF_A_FAULT in slots.flows and "product" not in kinds:
            return False
        if context.customer is None or not {_QUESTION, _COST} & set(slots.said) or "place" in kinds:
            return False
        found = await self._meant(slots, context, named="product" in kinds)
        if found is None or (_QUESTION not in slots.said and not _registered_now(*found, slots, context)):
            return False
        order, items = found
        if say_running(say, order, items, context):
            running = active_return(order, tuple(item.id for item in items))
            asks_how = speaks_of(SENDING_BACK, slots.text)
            if running is not None and running.status in TO_BE_SENT and running.shipping_paid_by and not asks_how:
                say(f"utter_fact_return_shipping_{running.shipping_paid_by}")
            return True
        if slots.intents[:1] and slots.intents[0][0] == _COST:
            return False  # "who pays the postage?", within an exchange, say: nobody asks for the day
        decision = await decide_for(order, items, "changed_mind", context)
        if decision.allowed:
            delivered, until = day(decision.delivered_on), day(decision.deadline)
            say("utter_return_until", item=listed(items), delivered_at=delivered, deadline=until)
        elif decision.code in ("too_late", "not_returnable"):
            refuse(say, order, items, decision)
        return decision.code == "not_returnable"

    @staticmethod
    def _is_free(slots: Slots) -> bool:
        """Whether it is asked who pays while a fault is reported, or what a parcel costs that is refused: nothing of
        that is a return by the rules, and the question that follows tells the rest."""
        if slots.kinds & {"product", "place"}:
            return False
        likeliest = next((name for name, _ in slots.intents), None)
        who_pays = likeliest == _COST or _WHO_PAYS in slots.kinds
        return _REFUSED in slots.flows or (_OF_A_FAULT in slots.flows and who_pays)

    @staticmethod
    async def _tell_the_payer(say: Said, slots: Slots, context: ActionContext) -> bool:
        """Tells who pays for the way back of what is to be returned or exchanged, once it is known why: by the rules
        alone it hangs on that. False where it is not known yet."""
        below = slots.of_flow(_RETURN, _EXCHANGE)
        exchange = _EXCHANGE in slots.flows
        if below is None or not below.get("order_id") or not (exchange or below.get("return_reason")):
            return False
        order, _, decision = await decide(below, context, exchange=exchange)
        if not decision.allowed:
            return False
        say(f"utter_fact_return_shipping_{decision.shipping_paid_by or 'shop'}")
        if decision.fee:
            say("utter_fact_return_fee", fee=money(decision.fee, order.currency))
        return True

    @staticmethod
    async def _meant(slots: Slots, context: ActionContext, *, named: bool) -> tuple[Order, tuple[Item, ...]] | None:
        """The order and the item; without a name, those that are to be returned or exchanged just now, else those of
        the order that go back already."""
        if context.customer is None:
            return None
        below = slots.of_flow(_RETURN, _EXCHANGE)
        if not named and "order_id" not in slots.kinds and below and below.get("return_item"):
            order = await current_order(below, context)
            return order, lines_chosen(below, order)
        numbers = [str(entity.get("value")) for entity in slots.entities if entity.get("entity") == "order_id"]
        last = slots.get("last_order")
        found = []
        for order in await context.unit.orders_of(context.customer.id):
            told = any(same_number(number, order.id) for number in numbers)
            if order.status != "delivered" or (numbers and not told):
                continue
            whole = order.items if told or order.id == last else ()
            items = (match_items(order, slots.text, slots) if named else ()) or (whole if told or not named else ())
            going = () if named else tuple(item for item in items if active_return(order, (item.id,)))
            if going or len(items) == 1:
                found.append((order, going or tuple(items)))
        return found[0] if len(found) == 1 else None
