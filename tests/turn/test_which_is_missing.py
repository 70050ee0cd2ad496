"""Which of several items is missing, where one is named nearer to its name than the other."""

from __future__ import annotations

from typing import Any

from shop_talk import Shop, Talk, delivered

BOX: dict[str, Any] = {
    "id": "1",
    "sku": "BOX",
    "name": {"ar": "صندوق عدة"},
    "quantity": 1,
    "unit_price": 30,
    "options": {},
}
DRILL: dict[str, Any] = {**BOX, "id": "2", "sku": "DRILL", "name": {"ar": "دريل لاسلكي"}}
PAN: dict[str, Any] = {**BOX, "id": "3", "sku": "PAN", "name": {"ar": "مقلاة"}}


async def test_what_came_beside_what_is_missing_is_not_paid_back() -> None:
    talk = Talk(Shop(delivered(BOX, DRILL)))
    names = await talk.say("وصلني صندوق العدة بس والدريل ما وصل", "item_missing", product="صندوق عدة")
    assert names[-1] == "ask_problem_resolution"
    assert "دريل" in talk.text and "صندوق" not in talk.text


async def test_where_no_words_say_which_is_which_it_is_asked() -> None:
    talk = Talk(Shop(delivered(BOX, DRILL)))
    names = await talk.say("صندوق العدة والدريل ناقص", "item_missing", product="صندوق عدة")
    assert names[-1] == "ask_item_choice"


async def test_the_one_that_is_named_alone_is_missing() -> None:
    talk = Talk(Shop(delivered(BOX, PAN)))
    assert (await talk.say("صندوق العدة ما وصل", "item_missing", product="صندوق عدة"))[-1] == "ask_problem_resolution"
