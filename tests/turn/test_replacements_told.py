"""Who has an exchange or a return running hears how far it is, not where the first parcel went."""

from __future__ import annotations

from typing import Any

from shop_talk import NOW, Shop, Talk, delivered

from actions.commerce.shapes import Order


def returned(**changes: Any) -> Order:
    """A delivered order whose shirt goes back."""
    back = {
        "id": "RT-1",
        "status": "requested",
        "items": ["1"],
        "reason": "changed_mind",
        "resolution": "exchange",
        "deadline": "2026-12-08",
        "at": NOW.isoformat(),
        "variant": {"size": "L"},
    }
    return Order.model_validate({**delivered().document(), "returns": [{**back, **changes}]})


async def test_when_the_new_one_comes() -> None:
    talk = Talk(Shop(returned()))
    assert (await talk.say("where is my order?", "order_status"))[-1] == "exchange_state"
    assert "December 8" in talk.text or "8 December" in talk.text
    assert await talk.say("how long does it take?", "delivery_time") == ["exchange_state"]
    assert await talk.say("and my refund?", "refund_status") == ["exchange_state"]


async def test_a_replacement_for_what_was_broken_leaves_by_a_day() -> None:
    talk = Talk(Shop(returned(reason="damaged", variant=None)))
    assert (await talk.say("where is the new one?", "order_status"))[-1] == "replacement_state"
    assert "November 26" in talk.text or "26 November" in talk.text


async def test_how_long_the_money_takes_is_no_question_about_delivery() -> None:
    talk = Talk(Shop(returned(resolution="refund", variant=None)))
    await talk.say("what about my return?", "refund_status")
    assert await talk.say("how many days until I have it?", "delivery_time") == ["refund_waiting_for_goods"]


async def test_an_exchange_that_is_done_is_no_news() -> None:
    talk = Talk(Shop(returned(status="closed")))
    assert (await talk.say("where is my order?", "order_status"))[-1] == "order_delivered"


async def test_what_goes_back_already_is_not_asked_about_again() -> None:
    talk = Talk(Shop(returned(resolution="refund", variant=None)))
    assert (await talk.say("I want to return it", "return_request"))[-1] == "return_already"


async def test_what_has_come_back_is_not_to_be_sent_again() -> None:
    talk = Talk(Shop(returned(resolution="refund", variant=None, status="received")))
    assert (await talk.say("I sent it back and got nothing", "return_request"))[-1] != "return_already"
    assert "€40.00" in talk.text


async def test_who_wants_money_for_what_is_exchanged_already_is_shown_the_way_to_a_person() -> None:
    talk = Talk(Shop(returned(status="received")))
    await talk.say("forget the exchange, my money back", "return_request")
    assert "/human_agent" in [payload.partition("#")[0] for payload in talk.buttons]
    assert not talk.shop.keys


async def test_where_an_order_is_that_goes_back_is_a_question_about_its_money() -> None:
    talk = Talk(Shop(returned(resolution="refund", variant=None)))
    assert (await talk.say("how long do I have to wait?", "order_status"))[-1] == "refund_waiting_for_goods"


async def test_who_would_keep_what_is_on_its_way_back_is_shown_a_person() -> None:
    talk = Talk(Shop(returned(resolution="refund", variant=None, status="in_transit")))
    names = await talk.say("I take the return back, I keep it", "return_request")
    assert names == ["refund_waiting_for_goods", "next_step"]
    assert "/human_agent" in [payload.partition("#")[0] for payload in talk.buttons]


async def test_for_what_is_sent_anew_nothing_is_to_be_sent_back() -> None:
    talk = Talk(Shop(returned(reason="missing_parts", resolution="reship", variant=None)))
    assert await talk.say("when will it be here?", "refund_status") == ["replacement_state"]
    again = await talk.say("I would rather return it", "return_request")
    assert "return_already" not in again and {"replacement_state", "next_step"} <= set(again)
