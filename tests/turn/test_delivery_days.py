"""Who brings a parcel on the wished day, when it has a carrier and when it has none yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import NOW, Shop, Talk, delivered, order

from bot.dialogue import UserTurn

FRIDAY = f"{NOW + timedelta(days=3):%Y-%m-%d}"
PARCEL = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": FRIDAY}


@pytest.mark.parametrize(("language", "unnamed"), [("en", "the carrier"), ("ja", "配送会社"), ("it", "al corriere")])
async def test_without_a_parcel_no_carrier_is_named(language: str, unnamed: str) -> None:
    talk = Talk(Shop(order()), language=language)
    await talk.say("on Friday please", "delivery_schedule", date=FRIDAY)
    assert unnamed in talk.text and "–" not in talk.text
    await talk.press("/SetSlots(confirm_schedule=true)")
    assert unnamed in talk.text


async def test_the_carrier_of_the_parcel_is_named() -> None:
    talk = Talk(Shop(order(status="shipped", shipments=[PARCEL])))
    await talk.say("on Friday please", "delivery_schedule", date=FRIDAY)
    assert "DHL" in talk.text


async def test_what_has_arrived_comes_no_other_day() -> None:
    talk = Talk(Shop(delivered()))
    assert await talk.say("on Friday please", "delivery_schedule", date=FRIDAY) == ["schedule_impossible"]


async def test_a_place_to_collect_it_takes_the_place_of_the_day_that_was_to_be_confirmed() -> None:
    talk = Talk(Shop(order()))
    assert await talk.say("on Friday please", "delivery_schedule", date=FRIDAY) == ["ask_confirm_schedule"]
    wish = (("delivery_schedule", 0.95),)
    rather = UserTurn("leave it at a shop rather", wish, wish, values={"delivery_place": ("pickup", 0.6)})
    assert (await talk.hear(rather))[-1] == "ask_new_address"
    assert talk.shop.keys == []
