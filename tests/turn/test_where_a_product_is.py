"""Who asks where one of the shop's products is asks for the order that has it, whatever its name sounds like."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Entity, Scored
from bot.reading import Reading


def read(text: str, language: str, product: str, wish: tuple[str, float], **more: Any) -> UserTurn:
    at = text.index(product)
    named = Entity("product", "SKU", at, at + len(product), "catalogue", product)
    found = replace(understood(text, wish, entities=(named,)), language=Scored(language, 1.0))
    return Reading(text, language, "m", understanding=found, **more).as_turn()


@pytest.mark.parametrize(
    ("text", "language", "product"),
    [
        ("where's my hair dryer", "en", "hair dryer"),
        ("nerede benim kablosuz kulaklığım", "tr", "kablosuz kulaklığım"),
        ("bıçak setim nerde kaldı", "tr", "bıçak setim"),
        ("وين فرش المكياج", "ar", "فرش المكياج"),
        ("فين السماعة بتاعتي", "ar", "السماعة"),
        ("وين الترمس حقي", "ar", "الترمس"),
        ("а где мой фен?", "ru", "фен"),
        ("cadê meu tablet", "pt", "tablet"),
        ("水筒はどこですか", "ja", "水筒"),
        ("我的保温杯去哪了", "zh", "保温杯"),
        ("กระเป๋าอยู่ไหนแล้วคะ", "th", "กระเป๋า"),
    ],
)
@pytest.mark.parametrize("wish", [("product_info", 0.65), ("item_damaged", 0.66), ("account_access", 0.3)])
def test_where_a_product_is_asks_for_its_order(text: str, language: str, product: str, wish: tuple[str, float]) -> None:
    assert read(text, language, product, wish).intents == (("order_status", 1.0),)


@pytest.mark.parametrize(
    ("text", "language", "product"),
    [
        ("where can I find the size of the jacket", "en", "jacket"),
        ("kulaklığım nerede tamir edilir", "tr", "kulaklığım"),
        ("وين اقدر ارجع الترمس", "ar", "الترمس"),
        ("headphone yang mana", "id", "headphone"),
    ],
)
def test_what_says_more_is_read_as_it_is(text: str, language: str, product: str) -> None:
    assert read(text, language, product, ("product_info", 0.65)).intent == "product_info"


def test_the_item_that_was_asked_for_stays_one() -> None:
    turn = read("where's the mug", "en", "mug", ("item_missing", 0.8), waiting_for="return_item")
    assert turn.intent == "item_missing"
