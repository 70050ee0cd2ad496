"""A lighter or darker colour: who asks for it, and which one is the next."""

from __future__ import annotations

import pytest
from order_parts import delivered

from actions.commerce import offers
from actions.commerce.shapes import Item, Product
from actions.goods.shades import next_shade, shade_wanted

SCARF = Product.model_validate(
    {
        "sku": "SC",
        "name": "Scarf",
        "price": 20,
        "currency": "EUR",
        "category": "fashion",
        "attributes": {"sizes": ["S", "M"], "colours": ["black", "red", "beige", "white"]},
        "stock": {"black": 3, "red": 0, "beige": 2, "white": 4, "S": 5, "M": 5},
    }
)


def line(**options: str) -> Item:
    return delivered(2).items[0].model_copy(update={"sku": "SC", "options": options})


@pytest.mark.parametrize(
    ("text", "shade"),
    [
        ("the colour is much too dark", "lighter"),
        ("衣服颜色太深了，想要浅一点的", "lighter"),
        ("Die Farbe ist mir zu hell", "darker"),
        ("色が濃すぎたので、もっと明るい色はありますか", "lighter"),
        ("trop foncé, je préfère plus clair", "lighter"),
        ("too dark for me, but not too pale either", None),
        ("is there a lighter suitcase", None),
        ("it is too small", None),
    ],
)
def test_words_for_a_lighter_or_darker_colour(text: str, shade: str | None) -> None:
    assert shade_wanted(text) == shade


@pytest.mark.parametrize(
    ("own", "shade", "found"),
    [
        ("black", "lighter", ("colour", "beige")),  # red would be nearer, but is sold out
        ("white", "darker", ("colour", "beige")),
        ("white", "lighter", None),
        ("mint", "lighter", None),
    ],
)
def test_the_nearest_colour_that_is_in_stock_is_proposed(own: str, shade: str, found: tuple[str, str] | None) -> None:
    item = line(size="M", colour=own)
    had = offers.as_ordered(item, SCARF, "EUR")
    offered = offers.instead(offers.variants_of(item, SCARF, [], "EUR"), had, ())
    assert next_shade(shade, had, offered) == found
