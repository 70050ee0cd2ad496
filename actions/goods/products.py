"""Questions about products, answered from the catalogue."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, money, named, term
from actions.commerce.offers import price_in
from actions.commerce.shapes import Product
from actions.goods.attributes import described
from actions.goods.colours import in_one_line
from actions.goods.sizing import fitting, measures, parts_of, shoe_sizes

_HIDDEN = frozenset({"aliases", "sizes", "colours", "colors", "size_chart", "parts"})
_MAX = 3
_STEM, _SHARED = 4, 0.7  # letters that two forms of a word share, at least, and their share of the longer one


def find(products: list[Product], said: str) -> list[Product]:
    """Products that words mean: SKU, name or alias in any language, also with another ending; best first."""
    text = said.strip().lower()
    if not text:
        return []
    exact = [product for product in products if product.sku.lower() == text]
    if exact:
        return exact
    found = []
    for product in products:
        known = product.names
        if text in known:
            found.append((2, product))
        elif len(text) > 2 and any(name in text or text in name for name in known):
            found.append((1, product))
    if found:
        return [product for _, product in sorted(found, key=lambda pair: -pair[0])]
    words = [word for word in re.findall(r"\w+", text) if len(word) >= _STEM]
    if not words:
        return []
    return [one for one in products if any(_in_another_form(words, name) for name in one.names)]


def _in_another_form(words: list[str], name: str) -> bool:
    """Whether each word is one of the name's with another ending: "летнего платья" is the летнее платье."""
    if not all(word[:_STEM] in name for word in words):
        return False
    known = re.findall(r"\w+", name)
    return all(any(_same_stem(word, other) for other in known) for word in words)


def _same_stem(one: str, other: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= _STEM and shared >= _SHARED * max(len(one), len(other))


def in_stock(product: Product) -> bool:
    """Whether any variant can be sent now."""
    return sum(product.stock.values()) > 0 if isinstance(product.stock, dict) else product.stock > 0


def _details(product: Product) -> Any:
    shown = {
        key: value for key, value in product.attributes.items() if key not in _HIDDEN and not isinstance(value, dict)
    }
    return described(shown) or product.category


def _there(product: Product, name: str) -> list[Any]:
    """Sizes or colours, without those that are sold out where the stock is kept by them."""
    stock = product.stock if isinstance(product.stock, dict) else {}
    return [value for value in product.attributes.get(name) or [] if stock.get(str(value), 1) > 0]


def _variants(product: Product) -> Any:
    return in_one_line(value for name in ("sizes", "colours") for value in _there(product, name))


def _named_in(slots: Slots, catalogue: list[Product]) -> list[Product]:
    """Different products that the message names, in its order."""
    said = [str(one.get("value") or "") for one in slots.entities if one.get("entity") == "product"]
    found = [product for value in said for product in find(catalogue, value)[:1]]
    return list({product.sku: product for product in found}.values())


def _of_a_variant(intent: str, slots: Slots) -> bool:
    """Whether a size, a colour or a measure is asked about, of one product that is not named."""
    told = any(one.get("entity") in ("size", "colour") for one in slots.entities) or bool(measures(slots.text))
    return told and intent in ("product_size", "product_availability")


def _says_a_size(text: str, product: Product) -> bool:
    """Whether a size of the product stands by itself in the words: "is there a 43?"."""
    words = set(re.findall(r"\w+", text))
    return any(str(size) in words for size in product.attributes.get("sizes") or [])


async def _talked_of(slots: Slots, context: ActionContext) -> list[Product]:
    """The product of the order that was talked of: of what goes back of it, else of all of it, where that is one."""
    order = await context.own_order(slots.get("last_order"))
    if order is None:
        return []
    back = {line for one in order.returns[-1:] for line in one.items}
    lines = [item for item in order.items if item.id in back] or list(order.items)
    product = await context.unit.commerce.product(lines[0].sku) if len(lines) == 1 else None
    return [product] if product else []


class AnswerProduct(ShopAction):
    """Specification, stock, sizes and comparison of the products that were named."""

    action = "action_product"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to told, ask_product or knowledge."""
        intent = next((name for name, _ in slots.intents if name.startswith("product_")), "product_info")
        said = str(slots.get("product") or "")
        catalogue = await context.unit.commerce.products()
        if intent == "product_size" and not said and _shoes(slots, say):
            return slots.set(outcome="told")
        several = _named_in(slots, catalogue)
        found = several or find(catalogue, said)
        if not found and not (said and "product" in slots.kinds):
            talked_of = await _talked_of(slots, context)
            variant = _of_a_variant(intent, slots)
            sized = intent == "product_availability" and any(_says_a_size(slots.text, one) for one in talked_of)
            found = talked_of if variant or sized else []
        if not found:
            if intent == "product_availability" and said:
                say("utter_product_unknown", product=said)
                return slots.set(outcome="told", product=None)
            if intent == "product_size" and measures(slots.text):
                return slots.set(outcome="ask_product")
            return slots.set(outcome="knowledge")
        product = found[0]
        if intent in ("product_recommend", "product_info") and len(several) > 1:
            _compare(several[0], several[1], say, context)
        elif intent == "product_recommend" and len(found) > 1:
            say("utter_product_suggest", products={"list": [named(other) for other in found[:_MAX]], "style": "or"})
        elif intent == "product_availability":
            for each in several[:_MAX] or [product]:
                _stock(each, say, context)
        elif intent == "product_size" and product.attributes.get("sizes"):
            _size(product, slots, say)
        else:
            _info(product, say, context)
        return slots.set(outcome="told")


def _price(product: Product, context: ActionContext) -> Any:
    """The price in the currency of the shopper's market, else in the one that the shop tells."""
    price = price_in(product, context.currency) if context.currency else None
    return money(product.price, product.currency) if price is None else money(price, str(context.currency))


def _info(product: Product, say: Said, context: ActionContext) -> None:
    say("utter_product_info", product=named(product), details=_details(product), price=_price(product, context))


def _compare(first: Product, second: Product, say: Said, context: ActionContext) -> None:
    say(
        "utter_product_compare",
        first=named(first),
        first_details=_details(first),
        first_price=_price(first, context),
        second=named(second),
        second_details=_details(second),
        second_price=_price(second, context),
    )


def _stock(product: Product, say: Said, context: ActionContext) -> None:
    if not in_stock(product):
        say("utter_product_out_of_stock", product=named(product))
        return
    variants = _variants(product)
    say(
        "utter_product_in_stock",
        product=named(product),
        variants_known="yes" if variants else "no",
        variants=variants or "-",
        price=_price(product, context),
    )


def _size(product: Product, slots: Slots, say: Said) -> None:
    """The sizes there are, and which one fits: by a measure that was told, by a size of another country, else what to
    measure."""
    chart: dict[str, str] = product.attributes.get("size_chart") or {}
    sizes = ", ".join(map(str, product.attributes["sizes"]))
    say("utter_product_sizes", product=named(product), sizes=sizes)
    fits = [fit for told in measures(slots.text) if (fit := fitting(chart, told))]
    for fit in fits:
        known: dict[str, Any] = {"part": term(f"measure.{fit.part}"), "size": fit.size}
        if fit.beyond:
            say("utter_size_beyond", **known, limit={"number": str(fit.limit)})
        else:
            say("utter_size_fits", **known, measure={"number": str(fit.centimetres.normalize())})
    parts = parts_of(chart)
    if not fits and not ("foot" in parts and _shoes(slots, say)) and parts:
        parts_named = {"list": [term(f"measure.{part}") for part in parts], "style": "or"}
        say("utter_size_ask_measure", parts=parts_named)


def _shoes(slots: Slots, say: Said) -> bool:
    """Says what a shoe size of the message is in the other systems; False when it names none."""
    said = [str(one.get("value") or "") for one in slots.entities if one.get("entity") == "size"]
    pairs = [pair for value in said for pair in shoe_sizes(value)]
    for size_from, size_to in pairs:
        say("utter_size_table", size_from=size_from, size_to=size_to)
    return bool(pairs)
