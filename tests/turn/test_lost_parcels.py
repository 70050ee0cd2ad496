"""A lost parcel that is sent again: by when it leaves and by when it is there."""

from __future__ import annotations

from datetime import timedelta

from shop_talk import NOW, Shop, Talk, delivered, order

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


async def test_another_one_asked_for_as_if_the_wrong_one_had_come_is_a_new_parcel() -> None:
    lost = {"at": (NOW - timedelta(days=1)).isoformat(), "code": "lost"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [lost]}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    assert (await talk.say("send another one", "item_wrong"))[-1] == "order_lost"
    await talk.hear(UserTurn("send it again", values={"resolution": ("reship", 0.9)}))
    assert (await talk.say("yes", "affirm"))[0] == "reshipped"


async def test_where_it_is_asked_before_the_yes_leaves_the_remedy_that_was_chosen() -> None:
    lost = {"at": (NOW - timedelta(days=1)).isoformat(), "code": "lost"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [lost]}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    await talk.say("my parcel is lost", "delivery_not_received")
    asked = await talk.hear(UserTurn("send it again", values={"resolution": ("reship", 0.9)}))
    assert (await talk.say("when is it here?", "order_status"))[-1] == asked[-1] == "ask_confirm_reship"
    assert (await talk.say("ok", "affirm"))[0] == "reshipped"


async def test_the_wrong_one_in_a_parcel_that_still_travels_is_no_lost_parcel() -> None:
    moving = {"at": (NOW - timedelta(hours=5)).isoformat(), "code": "in_transit"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [moving]}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    assert (await talk.say("send another one", "item_wrong"))[-1] == "return_not_delivered"


async def test_who_changed_their_mind_about_a_lost_parcel_is_asked_what_becomes_of_it() -> None:
    lost = {"at": (NOW - timedelta(days=1)).isoformat(), "code": "lost"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [lost]}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    meant = UserTurn("back with it", (("return_request", 0.9),), values={"return_reason": ("changed_mind", 0.9)})
    assert (await talk.hear(meant))[-1] == "order_lost"


async def test_the_money_asked_for_while_the_parcel_is_searched_for_is_told_by_when_it_is_to_be_had() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("it never came", "delivery_not_received"))[-1] == "ask_address_right"
    assert "trace_started" in await talk.press("/SetSlots(address_right=true)")
    assert (await talk.say("forget it, my money back", "return_request"))[0] == "trace_running"
    meant = UserTurn("it is too small", (("return_request", 0.9),), values={"return_reason": ("too_small", 0.9)})
    assert (await talk.hear(meant))[-1] == "ask_resolution"  # it was found, and goes back
