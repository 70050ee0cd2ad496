"""What is told to who asks what happens if parcel or money are not there on the day that was named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from shop_talk import NOW, Rules, Shop, Talk, order

ARTICLE = {
    "id": "order-late",
    "locale": "en",
    "title": "My order is late",
    "text": "72 hours late: a voucher.",
    "topics": ["compensation_request"],
    "score": 0.4,
}


@pytest.mark.parametrize(("status", "told"), [("shipped", True), ("processing", True), ("cancelled", False)])
async def test_the_rules_are_told_where_the_parcel_may_still_be_late(
    status: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def search(*_: Any, **__: Any) -> list[dict[str, Any]]:
        return [ARTICLE | {"locale": "de"}, ARTICLE | {"topics": ["delivery_cost"]}, ARTICLE]

    monkeypatch.setattr(Rules, "search", search)
    talk = Talk(Shop(order(status=status)))
    names = await talk.say("and if it is late?", "compensation_request")
    assert names[0] == "compensation_none"
    assert ("72 hours late" in talk.text) is told


async def test_without_an_article_about_it_no_more_is_said_than_that_nothing_is_due() -> None:
    assert await Talk(Shop(order())).say("and if it is late?", "compensation_request") == ["compensation_none"]


async def test_who_asks_for_the_same_refund_again_hears_what_to_do_if_it_does_not_come() -> None:
    refund = {"id": "RF-1", "amount": 40, "currency": "USD", "status": "pending"}
    due = (NOW + timedelta(days=5)).date().isoformat()
    talk = Talk(Shop(order(status="cancelled", refunds=[{**refund, "due": due}])))
    assert await talk.say("where is my money", "refund_status", order_id="PA-2026-100001") == ["refund_state"]
    assert await talk.say("and if it is not there by then?", "refund_status") == ["refund_state", "next_step"]
