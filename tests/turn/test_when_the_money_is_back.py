"""When the money would be back, asked where an order is to be cancelled or a parcel refused, is answered first."""

from __future__ import annotations

from shop_talk import Shop, Talk, order


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
