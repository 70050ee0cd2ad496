"""Which vouchers a shopper was given for trouble is told to who asks, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from shop_talk import NOW, Shop, Talk, order

from actions.commerce.shapes import Coupon
from bot.dialogue import UserTurn

CODE = "SORRY-7C41AB90"


class Giving(Shop):
    """A shop that gave its shopper a voucher of five euros for an order that is late."""

    def __init__(self, **voucher: Any) -> None:
        given = {"id": "CP-1", "kind": "voucher", "value": 5, "currency": "EUR", "coupon_code": CODE, "reason": "delay"}
        super().__init__(order(compensations=[given]))
        until = (NOW + timedelta(days=30)).date().isoformat()
        known = {"code": CODE, "kind": "amount", "value": 5, "currency": "EUR", "valid_until": until}
        self.voucher = Coupon.model_validate({**known, "customer_id": "cust-1", **voucher})

    async def coupon(self, code: str) -> Coupon | None:
        return self.voucher if code == CODE else None


async def test_who_asks_after_the_own_order_gets_code_value_and_last_day() -> None:
    talk = Talk(Giving())
    await talk.say("where is my order?", "order_status")
    assert await talk.say("which code did I get?", "promotion_question") == ["coupon_valid"]
    assert CODE in talk.text
    assert "€5.00" in talk.text
    assert "24 December" in talk.text or "December 24" in talk.text


async def test_who_asks_on_gets_the_articles_beside_the_code() -> None:
    talk = Talk(Giving())
    await talk.say("where is my order?", "order_status")
    await talk.say("which code did I get?", "promotion_question")
    names = await talk.say("it does not work", "promotion_question")
    assert names[0] == "coupon_valid"
    assert len(names) > 1


async def test_a_question_about_offers_gets_the_articles_too() -> None:
    names = await Talk(Giving()).say("any offers now?", "promotion_question")
    assert names.count("coupon_valid") == 1
    assert "knowledge_none" in names


async def test_a_voucher_that_was_used_or_is_over_is_not_told() -> None:
    used = Talk(Giving(used_at=NOW.isoformat()))
    await used.say("where is my order?", "order_status")
    assert "coupon_valid" not in await used.say("which code did I get?", "promotion_question")
    over = Talk(Giving(valid_until=(NOW - timedelta(days=1)).date().isoformat()))
    await over.say("where is my order?", "order_status")
    assert "coupon_valid" not in await over.say("which code did I get?", "promotion_question")


async def test_a_stranger_hears_of_no_voucher() -> None:
    talk = Talk(Giving(), proven=False)
    names = await talk.say("which code did I get?", "promotion_question")
    assert "coupon_valid" not in names
    assert CODE not in talk.text


async def test_who_asks_for_a_voucher_with_the_late_order_gets_one_and_no_person_to_decide() -> None:
    due = (NOW - timedelta(days=6)).date().isoformat()
    event = {"at": (NOW - timedelta(days=1)).isoformat(), "code": "in_transit"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": due, "events": [event]}
    given = {"cause": "delay", "after_hours": 24, "value": 5, "currency": "EUR"}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])), voucher=given)
    said = (("order_status", 0.7), ("compensation_request", 0.4))
    names = await talk.hear(UserTurn("a week late, what do I get for it?", said, said, decision="answer"))
    assert "voucher_granted" in names
    assert "compensation_review" not in names
    assert talk.result is not None and talk.result.handoff is None


@pytest.mark.parametrize(("emotion", "called"), [("neutral", False), ("angry", True), ("disappointed", True)])
async def test_to_who_is_cross_with_the_voucher_a_person_decides_about_more(emotion: str, called: bool) -> None:
    talk = Talk(Giving())
    await talk.say("where is my order?", "order_status")
    said = (("compensation_request", 0.95),)
    names = await talk.hear(UserTurn("is that all I am worth to you?", said, said, decision="answer", emotion=emotion))
    assert "compensation_already" in names
    assert ("compensation_review" in names) is called
    assert talk.result is not None and (talk.result.handoff is not None) is called
