"""What is said about an order's money is what the shop knows of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from shop_talk import NOW, Shop, Talk, order

from actions.commerce.shapes import Order

ID = "PA-2026-100001"


def open_payment(method: str, status: str = "pending") -> dict[str, Any]:
    return {"method": method, "amount": 40, "status": status}


async def test_a_charge_that_the_shop_knows_nothing_of_is_looked_at_by_a_person() -> None:
    talk = Talk(Shop(order(status="cancelled", payments=[open_payment("paypal", "failed")])))
    assert await talk.say("I did transfer it", "payment_dispute", order_id=ID) == ["done_by_person"]
    assert talk.result is not None and talk.result.handoff is not None
    assert "0.00" not in talk.text


async def test_one_charge_is_told_with_its_sum() -> None:
    talk = Talk(Shop(order()))
    assert "no_double_charge" in await talk.say("charged twice", "payment_dispute", order_id=ID)
    assert "40.00" in talk.text


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        (order(), "no_double_charge"),
        (order(status="pending", payments=[open_payment("card", "failed")]), "payment_failed_order"),
    ],
)
async def test_who_says_again_that_the_bank_shows_two_gets_a_person(known: Order, answer: str) -> None:
    talk = Talk(Shop(known))
    assert answer in await talk.say("charged twice", "payment_dispute", order_id=ID)
    assert await talk.say("but my bank shows both", "payment_dispute") == ["done_by_person"]
    assert talk.result is not None and talk.result.handoff is not None


async def test_when_the_money_of_a_second_charge_comes_is_told_where_it_is_to_be_confirmed() -> None:
    again = {"method": "paypal", "amount": 40, "status": "captured", "at": NOW.isoformat()}
    talk = Talk(Shop(order(status="delivered", payments=[again, again])))
    assert await talk.say("charged twice", "payment_dispute", order_id=ID) == ["ask_confirm_double_charge"]
    assert await talk.say("when is it back?", "refund_status") == ["ask_confirm_double_charge"]
    assert (await talk.say("yes", "affirm"))[0] == "refunded"
    assert (await talk.say("when is it back?", "refund_status")) == ["refund_state"]


@pytest.mark.parametrize("status", ["processing", "shipped"])
async def test_when_the_second_line_at_the_bank_goes_is_no_wish_to_send_the_order_back(status: str) -> None:
    talk = Talk(Shop(order(status=status)))
    assert "no_double_charge" in await talk.say("charged twice", "payment_dispute", order_id=ID)
    assert await talk.say("and when is the second one back?", "refund_status") == ["no_double_charge"]
    assert "no_double_charge" not in await talk.say("and when would I have my money?", "refund_status")


async def test_a_second_charge_is_given_back_while_the_order_is_on_its_way() -> None:
    again = {"method": "paypal", "amount": 40, "status": "captured", "at": NOW.isoformat()}
    talk = Talk(Shop(order(status="shipped", payments=[again, again])))
    assert await talk.say("when is it back?", "refund_status", order_id=ID) == ["ask_confirm_double_charge"]


@pytest.mark.parametrize("status", ["returned", "cancelled"])
async def test_money_that_was_paid_back_is_not_promised_again(status: str) -> None:
    refund = {"id": "R", "amount": 40, "currency": "EUR", "due": (NOW - timedelta(days=2)).date().isoformat()}
    talk = Talk(Shop(order(status=status, refunds=[refund | {"status": "completed"}])))
    assert await talk.say("where is it", "order_status", order_id=ID) == [f"order_{status}", "refund_completed"]
    assert "due by" not in talk.text and "goes back to you by" not in talk.text
    talk = Talk(Shop(order(status=status, refunds=[refund | {"status": "pending"}])))
    assert await talk.say("where is it", "order_status", order_id=ID) == [f"order_{status}"]


@pytest.mark.parametrize(("method", "said"), [("cod", "order_processing"), ("paypal", "order_pending")])
async def test_what_is_paid_at_the_door_waits_for_no_payment(method: str, said: str) -> None:
    talk = Talk(Shop(order(status="pending", payments=[open_payment(method)])))
    assert await talk.say("when does it come", "order_status", order_id=ID) == [said]
