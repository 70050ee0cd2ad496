"""Items by names that the shop does not give them: the question which item came again and again."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, Shop, Talk, delivered, order

PAN = {**CUP, "id": "4", "sku": "PAN", "name": {"en": "Frying pan", "zh": "平底锅"}}


@pytest.mark.parametrize(
    ("language", "said", "product"),
    [
        ("th", "แก้วแตกมาค่ะ", "แก้ว"),
        ("ja", "マグカップが割れていました", "マグカップ"),
        ("ko", "머그컵이 깨져서 왔어요", "머그컵"),
        ("tr", "kupam kırık geldi", "kupam"),
        ("ru", "кружка пришла разбитая", "кружка"),
        ("vi", "cái cốc bị vỡ", "cốc"),
    ],
)
async def test_the_item_is_known_by_what_it_is(language: str, said: str, product: str) -> None:
    talk = Talk(Shop(delivered(LINE, CUP)), language=language)
    assert (await talk.say(said, "item_damaged", product=product))[-1] == "ask_problem_resolution"
    assert "10" in talk.text


async def test_the_order_that_has_it_is_known() -> None:
    talk = Talk(Shop(order(LINE), order(PAN, id="PA-2026-100009")), language="th")
    assert (await talk.say("ยกเลิกกระทะ", "order_cancel", product="กระทะ"))[-1] == "ask_confirm_cancel"
    assert "PA-2026-100009" in talk.text


async def test_of_two_that_may_be_called_so_it_is_asked_which() -> None:
    glass = {**CUP, "id": "5", "sku": "GLASS", "name": {"en": "Wine glass"}}
    talk = Talk(Shop(delivered(CUP, glass)), language="th")
    assert (await talk.say("แก้วแตก", "item_damaged", product="แก้ว"))[-1] == "ask_item_choice"
