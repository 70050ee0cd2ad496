"""When it comes, asked of what was talked of just now: the new piece of an order that came, a parcel searched for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shop_talk import NOW, Shop, Talk, delivered, order

from actions.commerce.shapes import Order

WHERE = "order_status"


def on_its_way(hours: int, **changes: Any) -> Order:
    """Another order, whose newest event is so old."""
    at = (NOW - timedelta(hours=hours)).isoformat()
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [{"at": at, "code": "in_transit"}]}
    return order(id="PA-2026-100002", status="shipped", shipments=[parcel], **changes)


async def test_the_new_piece_is_meant_and_no_other_order() -> None:
    talk = Talk(Shop(delivered(), on_its_way(5)))
    await talk.say("the shirt came torn", "item_damaged")
    await talk.press("/SetSlots(resolution=exchange)")
    await talk.press("/SetSlots(confirm_return=true)")
    assert talk.shop.orders["PA-2026-100001"][0].returns
    assert (await talk.say("when will it arrive?", WHERE))[0] == "replacement_state"
    assert (await talk.say("and PA-2026-100002?", WHERE, order_id="PA-2026-100002"))[0] == "order_in_transit"
    assert (await talk.say("and where is it now?", WHERE))[0] == "order_in_transit"


async def test_of_one_order_it_is_meant_too() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the shirt came torn", "item_damaged")
    await talk.press("/SetSlots(resolution=exchange)")
    await talk.press("/SetSlots(confirm_return=true)")
    assert (await talk.say("when will it arrive?", WHERE))[0] == "replacement_state"


async def test_a_search_that_runs_ends_when_it_was_told_to_however_often_it_is_asked_about() -> None:
    until = NOW + timedelta(days=2)
    search = {"kind": "trace", "at": (NOW - timedelta(days=3)).isoformat(), "deadline": until.isoformat()}
    talk = Talk(Shop(on_its_way(24 * 5, notes=[search])))
    assert (await talk.say("where is it", WHERE))[0] == "order_silent"
    assert f"{until:%B} {until.day}" in talk.text or f"{until.day} {until:%B}" in talk.text
