"""Which words name a variant of an ordered product, and what there is instead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from actions.commerce import offers
from actions.commerce.shapes import Item, Product
from actions.commerce.variants import options_of


def listing(**changes: Any) -> Product:
    """A shirt that lists its sizes and colours: XL costs more, white is sold out."""
    attributes = {
        "sizes": ["S", "M", "XL"],
        "colours": ["dark blue", "white", "red"],
        "surcharges": {"XL": {"EUR": 5, "JPY": 800}},
    }
    stock = {"S": 3, "M": 2, "XL": 1, "white": 0}
    document = {"sku": "SHIRT", "name": "Shirt", "price": "30", "currency": "EUR", "category": "fashion"}
    return Product.model_validate(document | {"attributes": attributes, "stock": stock} | changes)


LINE = Item.model_validate(
    {
        "id": "1",
        "sku": "SHIRT",
        "name": "Shirt",
        "quantity": 1,
        "unit_price": "27.50",
        "options": {"size": "M", "colour": "red"},
    }
)


def understood(said: dict[str, str], words: str = "") -> list[tuple[dict[str, Any], Decimal]]:
    """Options and price of every variant that is meant."""
    own = offers.as_ordered(LINE, listing(), "EUR")
    meant = offers.meant(offers.variants_of(LINE, listing(), [], "EUR"), own, said, words)
    return [(options_of(one), one.price) for one in meant.found]


@pytest.mark.parametrize(
    ("said", "words", "options", "price"),
    [
        ({}, "the XL please", {"size": "XL", "colour": "red"}, "32.50"),
        ({}, "in dark blue", {"size": "M", "colour": "dark blue"}, "27.50"),
        ({}, "从M换成XL", {"size": "XL", "colour": "red"}, "32.50"),
        ({"size": "xl"}, "", {"size": "XL", "colour": "red"}, "32.50"),
        ({"colour": "blue"}, "", {"size": "M", "colour": "dark blue"}, "27.50"),
        ({"size": "S"}, "dark blue", {"size": "S", "colour": "dark blue"}, "27.50"),
        ({}, "M", {"size": "M", "colour": "red"}, "27.50"),
    ],
)
def test_a_wish_changes_what_it_names_and_nothing_else(
    said: dict[str, str], words: str, options: dict[str, str], price: str
) -> None:
    assert understood(said, words) == [(options, Decimal(price))]


@pytest.mark.parametrize(("said", "words"), [({}, "money back"), ({}, "yes"), ({"size": "XXL"}, ""), ({}, "")])
def test_what_the_product_does_not_have_is_no_variant(said: dict[str, str], words: str) -> None:
    assert understood(said, words) == []


def test_what_is_offered_instead_is_in_stock_and_like_the_ordered_one() -> None:
    own = offers.as_ordered(LINE, listing(), "EUR")
    variants = offers.variants_of(LINE, listing(), [], "EUR")
    instead = [options_of(one) for one in offers.instead(variants, own, ["colour"])]
    assert instead == [{"size": "M", "colour": "dark blue"}]
    sizes = {options_of(one)["size"] for one in offers.instead(variants, own, ["size"])}
    assert sizes == {"S", "XL"}


def test_a_variant_without_a_price_in_the_currency_is_not_offered() -> None:
    """The surcharge of XL is known in euros and yen only."""
    sizes = {options_of(one)["size"] for one in offers.variants_of(LINE, listing(), [], "USD")}
    assert sizes == {"S", "M"}
    yen = LINE.model_copy(update={"unit_price": Decimal(4500)})
    dearest = max(offers.variants_of(yen, listing(), [], "JPY"), key=lambda one: one.price)
    assert (options_of(dearest)["size"], dearest.price) == ("XL", Decimal(5300))


def test_variants_that_are_products_of_their_own_have_their_own_price() -> None:
    def bag(sku: str, size: str, price: str) -> Product:
        attributes = {"product": "bag", "options": {"size": size}, "prices": {"USD": 99}}
        return listing(sku=sku, price=price, attributes=attributes, stock=4)

    small, large = bag("BAG-S", "S", "40"), bag("BAG-L", "L", "55")
    line = Item.model_validate({**LINE.model_dump(), "sku": "BAG-S", "unit_price": "40", "options": {}})
    own = offers.as_ordered(line, small, "EUR")
    variants = offers.variants_of(line, small, [small, large, listing()], "EUR")
    found = offers.meant(variants, own, {"size": "l"}).found
    assert [(one.sku, one.price, offers.changed(one, own)) for one in found] == [("BAG-L", Decimal(55), {"size": "L"})]
    assert [one.price for one in offers.variants_of(line, small, [small, large], "USD")] == [Decimal(99)] * 2
    assert offers.variants_of(line, small, [small, large], "GBP") == ()


def test_a_line_that_says_its_size_only_keeps_to_sizes() -> None:
    line = LINE.model_copy(update={"options": {"size": "M"}})
    assert len(offers.variants_of(line, listing(), [], "EUR")) == 3
    assert len(offers.variants_of(line, listing(), [], "EUR", ["colour"])) == 9


def test_a_product_of_one_version_has_no_variants() -> None:
    plain = listing(attributes={}, stock=3)
    assert offers.variants_of(LINE, plain, [], "EUR") == () and not offers.comes_in_variants(plain)
