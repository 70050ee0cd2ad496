"""A typed yes takes the one thing that was offered; a yes to several, or to a mere remark, takes none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shop_talk import NOW, Shop, Talk, delivered, order

from actions.commerce.shapes import Order
from bot.dialogue import UserTurn

YES = "affirm"


async def test_a_yes_to_a_person_who_may_redirect_the_parcel_calls_one() -> None:
    talk = Talk(Shop(order(status="shipped")))
    assert await talk.say("change the address please", "order_change_address") == ["address_too_late"]
    await talk.say("yes please", YES)
    assert talk.result is not None and talk.result.handoff is not None


async def test_a_no_calls_nobody() -> None:
    talk = Talk(Shop(order(status="shipped")))
    await talk.say("change the address please", "order_change_address")
    await talk.say("no", "deny")
    assert talk.result is not None and talk.result.handoff is None


async def test_an_all_right_to_a_refused_compensation_calls_nobody() -> None:
    talk = Talk(Shop(delivered()))
    assert "compensation_none" in await talk.say("give me something for the trouble", "compensation_request")
    await talk.say("all right then", YES)
    assert talk.result is not None and talk.result.handoff is None


async def test_a_question_is_no_variant_that_is_out_of_stock() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say("change the shirt", "order_change_items"))[-1] == "ask_new_variant"
    names = await talk.say("and can I pay at the door?", "payment_methods", payment_method="cod")
    assert "variant_unavailable" not in names
    assert names[-1] == "ask_new_variant"
    assert (await talk.say("XL", None, size="XL"))[-1] == "ask_confirm_items"


async def test_a_remedy_said_by_its_name_alone_changes_the_one_that_is_to_be_confirmed() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the shirt came torn", "item_damaged")
    assert (await talk.press("/SetSlots(resolution=exchange)"))[-1] == "ask_confirm_problem_exchange"
    refund = {"resolution": ("refund", 0.9)}
    sounds = (("refund_status", 0.95),)
    names = await talk.hear(UserTurn("a refund", sounds, sounds, values=refund, decision="answer"))
    assert names[-1] == "ask_confirm_problem_refund"
    asked = await talk.hear(UserTurn("when is the refund back?", sounds, sounds, values=refund, decision="answer"))
    assert asked[0] == "refund_none"
    assert "within 5 working days" in talk.text
    assert asked[-1] == "ask_confirm_problem_refund"


async def test_another_remedy_torn_between_a_no_and_the_wish_changes_the_one_that_is_to_be_confirmed() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the shirt came torn", "item_damaged")
    await talk.press("/SetSlots(resolution=exchange)")
    torn = UserTurn("er no, actually, a refund", (("deny", 0.46),), (("deny", 0.46), ("return_request", 0.41)))
    assert (await talk.hear(replace(torn, decision="clarify")))[-1] == "ask_confirm_problem_refund"
    assert not talk.shop.orders["PA-2026-100001"][0].returns


async def test_a_new_one_where_that_was_to_be_chosen_is_the_answer() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("the shirt came torn", "item_damaged"))[-1] == "ask_problem_resolution"
    ranking, values = (("exchange_request", 0.93),), {"resolution": ("reship", 0.56)}
    said = "would you then please send me a new one that is whole"
    names = await talk.hear(UserTurn(said, ranking, ranking, values=values, decision="answer"))
    assert names[-1] == "ask_confirm_problem_exchange"


async def test_a_yes_to_the_only_order_there_is_means_that_order() -> None:
    talk = Talk(Shop(order()))
    names = await talk.say("where is PA-2026-999999", "order_status", order_id="PA-2026-999999")
    assert names[-1] == "ask_order_choice"
    assert (await talk.say("yes, mine then", YES))[0] == "order_processing"


async def test_a_yes_to_one_of_several_orders_means_none() -> None:
    talk = Talk(Shop(order(), order(id="PA-2026-100002")))
    assert (await talk.say("where is it", "order_status"))[-1] == "ask_order_choice"
    assert (await talk.say("yes", YES))[-1] == "ask_order_choice"


async def test_a_yes_to_a_return_that_was_offered_begins_it() -> None:
    talk = Talk(Shop(delivered()))
    assert "refund_none" in await talk.say("give me the money", "refund_status")
    assert (await talk.say("yes then", YES))[-1] == "ask_return_reason"
    late = Talk(Shop(delivered()))
    assert "cancel_too_late" in await late.say("cancel it", "order_cancel")
    assert (await late.say("yes please", YES))[-1] == "ask_return_reason"


async def test_an_all_right_reports_no_fault() -> None:
    document = delivered().document()
    parcel = document["shipments"][0]
    parcel["events"] = [{"at": (NOW - timedelta(days=40)).isoformat(), "code": "delivered"}]
    talk = Talk(Shop(Order.model_validate(document)))
    assert (await talk.say("I'd like to return it", "return_request"))[0] == "return_too_late"
    names = await talk.say("all right", YES)
    assert "ask_problem_resolution" not in names
    assert "problem_too_late" not in names
