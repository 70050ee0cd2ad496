"""Who wants the money back where a payment failed returns nothing: what was charged is looked at."""

from __future__ import annotations

import pytest
from shop_talk import LINE, Shop, Talk, delivered, order

from bot.dialogue import UserTurn

UNPAID = order({**LINE, "id": "2"}, id="PA-2026-100002", status="pending", payments=[])


async def failed() -> Talk:
    talk = Talk(Shop(delivered(), UNPAID))
    assert (await talk.say("my payment was declined", "payment_failed"))[-1] == "payment_failed_order"
    return talk


@pytest.mark.parametrize("heard", ["return_request", "refund_status", "payment_dispute"])
async def test_a_person_looks_at_what_was_charged(heard: str) -> None:
    talk = await failed()
    assert "ask_return_reason" not in await talk.say("but it left my account, I want it back", heard)
    assert talk.result is not None
    assert [one.kind for one in talk.result.requests] == ["handoff"]


async def test_so_they_do_at_what_is_torn_between_them() -> None:
    talk = await failed()
    torn = (("refund_status", 0.4), ("return_request", 0.35), ("out_of_scope", 0.1))
    await talk.hear(UserTurn("and my money?", torn[:1], torn, decision="clarify"))
    assert talk.result is not None
    assert [one.kind for one in talk.result.requests] == ["handoff"]


async def test_who_names_another_order_or_an_item_returns_that() -> None:
    talk = await failed()
    said = await talk.say("I want to return the shirt", "return_request", product="SHIRT")
    assert "payment_failed_order" not in said


async def test_elsewhere_a_refund_is_a_return() -> None:
    talk = Talk(Shop(delivered(), UNPAID))
    assert "payment_failed_order" not in await talk.say("I want my money back", "return_request")
