"""Products and order lines of the demo shop, priced for each market."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from random import Random
from typing import Any

from actions.commerce.demo.data import Catalogue, Market, Ware, catalogue, markets
from actions.commerce.money import rounded


def product_documents(shop: Catalogue) -> list[dict[str, Any]]:
    """The catalogue in the shape of products.jsonl, prices in euro and in the currencies of the markets."""
    documents = []
    for ware in shop.products:
        attributes: dict[str, Any] = dict(ware.attributes)
        if ware.variants:
            variants = shop.variants[ware.variants]
            attributes |= {
                key: list(values)
                for key, values in (("sizes", variants.sizes), ("colours", variants.colours))
                if values
            }
            if ware.surcharge:
                attributes["surcharges"] = {value: _in_every_currency(more) for value, more in ware.surcharge.items()}
            if ware.variants in shop.size_charts:
                attributes["size_chart"] = shop.size_charts[ware.variants]
        attributes["aliases"] = list(ware.aliases)
        attributes["prices"] = {
            market.currency: float(local_price(ware, market))
            for market in markets().values()
            if market.currency != "EUR"
        }
        if ware.parts:
            attributes["parts"] = list(ware.parts)
        documents.append(
            {
                "sku": ware.sku,
                "name": ware.name,
                "price": float(ware.price),
                "currency": "EUR",
                "category": ware.category,
                "attributes": attributes,
                "stock": _stock(ware, attributes),
                "returnable": ware.returnable,
            }
        )
    return documents


def local_price(ware: Ware, market: Market) -> Decimal:
    """The product's price in the market: converted, rounded up to the market's step, less a little."""
    steps = (ware.price * market.rate / market.step).to_integral_value(ROUND_CEILING)
    return rounded(steps * market.step - market.minus, market.currency)


def _stock(ware: Ware, attributes: dict[str, Any]) -> int | dict[str, int]:
    """Pieces, by size and colour where some are sold out."""
    if not ware.sold_out:
        return ware.stock
    values = [*attributes.get("sizes", ()), *attributes.get("colours", ())]
    return {value: 0 if value in ware.sold_out else ware.stock for value in values}


def _in_every_currency(more: Decimal) -> dict[str, float]:
    return {market.currency: float(local_surcharge(more, market)) for market in markets().values()}


def local_surcharge(more: Decimal, market: Market) -> Decimal:
    """What a variant costs more in the market: converted and rounded up to the market's step."""
    return rounded((more * market.rate / market.step).to_integral_value(ROUND_CEILING) * market.step, market.currency)


def order_line(
    ware: Ware, market: Market, number: int, dice: Random, fixed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """One line of an order in some variant of the product, or in one with the `fixed` size or colour."""
    options: dict[str, str] = {}
    if ware.variants:
        variants = catalogue().variants[ware.variants]
        if variants.sizes:
            options["size"] = dice.choice(variants.sizes)
        if variants.colours:
            options["colour"] = dice.choice(variants.colours)
    options |= {name: value for name, value in (fixed or {}).items() if name in options}
    price = local_price(ware, market)
    quantity = 1 if price > 100 or dice.random() < 0.8 else 2
    for value in options.values():
        price += local_surcharge(ware.surcharge.get(value, Decimal(0)), market)
    return {
        "id": f"{number}",
        "sku": ware.sku,
        "name": ware.name,
        "quantity": quantity,
        "unit_price": float(price) if price % 1 else int(price),
        "options": options,
    }


def some_wares(dice: Random, *, returnable: bool = True) -> list[Ware]:
    """One to three different products."""
    offered = [ware for ware in catalogue().products if ware.returnable or not returnable]
    return dice.sample(offered, dice.choices((1, 2, 3), (55, 30, 15))[0])
