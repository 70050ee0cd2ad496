"""Account, privacy, membership, warranty."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, named, term
from actions.care.people import pass_on
from actions.commerce.shapes import Product
from actions.goods.products import find
from actions.policy.calendar import add_months
from actions.returns.return_terms import WARRANTY
from actions.said.word_tables import ADVERTISING, ERASURE, speaks_of
from actions.said.words import asks

PRIVACY = "privacy"
"""With what `last_answer` begins after a privacy request was registered."""
_PRIVACY_DAYS = 30


class CheckPrivacy(ShopAction):
    """Privacy requests need a proven shopper; what becomes of data in general anybody may ask."""

    action = "action_check_privacy"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to asked, refused or allowed. "Do you sell my number?" asks for no copy and no deletion."""
        if slots.get("privacy_act") is None and asks(slots.text):
            return slots.set(outcome="asked")
        if context.customer is None:
            say("utter_need_login")
            return slots.set(outcome="refused")
        return slots.set(outcome="allowed", **_erasure(slots))


def _erasure(slots: Slots) -> JsonDict:
    """The act where plain words tell it: "I demand the deletion of my data", whatever else the words look like. It is
    asked to be confirmed anyway."""
    told = slots.get("privacy_act") not in (None, "export") or not speaks_of(ERASURE, slots.text)
    return {} if told or speaks_of(ADVERTISING, slots.text) else {"privacy_act": "erase"}


class RegisterPrivacy(ShopAction):
    """Registers the request with its deadline."""

    action = "action_register_privacy"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Staff carry it out; the shopper knows by when. "And how long does that take" is about it, no order."""
        act = str(slots.get("privacy_act"))
        customer_id = context.customer.id if context.customer else None
        context.ask("alert", kind=f"privacy_{act}", text=f"Privacy request: {act}", customer_id=customer_id)
        say_privacy_request(act, say, context)
        return slots.set(outcome="done", last_answer=f"{PRIVACY} {act}", last_order=None)


def say_privacy_request(act: str, say: Said, context: ActionContext) -> None:
    """Says what was asked for and by when it is done."""
    say("utter_privacy_registered", privacy_act=act, deadline=day(context.now + timedelta(days=_PRIVACY_DAYS)))


class Membership(ShopAction):
    """Points and tier."""

    action = "action_membership"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The shopper's own numbers when they are known; what they are worth stands in the articles."""
        customer = context.customer
        points = getattr(customer, "points", None) if customer else None
        if customer is not None and points is not None:
            say("utter_membership", tier=term(f"tier.{customer.tier}"), points=int(points))
        return slots.set(outcome="knowledge")


def warranty_until(product: Product | None, arrived: datetime | None) -> date | None:
    """The last day of a product's own warranty; None when it has none or has not arrived."""
    months = product.attributes.get("warranty_months") if product else None
    return add_months(arrived.date(), int(months)) if months and arrived else None


class Warranty(ShopAction):
    """Warranty of an item the shopper owns."""

    action = "action_warranty"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to knowledge when no owned item was named that has a period of its own; SKU, name and alias
        name an item. Who names none means the one item of the order that was talked of."""
        orders = await context.unit.orders_of(context.customer.id) if context.customer else []
        talked_of = next((order for order in orders if order.id == slots.get("last_order")), None)
        said = str(slots.get("product") or "")
        if not said and talked_of is not None and len(talked_of.items) == 1:
            orders, said = [talked_of], talked_of.items[0].sku
        if not said:
            return slots.set(outcome="knowledge")
        months = {
            product.sku: int(product.attributes["warranty_months"])
            for product in find(await context.unit.commerce.products(), said)
            if product.attributes.get("warranty_months")
        }
        bought = [
            (order.delivered_at, order, item)
            for order in orders
            for item in order.items
            if order.delivered_at and item.sku in months
        ]
        if not bought:
            return slots.set(outcome="knowledge")
        arrived, order, item = max(bought, key=lambda found: found[0])
        until = add_months(arrived.date(), months[item.sku])
        valid, told = until >= context.now.date(), f"{WARRANTY} {order.id}"
        if valid and slots.get("last_answer") == told and not asks(slots.text):
            pass_on(say, context, "warranty_repair")  # "yes please, repair it": what was told needs no second telling
            return slots.set(outcome="told", order_id=order.id, last_answer=None)
        response = "utter_warranty_valid" if valid else "utter_warranty_over"
        say(response, item=named(item), order_id=order.id, deadline=day(until))
        return slots.set(outcome="told", order_id=order.id, last_answer=told if valid else None)
