"""Answers from the facts and articles that are valid for the shopper's market today."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from actions.articles.article import say_article
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, money, named, term
from actions.commerce.shapes import Product
from actions.goods.products import find
from actions.orders.likely_orders import is_at_customs
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import estimate_duties
from actions.policy.facts import Rules
from actions.said.word_tables import CUSTOMS_CODE, HOW_MUCH, SENDING_BACK, speaks_of

_MARKET = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SEARCHED = 8
_INSTALMENTS = "installments"  # a way to pay with a method, which no market has among its methods
_RULES, _HOW, _PROCEDURE = "return_policy", "return_request", "procedure"
_DUTIES = "customs_duties"
_RETURNS = frozenset({"return_policy", "return_request"})
_DONE_BESIDES = frozenset({"return_request", "exchange_request", "order_cancel", "order_change_items"})
_QUESTIONS = frozenset(
    {"order_place_help", "delivery_time", "delivery_cost", "delivery_coverage", _DUTIES, "return_policy"}
    | {"payment_methods", "promotion_question", "warranty_repair", "account_access", "membership_points"}
    | {"product_info", "product_availability", "product_size", "product_recommend", "contact_hours"}
)
"""Intents that ask something; beside one, what else a message wants is the business of other flows."""


def asked_market(slots: Slots, context: ActionContext) -> str | None:
    """The country or state (`ES-CN`) the question names, else the shopper's market."""
    for entity in slots.entities:
        value = str(entity.get("value") or "")
        if entity.get("entity") == "place" and _MARKET.fullmatch(value):
            return value
    return context.market


def told_amount(slots: Slots) -> tuple[Decimal, str] | None:
    """The sum that the shopper named and its currency; None without a currency, which must not be guessed."""
    number, _, currency = str(slots.get("amount") or "").partition(" ")
    try:
        return (Decimal(number), currency) if currency else None
    except InvalidOperation:
        return None


def asked_topics(slots: Slots) -> list[str]:
    """The questions that the message asks, the main one first; without any, what it is most likely about."""
    asked = [name for name in slots.said if name in _QUESTIONS]
    return asked or [name for name, _ in slots.intents[:1]]


def _title_about(found: list[JsonDict], language: str, topics: Collection[str]) -> str | None:
    """The title of an article about the question that is there in the shopper's language."""
    own = [item for item in found if item["locale"].split("-")[0] == language]
    return next((str(item["title"]) for item in own if set(topics).intersection(item["topics"])), None)


def say_who_pays_duties(rules: Rules, say: Said) -> None:
    """Says that the shop pays customs where the facts say so; else who tells what is due, and when."""
    say("utter_fact_duties_paid_shop" if rules.get("duties_paid_by") == "shop" else "utter_duties_due")


def say_duty_estimate(goods: tuple[Decimal, str], rules: Rules, country: Any, say: Said) -> None:
    """Tells what duties goods of this worth cost, where the lane has rates, and what is not known about it."""
    duties = estimate_duties(rules, *goods)
    if duties is None:
        return
    say(
        "utter_duty_estimate",
        amount=money(duties.goods, duties.currency),
        country=country,
        duty=money(duties.duty, duties.currency),
        vat=money(duties.tax, duties.currency),
        total=money(duties.total, duties.currency),
    )
    if duties.unsure_below is not None:
        say(
            "utter_duty_unsure",
            amount=money(*duties.unsure_below),
            total=money(duties.tax_below, duties.currency),
        )


async def _goods_asked_about(slots: Slots, context: ActionContext) -> tuple[Decimal, str] | None:
    """The worth of goods that is named; else that of the shopper's order at customs that is talked of, where a sum is
    asked for. "They want 350 by bank transfer": what somebody is to pay is not what the goods are worth."""
    if "payment_method" in slots.kinds:
        return None
    if (told := told_amount(slots)) is not None:
        return told
    asked = speaks_of(HOW_MUCH, slots.text) and "place" not in slots.kinds
    order = await context.unit.order(str(slots.get("last_order") or "")) if asked and context.customer else None
    own = order is not None and context.customer is not None and order.customer_id == context.customer.id
    return (order.total, order.currency) if order is not None and own and is_at_customs(order) else None


class AnswerKnowledge(ShopAction):
    """Facts of the market first, as sentences of the catalogue; else the article that answers; else an honest no."""

    action = "action_answer_knowledge"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The text a shopper reads and the decision an action takes come from the same facts."""
        slots = slots.as_asked()
        market = asked_market(slots, context)
        product = await self._product(slots, context)
        facts = context.facts.facts(
            market or "", context.now.date(), tier=context.tier, category=product.category if product else None
        )
        rules = Rules(facts)
        intents = slots.intents
        topics = asked_topics(slots)
        how = topics == [_RULES] and speaks_of(SENDING_BACK, slots.text)
        if how:  # it is sent back, not until when and on whose cost: that is no fact of the market
            topics, intents = [_HOW], []
        country: Any = {"country": market} if market else "–"
        told: list[str] = []
        articles: list[str] = []
        estimated: list[str] = []
        kept = product is not None and (not product.returnable or rules.get("returnable", True) is False)
        instalments = any(one.get("value") == _INSTALMENTS for one in slots.entities)
        coded = speaks_of(CUSTOMS_CODE, slots.text)
        for topic in topics:
            if (instalments and topic == "payment_methods") or (coded and topic == _DUTIES):
                continue  # "how many months": the list of methods is no answer, the article may have one
            if product is not None and kept and topic in _RETURNS:
                say("utter_fact_not_returnable", categories=named(product))
                told.append(topic)
                continue
            for name in [] if how else context.policy_answers.get(topic, []):
                if name in facts and self._fact(name, rules, country, say, context):
                    told.append(topic)
                    articles.append(facts[name].article_id)
        if _DUTIES in told and (goods := await _goods_asked_about(slots, context)) is not None:
            say_duty_estimate(goods, rules, country, say)
            estimated = [str(goods[0])]
        language, today = context.locale.split("-")[0], context.now.date()
        rest = [topic for topic in topics if topic not in told]
        title = context.articles.title(articles, market=market, locale=context.locale, on=today) if told else None
        found: list[JsonDict] = []
        if rest or not title:
            found = await context.articles.search(
                slots.question,
                market=market,
                locale=context.locale,
                on=today,
                intents=[(topic, 1.0) for topic in topics] + intents[:3],
                limit=_SEARCHED * (2 if how else 1),
            )
        if how:
            found = [one for one in found if one["kind"] == _PROCEDURE and _HOW in one["topics"]] or found
        if told:
            if title := title or _title_about(found, language, told):
                say("utter_knowledge_source", title=title)
            # Beside an answer, what stands in another language only is left out.
            own = [item for item in found if item["locale"].split("-")[0] == language]
            found = [item for item in own if set(rest).intersection(item["topics"])]
            if not found:
                return self._told(slots, context, [market, *told, *articles, *estimated])
        say_article(found, language, say)
        return self._told(slots, context, [market, *told, *(item["id"] for item in found[:1])] if found else [])

    @staticmethod
    def _told(slots: Slots, context: ActionContext, parts: Sequence[Any]) -> list[JsonDict]:
        """Outcome told, or repeated when the very same answer was the last one: it did not help, a person might.

        Two questions of one message may share their answer: that repeats nothing. Nor does what was told in passing, on
        the way to what is done.
        """
        if not parts:
            return slots.set(outcome="no_answer", last_answer=None)
        # "And by bank transfer?" is another question.
        asked = sorted(str(entity.get("value")) for entity in slots.entities)
        turn, answer = context.now.isoformat(), " ".join(str(part) for part in (*parts, *asked))
        last_turn, _, last = str(slots.get("last_answer") or "").partition(" ")
        again = answer == last and turn != last_turn
        in_passing = bool(_DONE_BESIDES.intersection(slots.said))
        kept = None if again or in_passing else f"{turn} {answer}"
        return slots.set(outcome="repeated" if again else "told", last_answer=kept)

    async def _product(self, slots: Slots, context: ActionContext) -> Product | None:
        said = str(slots.get("product") or "")
        products = find(await context.unit.commerce.products(), said) if said else []
        return products[0] if products else None

    def _fact(self, name: str, rules: Rules, country: Any, say: Said, context: ActionContext) -> int:
        """Says one fact; 1 when something was said."""
        value = rules.get(name)
        today = context.now.date()
        match name:
            case "return_window_days":
                if rules.get("returnable", True) is False:
                    return 0
                say("utter_fact_return_window", country=country, days=value)
            case "exchange_window_days" | "damaged_window_days" | "not_received_window_days":
                say(f"utter_fact_{name.removesuffix('_days')}", days=value)
            case "returnable":
                return 0
            case "return_shipping_paid_by":
                say(f"utter_fact_return_shipping_{value}")
            case "fault_return_shipping_paid_by":
                if value != "shop" or rules.get("return_shipping_paid_by") == "shop":
                    return 0
                say("utter_fact_fault_shipping_shop")
            case "return_fee":
                if not value["amount"]:
                    return 0
                say("utter_fact_return_fee", fee=self._money(value))
            case "refund_days" if isinstance(value, dict):
                if len(set(value.values())) == 1:
                    say("utter_fact_refund_days", days=max(int(days) for days in value.values()))
                else:
                    lines = [
                        {
                            "response": "utter_fact_refund_days_item",
                            "method": term(f"payment_method.{method}"),
                            "days": int(days),
                        }
                        for method, days in value.items()
                    ]
                    say("utter_fact_refund_days_method", list={"list": lines, "style": "plain"})
            case "refund_days":
                say("utter_fact_refund_days", days=value)
            case "cancel_until" | "address_change_until":
                say(f"utter_fact_{name}", status=term(f"order_status.{value}"))
            case "delivery_days":
                low, high = value
                say(
                    "utter_fact_delivery_days",
                    country=country,
                    min=low,
                    max=high,
                    date_min=day(add_working_days(today, low, context.weekend)),
                    date_max=day(add_working_days(today, high, context.weekend)),
                )
            case "shipping_fee":
                say("utter_fact_shipping_fee", country=country, fee=self._money(value))
            case "free_shipping_from":
                say("utter_fact_free_shipping", amount=self._money(value))
            case "duty_percent":
                tax = rules.get("vat_percent", 0)
                say("utter_fact_duties", country=country, duty={"number": str(value)}, vat={"number": str(tax)})
            case "duty_free_below":
                say("utter_fact_duty_free", amount=self._money(value))
            case "duties_paid_by":
                say_who_pays_duties(rules, say)
            case "payment_methods":
                methods = {"list": [term(f"payment_method.{method}") for method in value], "style": "and"}
                say("utter_fact_payment_methods", country=country, methods=methods)
            case _:
                return 0
        return 1

    @staticmethod
    def _money(value: dict[str, Any]) -> Any:
        return money(Decimal(str(value["amount"])), str(value["currency"]))
