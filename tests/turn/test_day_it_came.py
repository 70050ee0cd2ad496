"""Orders told apart by the day on which they came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import CUP, LINE, NOW, Shop, Talk, order
from understood import understood

from actions.commerce.shapes import Order
from bot.nlu.understanding import Entity
from bot.reading import Reading

TWO = "PA-2026-100002"


def came(days: int, **changes: object) -> Order:
    at = (NOW - timedelta(days=days)).isoformat()
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [{"at": at, "code": "delivered"}]}
    return order(*changes.pop("lines", (LINE,)), status="delivered", shipments=[parcel], **changes)  # type: ignore[misc]


def shop() -> Shop:
    return Shop(came(2), came(5, lines=(CUP,), id=TWO))


@pytest.mark.parametrize("day", ["2026-11-19", "2026-11-26"])
async def test_a_day_or_its_weekday_chooses_at_once(day: str) -> None:
    talk = Talk(shop())
    answers = await talk.say("return something of the parcel that came on Thursday", "return_request", date=day)
    assert answers[-1] == "ask_return_reason"
    await talk.press("/SetSlots(return_reason=changed_mind)")
    assert "Mug" in talk.text


async def test_a_day_chooses_where_orders_are_offered() -> None:
    talk = Talk(shop())
    assert "ask_order_choice" in await talk.say("I want to return something", "return_request")
    assert (await talk.say("the one that came on Thursday", None, date="2026-11-26"))[-1] == "ask_return_reason"


async def test_another_day_chooses_none() -> None:
    assert "ask_order_choice" in await Talk(shop()).say(
        "return what came on Monday", "return_request", date="2026-11-30"
    )


@pytest.mark.parametrize(
    ("waiting", "intent", "decision"),
    [
        ("order_id", "order_status", "reject"),
        ("order_id", "return_request", "answer"),
        (None, "order_status", "answer"),
    ],
)
def test_it_asks_nothing_about_a_parcel_where_an_order_was_asked_for(
    waiting: str | None, intent: str, decision: str
) -> None:
    day = (Entity("date", "2026-11-26", 21, 29, "rules", "Thursday"),)
    heard = understood("the one that came on Thursday", (intent, 0.97), entities=day)
    turn = Reading(heard.text, "en", "m", understanding=heard, waiting_for=waiting).as_turn()
    assert turn.decision == decision


@pytest.mark.parametrize(("wish", "chosen"), [("order_status", False), ("order_cancel", True)])
async def test_the_day_until_which_it_is_needed_is_none_on_which_it_was_ordered(wish: str, chosen: bool) -> None:
    today, before = NOW, NOW - timedelta(days=4)
    talk = Talk(Shop(order(placed_at=today.isoformat()), order(id=TWO, placed_at=before.isoformat())))
    answers = await talk.say("if it is not here today …", wish, date=today.date().isoformat())
    assert ("ask_order_choice" not in answers) is chosen


@pytest.mark.parametrize(
    ("text", "packed"), [("I got the size wrong in what I ordered", True), ("it came small", False)]
)
async def test_the_day_it_was_ordered_means_what_has_not_left(text: str, packed: bool) -> None:
    """An exchange of what is still here is a change."""
    placed = order(id="PA-2026-100003", placed_at=(NOW - timedelta(days=1)).isoformat())
    mugs = order(CUP, id="PA-2026-100004", placed_at=(NOW - timedelta(days=1)).isoformat())
    talk = Talk(Shop(came(2), came(5, lines=(CUP,), id=TWO), placed, mugs))
    answers = await talk.say(text + " yesterday", "exchange_request", date="2026-11-23", size="L")
    assert answers[-1] == ("ask_confirm_items" if packed else "ask_confirm_exchange")


def test_a_dislike_is_no_wrong_item() -> None:
    heard = understood("I don't like the colour", ("item_wrong", 0.9), values={"return_reason": ("changed_mind", 0.6)})
    assert Reading(heard.text, "en", "m", understanding=heard).as_turn().intent == "return_request"
