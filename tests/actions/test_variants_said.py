"""Which words name a variant of a product in an exchange."""

from __future__ import annotations

import pytest

from actions.exchange import _unavailable

SHIRT = {"sizes": ["S", "M", "XL"], "colours": ["dark blue", "white"]}


@pytest.mark.parametrize(
    ("variant", "instead"),
    [
        ({"variant": "the XL please"}, None),
        ({"variant": "in dark blue"}, None),
        ({"variant": "money back"}, "S, M, XL, dark blue, white"),
        ({"variant": "yes"}, "S, M, XL, dark blue, white"),
        ({"size": "xl"}, None),
        ({"size": "XXL"}, "S, M, XL"),
    ],
)
def test_only_what_the_product_has_is_a_variant(variant: dict[str, str], instead: str | None) -> None:
    assert _unavailable(SHIRT, variant) == instead


def test_a_product_without_variants_takes_the_words_as_they_are() -> None:
    assert _unavailable({}, {"variant": "another one"}) is None
