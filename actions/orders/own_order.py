"""Whether a question that has an answer for everybody is about the shopper's own order."""

from __future__ import annotations

from actions.articles.knowledge_answer import asked_market, asked_topics, say_duty_estimate, say_who_pays_duties
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots
from actions.care.account import PRIVACY, say_privacy_request
from actions.care.people import pass_on
from actions.orders.find_order import current_order
from actions.orders.likely_orders import is_awaited, with_product
from actions.returns.replacements import awaits_new_one, running
from actions.said.word_tables import CALLERS, CUSTOMS_CODE, DEMANDS, HOW_MUCH, LINKS, speaks_of

_AT_CUSTOMS = frozenset({"customs_hold", "customs_cleared"})
_DEMANDED = frozenset({"amount", "payment_method"})
_WHO_PAYS, _REASON = "who_pays", "customs_duties"
_ASKED = 0.27  # what is heard less beside it is no second question


class Arrival(ShopAction):
    """Whether "how long does it take" is about the order that was talked of, the money that goes back for it, or a
    request about one's data, not about orders still to be placed."""

    action = "action_arrival"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to own_order, own_refund, told or knowledge."""
        named = slots.kinds
        last_told, _, act = str(slots.get("last_answer") or "").partition(" ")
        if last_told == PRIVACY and not named and not slots.get("last_order"):
            say_privacy_request(act, say, context)
            return slots.set(outcome="told")
        if "product" in named:  # "will the kettle be here by Saturday?" is asked by who has bought one
            last = await self._only_with_product(slots, context)
        else:
            last = slots.get("last_order") or (await self._only_one(context) if "date" in named else None)
        elsewhere = {"place", "amount"} & named
        heard = dict(slots.intents)
        asked = [topic for topic in asked_topics(slots) if heard.get(topic, 1.0) >= _ASKED]
        if context.customer is not None and last and not elsewhere and asked == ["delivery_time"]:
            order = await context.unit.order(str(last))
            if order is not None and order.customer_id == context.customer.id:
                if is_awaited(order) or awaits_new_one(order):
                    return slots.set(outcome="own_order", order_id=order.id)
                if running(order) or any(refund.status != "completed" for refund in order.refunds):
                    return slots.set(outcome="own_refund", order_id=order.id)
        return slots.set(outcome="knowledge")

    @staticmethod
    async def _only_one(context: ActionContext) -> str | None:
        """The one order that is on its way: "will it be here by Saturday?" means it."""
        orders = await context.unit.orders_of(context.customer.id) if context.customer else []
        coming = [order.id for order in orders if order.status in ("paid", "processing", "shipped")]
        return coming[0] if len(coming) == 1 else None

    @staticmethod
    async def _only_with_product(slots: Slots, context: ActionContext) -> str | None:
        """The one order with the product that has not come yet."""
        orders = await context.unit.orders_of(context.customer.id) if context.customer else []
        having = await with_product([order for order in orders if is_awaited(order)], slots, context)
        return having[0].id if len(having) == 1 else None


class Customs(ShopAction):
    """Whether the question is about the shopper's own parcel at customs: it is when the message names the order, and
    when the shopper has not heard of the hold yet, which its voucher shows; a later question is about the rules. So is
    one about the number by which customs knows a person; what is to be done with an order's, a person does."""

    action = "action_customs"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to link, own_order, told or knowledge."""
        if self._may_be_a_fraud(slots):
            return slots.set(outcome="link")  # "pay the duty here" may be one: no sum is told that makes it likely
        if context.customer is None or self._is_hypothetical(slots, context):
            return slots.set(outcome="knowledge")
        wanted = str(slots.get("order_id") or "")
        named = "order_id" in slots.kinds
        if speaks_of(CUSTOMS_CODE, slots.text) and (named or "product" not in slots.kinds):
            if named:
                pass_on(say, context, _REASON)
            return slots.set(outcome="told" if named else "knowledge")
        for order in await context.unit.orders_of(context.customer.id):
            if wanted and order.id != wanted:
                continue
            last = {shipment.events[-1].code for shipment in order.shipments if shipment.events}
            told = any(given.reason == "customs_hold" for given in order.compensations)
            asked = "customs_hold" in last and not told
            if order.status == "shipped" and (asked or (named and last & _AT_CUSTOMS)):
                return slots.set(outcome="own_order", order_id=order.id, last_order=order.id)
        if _WHO_PAYS in slots.kinds:  # which duties there are was told before
            say_who_pays_duties(context.rules(on=context.now.date()), say)
            return slots.set(outcome="told")
        return slots.set(outcome="knowledge")

    @staticmethod
    def _may_be_a_fraud(slots: Slots) -> bool:
        """A link, a doubt, or somebody who called or wrote and wants a sum, a transfer or to be paid."""
        wanted = bool(_DEMANDED & slots.kinds) or speaks_of(DEMANDS, slots.text)
        demanded = wanted and speaks_of(CALLERS, slots.text)
        return demanded or speaks_of(LINKS, slots.text)

    @staticmethod
    def _is_hypothetical(slots: Slots, context: ActionContext) -> bool:
        """A sum or another country in the question means goods still to be bought, not a parcel on the way."""
        said = slots.kinds
        abroad = (asked_market(slots, context) or "").partition("-")[0] != (context.market or "")
        return "order_id" not in said and "tracking_number" not in said and ("amount" in said or abroad)


class TellDuties(ShopAction):
    """What the shopper has to pay for an own parcel at customs, by the rules of its country."""

    action = "action_tell_duties"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Nothing where the shop pays; else the carrier tells it before the delivery, and an estimate is told to who
        asks how much."""
        order = await current_order(slots, context)
        rules = context.rules(order, on=context.now.date())
        say_who_pays_duties(rules, say)
        if rules.get("duties_paid_by") != "shop" and speaks_of(HOW_MUCH, slots.text):
            country = {"country": order.country or context.market}
            say_duty_estimate((order.total, order.currency), rules, country, say)
        return []
