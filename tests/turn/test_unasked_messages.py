"""What the house writes by itself: promised news at their time, and whether an address is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from shop_talk import CONTENT, NOW, Shop, Talk, order

from actions.commerce.shapes import Order
from bot.unasked import Beginning
from bot.unasked_rules import ADDRESS_FLOW, UPDATE_FLOW, allowed_at

ASKED = {"kind": "address_asked", "at": NOW.isoformat(), "parcels": ["S1"]}
HOME = {"country": "DE", "city": "Berlin", "postal_code": "10999", "street": "Oranienstraße 5"}
FIRST = "PA-2026-100001"


def under_way(*codes: str, notes: tuple[dict[str, Any], ...] = (ASKED,), eta: int = 3) -> Order:
    at = [NOW - timedelta(hours=10 * (len(codes) - place)) for place in range(len(codes))]
    events = [{"at": moment.isoformat(), "code": code} for moment, code in zip(at, codes, strict=True)]
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": events}
    due = (NOW + timedelta(days=eta)).date().isoformat()
    return order(status="shipped", shipments=[{**parcel, "eta": due}], notes=list(notes), shipping_address=HOME)


def question() -> Beginning:
    return Beginning(ADDRESS_FLOW, {"order_id": FIRST})


def notes(shop: Shop) -> list[str]:
    return [line["kind"] for line in shop.orders[FIRST][0].notes]


# ---- the address


async def test_a_yes_is_noted_and_changes_nothing() -> None:
    shop = Shop(under_way("in_transit"))
    talk = Talk(shop)
    assert await talk.begin(question()) == ["ask_address_stays"]
    assert "Oranienstraße 5" in talk.text
    assert "address_stays" in await talk.say("yes", "affirm")
    assert notes(shop)[:2] == ["address_asked", "address_confirmed"]
    assert shop.orders[FIRST][0].shipping_address == HOME


async def test_a_correction_goes_the_way_of_every_change_of_address() -> None:
    shop = Shop(under_way("in_transit"))
    talk = Talk(shop)
    await talk.begin(question())
    assert "ask_new_address" in await talk.say("no", "deny")
    assert "ask_confirm_address" in await talk.say("Adalbertstraße 12, 10999 Berlin")
    assert "address_redirected" in await talk.press("/SetSlots(confirm_address=true)")
    changed = shop.orders[FIRST][0]
    assert changed.shipping_address == {"country": "DE", "text": "Adalbertstraße 12, 10999 Berlin"}
    assert notes(shop)[-1] == "address_redirected"
    assert talk.result is not None
    alerts = [request.data["kind"] for request in talk.result.requests if request.kind == "alert"]
    assert alerts == ["redirect_parcel"]


async def test_a_correction_without_a_yes_changes_nothing() -> None:
    shop = Shop(under_way("in_transit"))
    talk = Talk(shop)
    await talk.begin(question())
    await talk.say("no", "deny")
    await talk.say("Adalbertstraße 12, 10999 Berlin")
    assert "kept" in await talk.press("/SetSlots(confirm_address=false)")
    assert shop.orders[FIRST][0].shipping_address == HOME


async def test_an_open_question_comes_back_behind_it() -> None:
    shop = Shop(under_way("in_transit"), order(id="PA-2026-100002"))
    talk = Talk(shop)
    await talk.say("cancel PA-2026-100002", "order_cancel", order_id="PA-2026-100002")
    assert talk.button("/SetSlots(confirm_cancel=true)")
    assert "ask_address_stays" in await talk.begin(question())
    assert any("confirm_cancel" in name for name in await talk.say("yes", "affirm"))
    assert shop.orders["PA-2026-100002"][0].status == "processing", "the yes was for the address"


@pytest.mark.parametrize(
    "gone",
    [
        under_way("out_for_delivery", "delivered"),
        under_way("in_transit", notes=(ASKED, {"kind": "address_confirmed", "at": NOW.isoformat()})),
        under_way("in_transit", notes=()),
    ],
    ids=["arrived", "answered elsewhere", "never asked"],
)
async def test_what_is_over_is_not_asked(gone: Order) -> None:
    assert await Talk(Shop(gone)).begin(question()) == []


async def test_without_the_question_a_parcel_on_its_way_keeps_its_address() -> None:
    talk = Talk(Shop(under_way("in_transit", notes=())))
    said = await talk.say("change the address of PA-2026-100001", "order_change_address", order_id=FIRST)
    assert "address_too_late" in said


# ---- promised news


async def promised(talk: Talk) -> Beginning:
    """The update that the last answer promised."""
    assert talk.result is not None
    (request,) = [one for one in talk.result.requests if one.kind == "update"]
    return Beginning(UPDATE_FLOW, {"order_id": request.data["order_id"]}, request.data["by"])


async def test_promised_news_come_with_what_holds_then() -> None:
    shop = Shop(under_way("in_transit", "exception", notes=()))
    talk = Talk(shop)
    assert "order_exception" in await talk.say("where is it?", "order_status")
    update = await promised(talk)
    shop.orders[FIRST] = (under_way("exception", "out_for_delivery", notes=()), 2)
    assert await talk.begin(update) == ["as_promised", "order_out_for_delivery"]
    assert await talk.begin(update) == [], "once"


async def test_newer_news_make_the_older_promise_void() -> None:
    shop = Shop(under_way("in_transit", "exception", notes=()))
    talk = Talk(shop)
    await talk.say("where is it?", "order_status")
    update = await promised(talk)
    assert await talk.begin(replace(update, promised="2026-11-20T10:00:00+00:00")) == []
    assert "as_promised" in await talk.begin(update)
    assert "order_exception" in [
        message.response.removeprefix("utter_") for message in (talk.result.messages if talk.result else [])
    ], "nothing new is told too, with a new moment"
    assert (await promised(talk)).promised is not None


async def test_people_who_lead_are_told_instead_of_the_shopper() -> None:
    talk = Talk(Shop(under_way("in_transit", "exception", notes=())))
    await talk.say("where is it?", "order_status")
    update = await promised(talk)
    talk.scene = replace(talk.scene, status="human")
    assert await talk.begin(update) == []
    assert talk.result is not None
    assert [request.data["kind"] for request in talk.result.requests] == ["unasked_message"]


# ---- when


@pytest.mark.parametrize(
    ("wanted", "now", "sent"),
    [
        ("2026-11-24T15:00", "2026-11-24T10:00", "2026-11-24T15:00"),
        ("2026-11-24T23:00", "2026-11-24T10:00", "2026-11-24T19:59"),  # before the quiet hours begin
        ("2026-11-25T05:00", "2026-11-24T10:00", "2026-11-24T19:59"),
        ("2026-11-24T23:00", "2026-11-24T22:00", "2026-11-25T08:00"),  # they have begun
        ("2026-11-25T05:00", "2026-11-25T04:00", "2026-11-25T08:00"),
        ("2026-11-23T05:00", "2026-11-24T10:00", "2026-11-24T10:00"),  # overdue
    ],
)
def test_nothing_is_sent_unasked_in_the_quiet_hours(wanted: str, now: str, sent: str) -> None:
    style = CONTENT.answers.style("DE", "de")
    zone = ZoneInfo("Europe/Berlin")
    moments = [datetime.fromisoformat(one).replace(tzinfo=zone) for one in (wanted, now, sent)]
    assert allowed_at(moments[0], moments[1], style, "Europe/Berlin") == moments[2]
