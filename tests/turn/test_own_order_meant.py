""" "How long does it take?" and whether that is about the one order that is on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import NOW, Shop, Talk, order

from bot.dialogue import UserTurn

TIME, SATURDAY = "delivery_time", f"{NOW.year}-11-28"


async def test_whether_it_comes_by_a_day_is_asked_of_the_only_order_under_way() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say("will it be here by Saturday?", TIME, date=SATURDAY))[-2:] == [
        "order_processing",
        "needed_day",
    ]


async def test_without_a_day_or_with_two_orders_it_is_a_question_about_delivery() -> None:
    assert "order_processing" not in await Talk(Shop(order())).say("how long is delivery?", TIME)
    two = Talk(Shop(order(), order(id="PA-2026-100002")))
    assert "order_processing" not in await two.say("will it be here by Saturday?", TIME, date=SATURDAY)


@pytest.mark.parametrize(("beside", "own"), [(0.05, True), (0.6, False)])
async def test_what_is_faintly_heard_beside_is_no_second_question(beside: float, own: bool) -> None:
    said = ((TIME, 0.9), ("product_recommend", beside))
    day = {"entity": "date", "value": SATURDAY, "text": "Saturday"}
    names = await Talk(Shop(order())).hear(UserTurn("a gift, here by Saturday?", said, said, (day,)))
    assert ("order_processing" in names) is own


async def test_a_parcel_that_customs_has_let_go_is_meant_where_its_number_is_named() -> None:
    event = {"at": (NOW - timedelta(hours=5)).isoformat(), "code": "customs_cleared", "location": "Berlin, DE"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": "2026-11-30", "events": [event]}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    named = await talk.say("has customs let PA-2026-100001 go?", "customs_duties", order_id="PA-2026-100001")
    assert "order_in_transit" in named
    assert "order_in_transit" not in await talk.say("how much duty is it?", "customs_duties")
