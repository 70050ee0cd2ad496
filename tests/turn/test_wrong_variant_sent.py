"""A size or colour told in the report of a wrong item is what came, or what was ordered: no wish for another one."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, delivered

from actions.commerce.shapes import Order

EXCHANGE = "exchange_request"


def now(talk: Talk) -> Order:
    return talk.shop.orders["PA-2026-100001"][0]


@pytest.mark.parametrize("came", [{"size": "L"}, {"colour": "blue"}, {"size": "L", "colour": "blue"}])
async def test_what_was_ordered_is_sent_not_what_came(came: dict[str, str]) -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("I ordered M and L came", "item_wrong", **came))[-1] == "ask_problem_resolution"
    assert (await talk.say("send the M", EXCHANGE))[-1] == "ask_confirm_exchange"
    await talk.say("yes", "affirm")
    made = now(talk).returns[-1]
    assert (made.reason, made.resolution, made.variant or {}) == ("wrong_item", "exchange", {})


async def test_the_one_named_with_the_wish_leaves_the_reason_as_it_was_told() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("I ordered white and blue came", "item_wrong", colour="blue")
    assert (await talk.say("then in L, please", EXCHANGE, size="L"))[-1] == "ask_confirm_exchange"
    assert await talk.say("yes", "affirm") == ["exchange_created", "completed"]
    made = now(talk).returns[-1]
    assert (made.reason, made.shipping_paid_by, made.variant) == ("wrong_item", "shop", {"size": "L"})


async def test_another_size_than_the_one_told_before_is_no_other_matter() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the colour does not suit me", "return_request", colour="white")
    assert (await talk.say("rather the blue one", EXCHANGE, colour="blue"))[-1] == "ask_confirm_exchange"
    assert await talk.say("yes", "affirm") == ["exchange_created", "completed"]
