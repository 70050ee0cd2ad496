"""A parcel that is on its way and is not wanted: refused at the door, with the day on which the money is back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from shop_talk import CUP, LINE, NOW, Rules, Shop, Talk, order

from actions.commerce.shapes import Order
from bot.dialogue import UserTurn

CANCEL = "order_cancel"


def on_its_way(order_id: str = "PA-2026-100001", lines: tuple[dict[str, Any], ...] = (), **changes: Any) -> Order:
    """An order that left yesterday and arrives in two days."""
    at = (NOW - timedelta(days=1)).isoformat()
    parcel = {
        "id": "S1",
        "carrier": "DHL",
        "tracking_number": "LA1",
        "eta": (NOW + timedelta(days=2)).date().isoformat(),
        "events": [{"at": at, "code": "in_transit"}],
    }
    return order(*lines, id=order_id, status="shipped", shipments=[parcel], **changes)


def scarf() -> Order:
    """Another order, which could still be cancelled."""
    return order(id="PA-2026-100002")


async def test_cancelling_after_the_status_of_a_shipped_order_is_about_that_order() -> None:
    talk = Talk(Shop(on_its_way(), scarf()))
    await talk.say("where is PA-2026-100001", "order_status", order_id="PA-2026-100001")
    assert await talk.say("can I still cancel it", CANCEL) == ["ask_confirm_refusal"]
    assert "PA-2026-100001" in talk.text
    assert "PA-2026-100002" not in talk.text


async def test_without_an_order_that_was_talked_of_the_one_that_can_be_cancelled_is_meant() -> None:
    talk = Talk(Shop(on_its_way(), scarf()))
    assert await talk.say("I want to cancel my order", CANCEL) == ["ask_confirm_cancel"]
    assert "PA-2026-100002" in talk.text


async def test_a_day_of_arrival_that_is_told_with_its_hour_is_one() -> None:
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": (NOW + timedelta(days=2)).isoformat()}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    assert await talk.say("I don't want it any more", CANCEL) == ["ask_confirm_refusal"]


async def test_a_refused_parcel_is_registered_once_with_the_day_of_the_refund(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rules, "facts", _slow_country(Rules.facts))
    talk = Talk(Shop(on_its_way()))
    await talk.say("I refused the parcel", CANCEL)
    assert await talk.press("/SetSlots(confirm_refusal=true") == ["refusal_noted", "completed"]
    # two days to arrive, ten working days back, five for the refund
    assert "December 17" in talk.text or "17 December" in talk.text
    after = talk.shop.orders["PA-2026-100001"][0]
    (back,) = after.returns
    assert (back.reason, back.resolution, back.shipping_paid_by, back.items) == ("refused", "refund", "shop", ("1",))
    assert after.status == "shipped"
    assert talk.result is not None
    assert [one.data["kind"] for one in talk.result.requests if one.kind == "alert"] == ["refused"]
    for intent in ("refund_status", CANCEL, "return_request", "item_damaged"):
        assert (await talk.say("and now?", intent))[0] == "refusal_noted", intent
    assert len(talk.shop.orders["PA-2026-100001"][0].returns) == 1


def _slow_country(facts: Any) -> Any:
    def known(self: Rules, market: str, on: Any, **more: Any) -> Any:
        found = facts(self, market, on, **more)
        fact = type(found["refund_days"])
        return {**found, "delivery_days": fact([4, 10], "article-delivery_days", 1)}

    return known


@pytest.mark.parametrize("intent", ["return_request", "item_damaged", CANCEL])
async def test_who_wants_the_money_for_what_is_on_its_way_may_refuse_it(intent: str) -> None:
    talk = Talk(Shop(on_its_way()))
    assert (await talk.say("I did not take it", intent))[-1] == "ask_confirm_refusal"
    assert await talk.press("/SetSlots(confirm_refusal=false") == ["kept", "completed"]
    assert talk.shop.orders["PA-2026-100001"][0].returns == ()


async def test_what_is_paid_at_the_door_needs_no_refund() -> None:
    talk = Talk(
        Shop(on_its_way(payments=[{"method": "cod", "amount": 40, "status": "pending", "at": NOW.isoformat()}]))
    )
    await talk.say("cancel it", CANCEL)
    assert "nothing to pay" in talk.text


async def test_a_parcel_that_is_searched_for_is_not_refused() -> None:
    deadline = (NOW + timedelta(days=3)).isoformat()
    note = {"kind": "trace", "at": NOW.isoformat(), "deadline": deadline}
    talk = Talk(Shop(on_its_way(notes=[note])))
    assert await talk.say("I want my money back", "return_request") == ["trace_running"]


async def test_when_the_money_comes_is_answered_by_the_terms_of_a_refusal_and_asked_once() -> None:
    talk = Talk(Shop(on_its_way()))
    await talk.say("can I still cancel it", CANCEL)
    assert await talk.say("and when would I get my money", "refund_status") == ["money_back_by", "ask_confirm_refusal"]
    assert await talk.press("/SetSlots(confirm_refusal=true") == ["refusal_noted", "completed"]
    assert await talk.say("no, refund me", "return_request") == ["refusal_noted"]


async def test_another_wish_for_the_money_takes_the_place_of_the_question() -> None:
    talk = Talk(Shop(on_its_way()))
    assert (await talk.say("it was soaked", "item_damaged"))[-1] == "ask_confirm_refusal"
    assert (await talk.say("just give me the money back", "return_request"))[-1] == "ask_confirm_refusal"
    assert await talk.press("/SetSlots(confirm_refusal=true") == ["refusal_noted", "completed"]


async def test_when_the_money_of_what_may_be_cancelled_comes_is_answered_by_the_terms_of_that() -> None:
    talk = Talk(Shop(scarf()))
    assert await talk.say("cancel it", CANCEL) == ["ask_confirm_cancel"]
    assert await talk.say("and when do I get my money", "refund_status") == ["money_back_by", "ask_confirm_cancel"]
    assert (await talk.press("/SetSlots(confirm_cancel=true"))[0] == "cancelled"
    assert (await talk.say("when does it come", "refund_status"))[0] == "refund_state"
    assert "(PayPal)" in talk.text  # where it goes


async def test_where_a_refused_parcel_is_tells_when_its_money_is_back_and_not_when_it_arrives() -> None:
    talk = Talk(Shop(on_its_way()))
    await talk.say("I no longer want it", CANCEL)
    await talk.press("/SetSlots(confirm_refusal=true")
    assert (await talk.say("so when does it arrive", "order_status"))[0] == "refusal_noted"


async def test_when_it_comes_is_answered_while_the_refusal_is_to_be_confirmed() -> None:
    talk = Talk(Shop(on_its_way()))
    await talk.say("cancel it", CANCEL)
    late = UserTurn(
        "when at last does it come", (("order_status", 0.9),), values={"return_reason": ("arrived_late", 0.9)}
    )
    assert await talk.hear(late) == ["order_in_transit", "resume", "ask_confirm_refusal"]


async def test_who_does_without_one_item_is_told_that_the_parcel_goes_back_as_a_whole() -> None:
    talk = Talk(Shop(on_its_way(lines=(LINE, CUP))))
    assert await talk.say("cancel the mug", CANCEL, product="mug") == ["refusal_is_whole", "ask_confirm_refusal"]
    assert "Linen shirt and Mug" in talk.text
    assert await talk.say("yes, the mug", "affirm", product="mug") == ["refusal_is_whole", "ask_confirm_refusal"]
    assert not talk.shop.orders["PA-2026-100001"][0].returns
    assert (await talk.say("yes", "affirm"))[0] == "refusal_noted"


async def test_an_item_that_names_the_order_or_all_of_them_say_nothing_of_a_part() -> None:
    talk = Talk(Shop(on_its_way(lines=(LINE, CUP))))
    assert await talk.say("cancel the order with the mug", CANCEL, product="mug") == ["ask_confirm_refusal"]
    talk = Talk(Shop(on_its_way(lines=(LINE, CUP))))
    said = await talk.say("cancel the shirt and the mug", CANCEL, product=("shirt", "mug"))
    assert said == ["ask_confirm_refusal"]


async def test_where_all_have_left_it_is_told_before_it_is_asked_which() -> None:
    talk = Talk(Shop(on_its_way(), on_its_way("PA-2026-100002")))
    names = await talk.say("cancel all my orders", CANCEL)
    assert names[0] == "all_on_their_way" and "ask_order_choice" in names


async def test_where_one_can_be_cancelled_nothing_is_told_of_the_others() -> None:
    talk = Talk(Shop(on_its_way(), order(id="PA-2026-100002"), order(id="PA-2026-100003")))
    assert "all_on_their_way" not in await talk.say("cancel an order", CANCEL)
