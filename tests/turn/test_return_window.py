"""That it is too late, or that goods are not taken back, is told before anybody is asked why."""

from __future__ import annotations

from datetime import timedelta

from shop_talk import MUG, NOW, Shop, Talk, delivered, order, shirt

from actions.commerce.shapes import Order

RETURN = "return_request"


def long_ago() -> Order:
    """An order that was delivered twenty days ago."""
    at = (NOW - timedelta(days=20)).isoformat()
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [{"at": at, "code": "delivered"}]}
    return order(status="delivered", shipments=[parcel])


async def test_the_last_day_is_told_at_once() -> None:
    talk = Talk(Shop(long_ago()))
    assert (await talk.say("I want to return it", RETURN))[0] == "return_too_late"
    assert "November 18" in talk.text or "18 November" in talk.text
    assert (await talk.press("/item_damaged"))[-1] != "return_too_late"


async def test_goods_that_are_not_taken_back_are_told_at_once() -> None:
    talk = Talk(Shop(delivered(), products=(shirt(returnable=False), MUG)))
    assert (await talk.say("I want to return it", RETURN))[0] == "return_not_returnable"


async def test_what_may_come_back_is_asked_for_its_reason() -> None:
    assert (await Talk(Shop(delivered())).say("I want to return it", RETURN))[-1] == "ask_return_reason"


async def test_that_the_reason_decides_who_pays_is_said_only_where_it_does() -> None:
    paid = Talk(Shop(delivered()))
    await paid.say("I want to return it", RETURN)
    assert "We pay the return postage" in paid.text
    unpaid = Talk(Shop(delivered()), return_shipping_paid_by="customer")
    await unpaid.say("I want to return it", RETURN)
    assert "decides who pays" in unpaid.text


async def test_who_only_says_yes_when_asked_why_has_no_reason_that_would_be_the_shops() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("I want to return it", RETURN)
    assert (await talk.say("yes go on", "affirm"))[-1] == "ask_resolution"
    assert talk.shop.orders["PA-2026-100001"][0].returns == ()


async def test_what_is_not_understood_twice_gives_no_reason() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("I want to return it", RETURN)
    assert (await talk.say("order 100001", None, order_id="PA-2026-100001"))[-1] == "ask_return_reason"
    assert (await talk.say("hm, the thing", None))[-1] == "ask_resolution"
