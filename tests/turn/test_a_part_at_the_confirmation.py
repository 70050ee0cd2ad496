"""Only a part of what is to be confirmed, in words that are not understood: no yes that follows is one to all of it."""

from __future__ import annotations

from shop_talk import CUP, LINE, Shop, Talk, order

from bot.dialogue import UserTurn

TORN = (("return_request", 0.47), ("order_cancel", 0.2))
MUG = ({"entity": "product", "value": "MUG", "text": "mug"},)


async def test_only_one_item_of_the_order_to_be_cancelled_goes_to_a_person() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert (await talk.say("cancel the order", "order_cancel"))[-1] == "ask_confirm_cancel"
    await talk.hear(UserTurn("stop no, just take the mug out", TORN, TORN, MUG, decision="clarify"))
    assert talk.result is not None and talk.result.handoff is not None
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100001"][0].status == "processing"
