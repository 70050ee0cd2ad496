"""Which line of an order is meant where a kind of goods or a size is named, and no line."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, MUG, SECOND, Shop, Talk, delivered, order, shirt

_BEFORE, _AFTER = "order_change_items", "exchange_request"
_CHART = {"size_chart": {"M": "chest 92-98 cm", "L": "chest 99-106 cm", "XL": "chest 107-114 cm"}}
_SIZES = {"sizes": ["M", "L", "XL"], "colours": ["white", "blue"]}


@pytest.mark.parametrize(
    ("wish", "asked"), [(_BEFORE, "ask_confirm_items"), (_AFTER, "ask_confirm_exchange")], ids=["before", "after"]
)
async def test_a_size_means_the_one_item_that_comes_in_sizes(wish: str, asked: str) -> None:
    talk = Talk(Shop(order(CUP, LINE) if wish == _BEFORE else delivered(CUP, LINE)))
    assert (await talk.say("can I have L instead", wish, size="L"))[-1] == asked
    assert "Linen shirt" in talk.text and "Mug" not in talk.text


async def test_of_two_that_come_in_sizes_one_is_asked_for() -> None:
    talk = Talk(Shop(order(LINE, SECOND, CUP)))
    assert await talk.say("can I have L instead", _BEFORE, size="L") == ["ask_item_choice"]


async def test_something_else_that_is_named_is_not_the_one_with_a_size() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert (await talk.say("the trousers in L please", _BEFORE, size="L", product="trousers"))[-1] == "ask_item_choice"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("th", "เสื้อขอเปลี่ยนเป็นไซส์ L"),
        ("vi", "cái áo đổi sang L nha"),
        ("en", "the clothes in L please"),
        ("de", "die Klamotten in L bitte"),
    ],
)
async def test_a_kind_of_goods_means_the_one_item_of_that_kind(language: str, said: str) -> None:
    jacket = shirt(attributes={**_SIZES, **_CHART})
    talk = Talk(Shop(order(CUP, LINE), products=(jacket, MUG)), language=language)
    assert (await talk.say(said, _BEFORE, size="L", product=said.split(maxsplit=1)[0]))[-1] == "ask_confirm_items"


async def test_a_kind_of_goods_that_goes_back_is_the_one_item_of_that_kind() -> None:
    talk = Talk(Shop(delivered(CUP, LINE)))
    assert "ask_item_choice" not in await talk.say("I want to return the clothes", "return_request", product="clothes")
