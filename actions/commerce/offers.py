"""Which variants of an ordered product there are, in stock and at which price for this order: pure functions.

A shop keeps variants in one of two ways. Each is a product of its own: `attributes.product` names the family,
`attributes.options` what this one is, and `attributes.prices` its price by other currencies than `currency`. Or one
product lists its `sizes` and `colours`: then `stock` may be by value (`{"S": 4, "XL": 0}`), and `attributes.surcharges`
says what costs more (`{"XXL": {"EUR": 5}}`). Either way a variant is a Product with options, in the order's currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as combinations
from typing import Any

from actions.commerce.money import rounded
from actions.commerce.shapes import Item, Product
from actions.commerce.variants import in_stock, options_of

DIMENSIONS: Mapping[str, tuple[str, ...]] = {"size": ("sizes", "size"), "colour": ("colours", "colors", "colour")}
_ALSO = {"colour": ("colour", "color"), "size": ("size",)}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a wish means. found: the variants it may mean, nearest first; more than one where it does not say enough.

    named: the options it speaks of, as the catalogue writes them, or as the shopper did where there is none such.
    """

    found: tuple[Product, ...]
    named: Mapping[str, str]


def as_ordered(item: Item, product: Product, currency: str) -> Product:
    """The line's product as the variant it is, at the price that was agreed."""
    family = product.attributes.get("product") or product.sku
    options = dict(product.attributes.get("options") or item.options)
    return _variant(product, options, item.unit_price, currency, family, item.sku)


def variants_of(
    item: Item, product: Product, catalogue: Iterable[Product], currency: str, said: Iterable[str] = ()
) -> tuple[Product, ...]:
    """Every variant of the line's product that has a price in the order's currency, sold out or not; none when it
    comes in one version only. said: what the wish speaks of (`size`), though the line may not say what it has."""
    family = product.attributes.get("product")
    if family:
        kin = [one for one in catalogue if one.attributes.get("product") == family]
        priced = [(one, price_in(one, currency)) for one in kin]
        return tuple(_variant(one, options_of(one), price, currency, family, one.sku) for one, price in priced if price)
    lists = {name: values for name in DIMENSIONS if (values := _listed(product, name))}
    if any(name in item.options for name in lists):
        lists = {name: values for name, values in lists.items() if name in item.options or name in said}
    own = _surcharge(product, item.options, currency)
    if not lists or own is None:
        return ()
    found = []
    for chosen in combinations(*lists.values()):
        options = {**item.options, **dict(zip(lists, chosen, strict=True))}
        more = _surcharge(product, options, currency)
        if more is not None:
            price = rounded(item.unit_price - own + more, currency)
            found.append(_variant(product, options, price, currency, product.sku, item.sku))
    return tuple(found)


def meant(variants: Sequence[Product], own: Product, said: Mapping[str, str], words: str = "") -> Meant:
    """The variants that the wish may mean. said: size and colour that were understood; words: the shopper's own, in
    which the catalogue's values are looked for when nothing was understood."""
    named: dict[str, str] = {}
    missing = False
    for name, value in said.items():
        option, known = _option(variants, name, value)
        named[option] = known or value
        missing = missing or known is None
    if words:
        named = {**_in_words(variants, options_of(own), words), **named}
    if missing or not named:
        return Meant((), named)
    fitting = [one for one in variants if all(_folded(options_of(one).get(k, "")) == _folded(named[k]) for k in named)]
    near = max((_alike(one, own) for one in fitting), default=0)
    return Meant(tuple(one for one in fitting if _alike(one, own) == near), named)


def comes_in_variants(product: Product) -> bool:
    """Whether the catalogue says that there are several, priced in the order's currency or not."""
    return bool(product.attributes.get("product")) or any(_listed(product, name) for name in DIMENSIONS)


def instead(variants: Sequence[Product], own: Product, named: Iterable[str]) -> tuple[Product, ...]:
    """What is in stock and differs from the own one, best in the options that were spoken of alone."""
    there = [one for one in variants if in_stock(one) and options_of(one) != options_of(own)]
    free = set(named)
    had = options_of(own)
    near = [one for one in there if all(options_of(one).get(k) == v for k, v in had.items() if k not in free)]
    return tuple(near if free and near else there)


def changed(new: Product, own: Product) -> dict[str, str]:
    """The options in which a variant differs."""
    had = options_of(own)
    return {name: str(value) for name, value in options_of(new).items() if had.get(name) != value}


def _variant(
    product: Product, options: Mapping[str, Any], price: Decimal, currency: str, family: str, sku: str
) -> Product:
    attributes = {**product.attributes, "product": family, "options": dict(options)}
    update: dict[str, Any] = {"sku": sku, "price": price, "currency": currency, "attributes": attributes}
    update["stock"] = _stock(product, options)
    return product.model_copy(update=update)


def _stock(product: Product, options: Mapping[str, Any]) -> int:
    if isinstance(product.stock, int):
        return product.stock
    mine = [product.stock[str(value)] for value in options.values() if str(value) in product.stock]
    return min(mine) if mine else sum(product.stock.values())


def price_in(product: Product, currency: str) -> Decimal | None:
    """What the product costs in this currency; None when the shop does not say it."""
    if product.currency == currency:
        return product.price
    price = (product.attributes.get("prices") or {}).get(currency)
    return None if price is None else rounded(Decimal(str(price)), currency)


def _surcharge(product: Product, options: Mapping[str, Any], currency: str) -> Decimal | None:
    """What these options cost beside the price; None when the shop does not say it in this currency."""
    table = product.attributes.get("surcharges") or {}
    costs = [table[str(value)].get(currency) for value in options.values() if str(value) in table]
    return None if None in costs else sum((Decimal(str(cost)) for cost in costs), Decimal(0))


def _listed(product: Product, name: str) -> list[str]:
    for key in DIMENSIONS[name]:
        values = product.attributes.get(key)
        if isinstance(values, list) and values:
            return [str(value) for value in values]
    return []


def _option(variants: Sequence[Product], name: str, value: str) -> tuple[str, str | None]:
    """The variants' own name for an option, and their own value; None when they have none such."""
    wanted = _folded(value)
    for option in _ALSO.get(name, (name,)):
        values = list(dict.fromkeys(str(options_of(one)[option]) for one in variants if option in options_of(one)))
        if not values:
            continue
        exact = [one for one in values if _folded(one) == wanted]
        near = [one for one in values if _words(one) >= _words(value) or _words(value) >= _words(one)]
        return option, next(iter(exact or near), None)
    return name, None


def _in_words(variants: Sequence[Product], own: Mapping[str, Any], words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in variants:
        for name, value in options_of(one).items():
            if name not in found and own.get(name) != value and _says(words, str(value)):
                found[name] = str(value)
    if found:
        return found
    return {name: str(value) for name, value in own.items() if _says(words, str(value))}


def _says(text: str, value: str) -> bool:
    if value.isascii():
        return re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", text, re.IGNORECASE) is not None
    return _folded(value) in text.casefold()


def _alike(one: Product, own: Product) -> int:
    had = options_of(own)
    return sum(had.get(name) == value for name, value in options_of(one).items())


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _folded(value: Any) -> str:
    return str(value).strip().casefold()
