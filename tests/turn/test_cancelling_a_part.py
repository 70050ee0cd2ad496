"""One item of an order is not the whole order."""

from __future__ import annotations

from shop_talk import CUP, LINE, Shop, Talk, delivered, order

from actions.commerce.shapes import Return

ID = "PA-2026-100001"
CANCEL = "order_cancel"


async def test_one_item_of_several_is_taken_out_by_a_person() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert await talk.say("cancel the mug", CANCEL, product="mug") == ["done_by_person"]
    assert talk.result is not None and talk.result.handoff is not None
    assert talk.shop.orders[ID][0].status == "processing"


async def test_of_two_that_are_named_it_is_asked_which() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert await talk.say("not the shirt, the mug", CANCEL, product=("shirt", "mug")) == ["ask_item_choice"]
    assert (await talk.press("/SetSlots(return_item=3)"))[-1] == "done_by_person"
    assert talk.shop.orders[ID][0].status == "processing"


async def test_all_of_them_are_the_order() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    await talk.say("the shirt, then the mug", CANCEL, product=("shirt", "mug"))
    assert (await talk.press("/SetSlots(return_item=all)"))[-1] == "ask_confirm_cancel"
    assert (await talk.say("yes", "affirm"))[0] == "cancelled"


async def test_a_yes_to_one_item_cancels_nothing() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert (await talk.say("cancel it", CANCEL))[-1] == "ask_confirm_cancel"
    assert (await talk.say("yes, only the mug", "affirm", product="mug"))[0] == "done_by_person"
    assert talk.shop.orders[ID][0].status == "processing"


async def test_the_only_item_is_the_order() -> None:
    talk = Talk(Shop(order(CUP)))
    assert (await talk.say("cancel the mug", CANCEL, product="mug"))[-1] == "ask_confirm_cancel"


async def test_to_cancel_what_is_going_back_is_told_of_the_return() -> None:
    back = {"id": "RT-1", "status": "requested", "items": ["3"], "reason": "changed_mind", "resolution": "refund"}
    talk = Talk(Shop(delivered(CUP).model_copy(update={"returns": (Return.model_validate(back),)})))
    assert await talk.say("cancel the return, I keep it", CANCEL) == ["return_already"]


async def test_an_item_that_says_which_of_the_orders_offered_is_no_part_to_be_cancelled() -> None:
    talk = Talk(Shop(order(LINE), order(CUP, LINE, id="PA-2026-100009")))
    await talk.say("cancel my order", CANCEL)
    assert ID in talk.text and "PA-2026-100009" in talk.text
    assert (await talk.say("the one with the mug", product="mug"))[-1] == "ask_confirm_cancel"
    assert "PA-2026-100009" in talk.text


async def test_what_stays_may_be_named_beside_what_is_taken_out() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    said = "keep the shirt but remove the mug"
    assert await talk.say(said, CANCEL, product=("shirt", "mug")) == ["done_by_person"]
    assert talk.shop.orders[ID][0].status == "processing"
