"""A part of a product that is missing from its box: a person sends it, and nobody is paid the price of the whole."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, MUG, Shop, Talk, delivered

PHONE = {**CUP, "name": {"en": "Phone"}}
CABLE = {**CUP, "id": "4", "name": {"en": "Charging cable"}}


@pytest.mark.parametrize(
    "said",
    [
        "there was no charger with it",
        "le chargeur manque dans la boîte",
        "Das Netzteil fehlt",
        "не положили зарядку",
        "充电器没放",
        "充電器が入っていません",
        "충전기가 없어요",
        "thiếu cục sạc",
        "chargernya ga ada",
        "الشاحن ناقص",
        "kumandası yok",
    ],
)
async def test_a_missing_part_is_sent_by_a_person(said: str) -> None:
    talk = Talk(Shop(delivered(PHONE)))
    assert await talk.say(said, "item_missing") == ["done_by_person"]
    assert talk.result is not None
    assert talk.result.handoff is not None


async def test_a_part_that_is_named_where_the_remedy_is_asked_for_is_all_that_is_wanted() -> None:
    talk = Talk(Shop(delivered(PHONE)))
    assert await talk.say("something is missing from the box", "item_missing") == ["ask_problem_resolution"]
    answer = await talk.say("just send me the screws", "exchange_request", resolution="exchange")
    assert "done_by_person" in answer
    assert not talk.shop.orders["PA-2026-100001"][0].returns


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((CABLE,), "the charging cable is missing"),
        ((CUP,), "my mug is not in the parcel"),
        ((LINE, CABLE), "charging cable is missing"),
    ],
)
async def test_an_item_that_is_called_like_a_part_is_no_part(lines: tuple[dict[str, object], ...], said: str) -> None:
    talk = Talk(Shop(delivered(*lines)))
    named = {"product": "charging cable"} if "cable" in said else {}
    assert await talk.say(said, "item_missing", **named) == ["ask_problem_resolution"]


async def test_a_charger_that_the_shop_sells_too_may_be_missing_from_a_box() -> None:
    charger = MUG.model_copy(update={"sku": "CH", "name": {"en": "Charger"}})
    talk = Talk(Shop(delivered(PHONE), products=(MUG, charger)))
    assert await talk.say("the charger is missing", "item_missing", product="charger") == ["done_by_person"]
