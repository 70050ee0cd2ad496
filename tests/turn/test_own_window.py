"""A question about returns by somebody who has the item is answered with its own last day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from shop_talk import CUP, LINE, MUG, NOW, Shop, Talk, delivered, order, shirt

from actions.commerce import operations
from bot.dialogue import UserTurn


async def test_the_last_day_of_ones_own_item_is_told_before_the_rules() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    answers = await talk.say("until when can the mug go back", "return_policy", product="mug")
    assert answers[0] == "return_until"
    assert "Mug" in talk.text and "November 21" in talk.text and "December 5" in talk.text


async def test_an_order_that_is_named_is_the_one_that_is_meant_not_the_one_that_was_talked_of() -> None:
    other = delivered(LINE).model_copy(update={"id": "PA-2026-100002"})
    shop = Shop(delivered(CUP), other, products=(MUG.model_copy(update={"returnable": False}), shirt()))
    talk = Talk(shop)
    assert "return_not_returnable" in await talk.say("take the mug back", "return_request", product="mug")
    answers = await talk.say("and the thing of 100002?", "return_policy", order_id="PA-2026-100002")
    assert answers[0] == "return_until" and "Linen shirt" in talk.text


async def test_without_an_item_or_for_what_has_not_come_the_rules_are_the_answer() -> None:
    for talk, product in ((Talk(Shop(delivered(LINE, CUP))), None), (Talk(Shop(order(CUP))), "mug")):
        named = {"product": product} if product else {}
        assert "return_until" not in await talk.say("until when can it go back", "return_policy", **named)


async def test_what_may_not_go_back_is_told_so_before_the_rules_that_would_promise_it() -> None:
    shop = Shop(delivered(CUP), products=(MUG.model_copy(update={"returnable": False}),))
    answers = await Talk(shop).say("but the law gives me 14 days for the mug", "return_policy", product="mug")
    assert answers[0] == "return_not_returnable"


async def test_of_what_may_not_go_back_the_rules_are_told_only_where_something_else_is_asked_too() -> None:
    shop = Shop(delivered(CUP), products=(MUG.model_copy(update={"returnable": False}),))
    assert await Talk(shop).say("the law gives me 14 days", "return_policy", product="mug") == ["return_not_returnable"]
    said = (("return_policy", 0.9), ("delivery_cost", 0.8))
    mug = ({"entity": "product", "value": "mug", "text": "mug"},)
    asked = UserTurn("may the mug go back, and what is shipping?", said, said, mug, decision="answer")
    assert len(await Talk(shop).hear(asked)) > 1


async def test_how_long_there_is_for_it_is_told_before_the_return_begins() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    said = (("return_request", 0.95), ("return_policy", 0.9))
    answers = await talk.hear(UserTurn("I'll return it, how long have I got?", said, said, decision="answer"))
    assert answers[-1] == "ask_item_choice"
    assert any(one.startswith("fact_") or "knowledge" in one for one in answers[:-1])


async def test_what_was_told_in_passing_is_told_again_without_the_offer_of_a_person() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    said = (("return_request", 0.95), ("return_policy", 0.9))
    await talk.hear(UserTurn("I'll return it, how long have I got?", said, said, decision="answer"))
    talk.later(1)
    again = await talk.say("and who pays for that?", "return_policy")
    assert "cannot_handle_offer_human" not in again and again[-1] == "ask_item_choice"
    talk.later(1)
    assert "cannot_handle_offer_human" in await talk.say("but who pays?", "return_policy")


async def test_of_what_goes_back_already_the_return_s_own_last_day_is_told() -> None:
    terms: dict[str, Any] = {
        "reason": "changed_mind",
        "resolution": "refund",
        "shipping_paid_by": "shop",
        "deadline": NOW.date(),
    }
    back = operations.register_return(delivered(CUP), ("3",), at=NOW, **terms)
    answers = await Talk(Shop(back)).say("until when must I post the mug", "return_policy", product="mug")
    assert answers[0] == "return_already" and "return_until" not in answers


async def test_who_asks_who_pays_the_way_back_is_not_told_until_when() -> None:
    talk = Talk(Shop(delivered(CUP)))
    said, heard = (("return_policy", 0.9),), (("delivery_cost", 0.9), ("return_policy", 0.05))
    mug = ({"entity": "product", "value": "mug", "text": "mug"},)
    answers = await talk.hear(UserTurn("who pays the postage for the mug?", said, heard, mug, decision="answer"))
    assert answers and "return_until" not in answers


async def test_after_a_report_who_asks_what_goes_back_hears_of_that_return_and_not_of_the_rules() -> None:
    broken: dict[str, Any] = {
        "reason": "damaged",
        "resolution": "refund",
        "shipping_paid_by": "shop",
        "deadline": NOW.date(),
    }
    talk = Talk(Shop(operations.register_return(delivered(LINE, CUP), ("3",), at=NOW, **broken)))
    await talk.say("where is PA-2026-100001", "order_status", order_id="PA-2026-100001")
    answers = await talk.say("must the broken one go back?", "return_policy")
    assert answers == ["return_already", "fact_return_shipping_shop"]
    assert "Mug" in talk.text and "Linen shirt" not in talk.text


@pytest.mark.parametrize(("hours", "own"), [(0, True), (30, False)])
async def test_who_pays_the_postage_is_asked_of_the_return_that_was_just_registered(hours: int, own: bool) -> None:
    broken: dict[str, Any] = {
        "reason": "damaged",
        "resolution": "exchange",
        "shipping_paid_by": "shop",
        "deadline": NOW.date(),
    }
    at = NOW - timedelta(hours=hours)
    talk = Talk(Shop(operations.register_return(delivered(CUP), ("3",), at=at, **broken)))
    await talk.say("where is PA-2026-100001", "order_status", order_id="PA-2026-100001")
    answers = await talk.say("and who pays the postage?", "delivery_cost")
    assert (answers == ["return_already", "fact_return_shipping_shop"]) is own


async def test_within_a_return_its_own_item_is_meant_and_not_the_one_that_goes_back_already() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    await talk.say("the mug came broken", "item_damaged", product="mug")
    await talk.press("/SetSlots(resolution=refund)")
    await talk.press("/SetSlots(confirm_return=true)")
    assert (await talk.say("and the shirt goes back", "return_request", product="shirt"))[-1] == "ask_return_reason"
    answers = await talk.say("can that still go back?", "return_policy")
    assert answers[0] == "return_until" and "Linen shirt" in talk.text
    assert "return_exists" not in answers
