"""Which orders are offered to choose from: those that the words may mean, and what was told meanwhile is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from shop_talk import CUP, LINE, NOW, Shop, Talk, delivered, order
from understood import understood

from actions.commerce.shapes import Order
from bot.dialogue import UserTurn
from bot.reading import Reading

FIRST, SECOND, THIRD = "PA-2026-100001", "PA-2026-100002", "PA-2026-100003"
ADDRESS, NOT_RECEIVED = "order_change_address", "delivery_not_received"
_ELM = "5 Elm Street, LS1 4AB Leeds"


def arrived(number: str) -> Order:
    return delivered().model_copy(update={"id": number})


def held_by_customs(number: str) -> Order:
    at = (NOW - timedelta(days=3)).isoformat()
    event: dict[str, Any] = {"at": at, "code": "customs_hold"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [event]}
    return order(id=number, status="shipped", shipments=[parcel])


def offered(talk: Talk) -> list[str]:
    return [payload.partition("=")[2][: len(FIRST)] for payload in talk.buttons if "order_id=" in payload]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "it says delivered but it isn't here"),
        ("zh", "显示签收了，我根本没收到"),
        ("ja", "配達完了になってるのに届いてない"),
        ("ko", "배송완료라고 뜨는데 안왔어요"),
        ("it", "risulta consegnato ma qui non c'è"),
        ("id", "statusnya sudah diterima tapi barangnya ga ada"),
    ],
)
async def test_a_parcel_that_is_said_to_be_delivered_is_none_on_its_way(language: str, text: str) -> None:
    talk = Talk(Shop(order(status="shipped"), arrived(SECOND)), language=language)
    assert (await talk.say(text, NOT_RECEIVED))[-1] == "ask_address_right"
    assert SECOND in talk.text


async def test_the_one_that_came_on_the_day_that_is_named_is_meant() -> None:
    before = delivered().model_copy(update={"id": THIRD})
    event = {"at": (NOW - timedelta(days=1)).isoformat(), "code": "delivered"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [event]}
    talk = Talk(Shop(order(id=SECOND, status="delivered", shipments=[parcel]), before))
    await talk.say("it says delivered yesterday", NOT_RECEIVED, date=f"{NOW - timedelta(days=1):%Y-%m-%d}")
    assert offered(talk) == [] and SECOND in talk.text


async def test_the_one_that_was_placed_on_the_day_that_is_named_is_meant() -> None:
    placed = (NOW - timedelta(days=7)).isoformat()
    talk = Talk(Shop(order(status="shipped"), order(id=SECOND, status="shipped", placed_at=placed)))
    await talk.say("where is my order of last week's Tuesday", "order_status", date=placed[:10])
    assert offered(talk) == [] and SECOND in talk.text


async def test_one_that_has_not_come_may_be_either() -> None:
    talk = Talk(Shop(order(status="shipped"), arrived(SECOND)))
    await talk.say("I haven't got my parcel", NOT_RECEIVED)
    assert offered(talk) == [FIRST, SECOND]


async def test_the_parcel_that_was_told_of_in_between_is_not_the_only_choice() -> None:
    talk = Talk(Shop(order(), held_by_customs(SECOND), order(id=THIRD)))
    await talk.say("where is my parcel", "order_status")
    names = await talk.say("stuck at customs? who pays for that?", "customs_duties")
    assert "order_customs_hold" in names
    assert offered(talk) == [FIRST, SECOND, THIRD]


async def test_where_no_order_can_be_changed_only_those_on_their_way_are_offered() -> None:
    gone = order(id=THIRD, status="cancelled")
    talk = Talk(Shop(order(status="shipped"), order(id=SECOND, status="shipped"), gone))
    await talk.say("I need another address", ADDRESS)
    assert offered(talk) == [FIRST, SECOND]


async def test_an_address_that_comes_before_the_order_is_not_asked_for_again() -> None:
    talk = Talk(Shop(order(), order(id=SECOND)))
    await talk.say("I need another address", ADDRESS)
    assert (await talk.say(_ELM, ADDRESS, place=_ELM))[-1] == "ask_order_choice"
    assert await talk.press(f"/SetSlots(order_id={SECOND}") == ["ask_confirm_address"]
    assert _ELM in talk.text
    await talk.say("yes", "affirm")
    assert talk.shop.orders[SECOND][0].shipping_address["text"] == _ELM


@pytest.mark.parametrize("text", ["the one on its way", "not the one at customs"])
async def test_one_on_its_way_is_not_the_one_that_customs_holds(text: str) -> None:
    talk = Talk(Shop(order(status="shipped"), held_by_customs(SECOND)))
    await talk.say("where is my parcel", "order_status")
    assert offered(talk) == [FIRST, SECOND] and "customs" in talk.text
    meant = Reading(text, "en", "m", understanding=understood(text), waiting_for="order_id")
    await talk.hear(meant.as_turn())
    assert FIRST in talk.text and SECOND not in talk.text and not offered(talk)


async def test_held_by_customs_is_on_its_way_where_nothing_else_is() -> None:
    talk = Talk(Shop(arrived(FIRST), held_by_customs(SECOND)))
    await talk.say("I need the invoice", "invoice_request")
    text = "the one on its way"
    await talk.hear(Reading(text, "en", "m", understanding=understood(text), waiting_for="order_id").as_turn())
    assert SECOND in talk.text and FIRST not in talk.text


async def test_the_postcode_of_an_address_told_before_the_order_is_no_number_later() -> None:
    talk = Talk(Shop(order(), order(id=SECOND)))
    await talk.say("I need another address", ADDRESS)
    street = "99/45 Soi 12, Pathum Thani 12130"
    assert (await talk.say(street, ADDRESS, place=street, order_id="12130"))[-1] == "ask_order_choice"
    assert (await talk.say("and the phone too", ADDRESS))[-1] == "ask_order_choice"
    assert "12130" not in talk.text and offered(talk) == [FIRST, SECOND]


async def test_a_yes_to_a_return_that_was_offered_is_about_the_order_that_was_talked_of() -> None:
    talk = Talk(
        Shop(order(), order(id=SECOND, status="shipped"), delivered(LINE, CUP).model_copy(update={"id": THIRD}))
    )
    assert "refund_none" in await talk.say("where is my refund for the mug", "refund_status", product="mug")
    ranking = (("affirm", 0.9999), ("order_cancel", 0.00001))
    assert (await talk.hear(UserTurn("yes confirm", ranking[:1], ranking)))[-1] == "ask_item_choice"
