"""When the money would be back, asked where an order is to be cancelled or a parcel refused, is answered first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shop_talk import Shop, Talk, order
from understood import understood

from bot.reading.reading import Reading


async def test_it_is_asked_where_an_order_is_to_be_cancelled() -> None:
    talk = Talk(Shop(order()))
    assert await talk.say("cancel it", "order_cancel") == ["ask_confirm_cancel"]
    assert await talk.say("when do I get the money", "refund_status") == ["money_back_by", "ask_confirm_cancel"]
    assert (await talk.say("yes", "affirm"))[0] == "cancelled"


async def test_it_is_asked_where_a_parcel_is_to_be_refused() -> None:
    talk = Talk(Shop(order(status="shipped")))
    await talk.say("I don't want it any more", "order_cancel")
    assert await talk.say("when do I get the money", "refund_status") == ["money_back_by", "ask_confirm_refusal"]


async def test_nothing_comes_back_of_what_was_not_paid() -> None:
    talk = Talk(Shop(order(status="pending", payments=[])))
    await talk.say("cancel it", "order_cancel")
    assert "money_back_by" not in await talk.say("when do I get the money", "refund_status")


@pytest.mark.parametrize("asked", ["confirm_cancel", "confirm_refusal"])
@pytest.mark.parametrize("sounds_like", ["payment_methods", "return_policy"])
def test_what_only_sounds_like_ways_to_pay_asks_for_the_money(asked: str, sounds_like: str) -> None:
    said = "I paid by PayPal, it won't come back as points, will it?"
    found = replace(understood(said, (sounds_like, 0.48), ("refund_status", 0.34)), decision="clarify")
    reading = Reading(said, "en", None, understanding=found, waiting_for=asked)
    assert reading.as_turn().intent == "refund_status"
    assert replace(reading, waiting_for="confirm_payment").as_turn().intent == sounds_like
