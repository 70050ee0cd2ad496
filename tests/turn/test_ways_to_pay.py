"""Questions about paying that are about an order of the shopper's own."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import Shop, Talk, order


@pytest.mark.parametrize(
    ("payment", "named", "meant"),
    [
        ({"method": "cod", "status": "pending"}, ("cod", "card"), True),
        ({"method": "paypal", "status": "pending"}, ("card",), True),
        ({"method": "paypal", "status": "captured"}, ("card",), False),
        ({"method": "paypal", "status": "pending"}, ("paypal",), False),
        ({"method": "cod", "status": "pending"}, ("card",), False),
    ],
)
async def test_the_way_it_is_paid_says_which_order_is_meant(
    payment: dict[str, Any], named: tuple[str, ...], meant: bool
) -> None:
    talk = Talk(Shop(order(payments=[{"amount": 40, **payment}])))
    answers = await talk.say("could it be that", "payment_methods", payment_method=named)
    assert (answers[-1] == "ask_confirm_payment") is meant


async def test_an_order_to_be_paid_at_the_door_is_meant_where_it_has_been_talked_of() -> None:
    talk = Talk(Shop(order(payments=[{"method": "cod", "status": "pending", "amount": 40}])))
    await talk.say("where is it", "order_status", order_id="PA-2026-100001")
    assert (await talk.say("can I pay by card", "payment_methods", payment_method="card"))[-1] == "ask_confirm_payment"


async def test_nothing_was_taken_twice_from_an_order_that_waits_for_its_payment() -> None:
    waiting = order(status="pending", payments=[{"method": "card", "amount": 40, "status": "failed"}])
    talk = Talk(Shop(waiting))
    assert await talk.say("will it be taken twice", "payment_dispute") == ["payment_failed_order"]
    assert "€40.00" in talk.text and "€0.00" not in talk.text


async def test_a_charge_without_any_order_is_looked_into_by_a_person() -> None:
    talk = Talk(Shop())
    assert "ask_order_id" not in await talk.say("I was charged but never ordered", "payment_dispute")
    assert talk.result is not None and talk.result.handoff is not None


async def test_who_asks_for_instalments_is_not_answered_with_the_list_of_methods() -> None:
    talk = Talk(Shop())
    names = await talk.say("can I pay by card?", "payment_methods", payment_method="card")
    assert "knowledge_none" not in names and "PayPal" in talk.text
    talk = Talk(Shop())
    names = await talk.say("can I pay over six months?", "payment_methods", payment_method="installments")
    assert names == ["knowledge_none"]  # no article of this shop speaks of them
    assert "PayPal" not in talk.text
