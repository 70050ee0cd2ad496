"""A lost parcel that is sent again: by when it leaves and by when it is there."""

from __future__ import annotations

from datetime import timedelta

from shop_talk import NOW, Shop, Talk, order

from bot.dialogue import UserTurn


async def test_the_new_parcel_has_a_day_of_arrival_also_when_it_is_asked_for_later() -> None:
    note = {"kind": "trace", "at": NOW.isoformat(), "deadline": (NOW - timedelta(days=1)).isoformat()}
    talk = Talk(Shop(order(status="shipped", notes=(note,))))
    await talk.say("it never came", "delivery_not_received")
    await talk.hear(UserTurn("send it again", values={"resolution": ("reship", 0.9)}))
    assert (await talk.say("yes", "affirm"))[0] == "reshipped"
    assert "leaves our warehouse by" in talk.text and "should be with you by" in talk.text
    told = talk.text
    assert "reshipped" in await talk.say("and when will it be here", "delivery_not_received")
    assert talk.text.split("should be with you by")[1][:20] == told.split("should be with you by")[1][:20]
