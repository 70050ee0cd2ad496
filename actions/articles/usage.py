"""How a product is used and cared for, from the articles about the one that the shopper has."""

from __future__ import annotations

from actions.articles.article import say_article
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots
from actions.goods.products import find

_LOST = ("cancelled", "returned", "pending")
_SEARCHED = 8
_NEAR = 0.015
"""How much nearer to the question an article about the product is than articles are on average, if it answers. Of 24
questions in 14 languages about the care of a shirt, 20 lie above; of 35 about its price and data, 2 do."""

_HOW = 0.022
"""The same of a general article on how to do it, if the question asks how: of 11 such questions in 11 languages the
least is 0.03, of 10 about a price the most 0.014."""


class AnswerUsage(ShopAction):
    """Answers how to use or to wash it, where an article about this very product does; the data sheet has the rest."""

    action = "action_usage"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to told or catalogue."""
        if "product_info" not in slots.said:
            return slots.set(outcome="catalogue")
        meant = await _meant(slots, context)
        about = await _about(meant, _without_names(slots), slots, context) if context.articles.are_about(meant) else []
        if not about:
            return slots.set(outcome="catalogue")
        say_article(about, context.locale.split("-")[0], say)
        return slots.set(outcome="told")


async def _meant(slots: Slots, context: ActionContext) -> list[str]:
    """SKUs of the products that the message names; if it names none, of those that the shopper owns or awaits: the
    order that was talked of first, then the newest."""
    said = [str(one["value"]) for one in slots.entities if one.get("entity") == "product" and one.get("value")]
    said = said or [str(slots.get("product") or "")]
    if any(said):
        catalogue = await context.unit.commerce.products()
        return list(dict.fromkeys(product.sku for words in said for product in find(catalogue, words)[:1]))
    if context.customer is None:
        return []
    orders = [order for order in await context.unit.orders_of(context.customer.id) if order.status not in _LOST]
    orders.sort(key=lambda order: order.id != slots.get("last_order"))
    return list(dict.fromkeys(item.sku for order in orders for item in order.items))


def _without_names(slots: Slots) -> str:
    """The question without the product's name, which is as near to its article whatever is asked about it."""
    text = slots.text
    for entity in slots.entities:
        if entity.get("entity") == "product":
            text = text.replace(str(entity.get("text") or entity.get("value") or ""), " ")
    return " ".join(text.split())


async def _about(meant: list[str], question: str, slots: Slots, context: ActionContext) -> list[JsonDict]:
    """Articles about the products that answer; first of what was talked of or came last.

    They answer when they are near to the question, or when a general article on how to do it clearly is.
    """
    found = await context.articles.search(
        question,
        market=context.market,
        locale=context.locale,
        on=context.now.date(),
        intents=[("product_info", 1.0), *slots.intents[:2]],
        limit=_SEARCHED,
        products=meant,
    )
    place = {sku: at for at, sku in enumerate(meant)}
    general = [one for one in found if not one["products"]]
    procedure = next((one for one in general if one["kind"] == "procedure"), None)
    asked_how = procedure is not None and procedure["standout"] >= _HOW
    own = [one for one in found if place.keys() & set(one["products"])]
    about = [one for one in own if asked_how or one["standout"] >= _NEAR]
    return sorted(about, key=lambda one: min(place.get(sku, len(place)) for sku in one["products"]))
