"""A word for a colour is no product whose name is a part of it; colours with the endings that people write."""

from __future__ import annotations

import pytest
from conftest import Said


@pytest.mark.parametrize(
    ("language", "text", "colour"),
    [
        ("ja", "ブラックでお願いします", "black"),
        ("ja", "ブラウンのままで", "brown"),
        ("ja", "クリーム色がいい", "cream"),
        ("ko", "검정으로요", "black"),
        ("ko", "흰 걸로 주세요", "white"),
        ("ko", "라벤더색으로요", "purple"),
        ("zh", "啡色嗰件", "brown"),
        ("ar", "ابيه وردي", "pink"),
        ("tr", "krem rengi olsun", "beige"),
        ("vi", "màu kem", "beige"),
        ("en", "the cream coloured one", "cream"),
    ],
)
def test_a_colour_is_read_and_no_product_in_it(said: Said, language: str, text: str, colour: str) -> None:
    assert said(language, text) == {"colour": colour}


@pytest.mark.parametrize(
    ("language", "text", "product"), [("ja", "ブラが小さい", "ブラ"), ("ja", "クリーム", "クリーム")]
)
def test_the_product_alone_is_one(said: Said, language: str, text: str, product: str) -> None:
    assert said(language, text) == {"product": product}
