"""Questions about products, answered from the catalogue."""

from __future__ import annotations

from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, money, named
from actions.commerce.shapes import Product

_HIDDEN = frozenset({"aliases", "sizes", "colours", "colors", "size_chart"})
_MAX = 3


def find(products: list[Product], said: str) -> list[Product]:
    """Products that words mean: SKU, name or alias in any language; best first."""
    text = said.strip().lower()
    if not text:
        return []
    exact = [product for product in products if product.sku.lower() == text]
    if exact:
        return exact
    found = []
    for product in products:
        names = list(product.name.values()) if isinstance(product.name, dict) else [product.name]
        aliases = product.attributes.get("aliases") or []
        if isinstance(aliases, dict):
            aliases = [alias for group in aliases.values() for alias in (group if isinstance(group, list) else [group])]
        known = [str(name).lower() for name in (*names, *aliases)]
        if any(name == text for name in known):
            found.append((2, product))
        elif any(name in text or text in name for name in known if len(text) > 2):
            found.append((1, product))
    return [product for _, product in sorted(found, key=lambda pair: -pair[0])]


def in_stock(product: Product) -> bool:
    """Whether any variant can be sent now."""
    return sum(product.stock.values()) > 0 if isinstance(product.stock, dict) else product.stock > 0


def _details(product: Product) -> str:
    shown = {
        key: value for key, value in product.attributes.items() if key not in _HIDDEN and not isinstance(value, dict)
    }
    return "; ".join(
        f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}" for key, value in shown.items()
    )


def _variants(product: Product) -> str:
    parts = [product.attributes.get("sizes") or [], product.attributes.get("colours") or []]
    return " · ".join(", ".join(map(str, part)) for part in parts if part)


class AnswerProduct(ShopAction):
    """Specification, stock and sizes of the product that was named."""

    action = "action_product"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to told, ask_product or knowledge."""
        intent = next((name for name, _ in slots.intents if name.startswith("product_")), "product_info")
        said = str(slots.get("product") or "")
        catalogue = await context.unit.commerce.products()
        found = find(catalogue, said)
        if not found:
            if intent == "product_availability" and said:
                say("utter_product_unknown", product=said)
                return slots.set(outcome="told", product=None)
            return slots.set(outcome="knowledge")
        product = found[0]
        price = money(product.price, product.currency)
        name: Any = named(product)
        if intent == "product_recommend" and len(found) > 1:
            say("utter_product_suggest", products={"list": [named(other) for other in found[:_MAX]], "style": "or"})
        elif intent == "product_availability":
            if in_stock(product):
                variants = _variants(product)
                say(
                    "utter_product_in_stock",
                    product=name,
                    variants_known="yes" if variants else "no",
                    variants=variants or "-",
                    price=price,
                )
            else:
                say("utter_product_out_of_stock", product=name)
        elif intent == "product_size" and product.attributes.get("sizes"):
            sizes = ", ".join(map(str, product.attributes["sizes"]))
            say("utter_product_size", product=name, sizes=sizes, advice=str(product.attributes.get("fit") or ""))
        else:
            say("utter_product_info", product=name, details=_details(product) or product.category, price=price)
        return slots.set(outcome="told")
