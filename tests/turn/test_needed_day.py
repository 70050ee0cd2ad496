"""Who names the day for which a parcel is needed is told whether it comes in time, and what can be done if not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import NOW, Shop, Talk, delivered, order

from bot.dialogue import UserTurn

WHERE = "order_status"


def _in(days: int) -> str:
    return f"{NOW + timedelta(days=days):%Y-%m-%d}"


def _coming(days: int) -> Talk:
    event = {"at": (NOW - timedelta(hours=6)).isoformat(), "code": "in_transit"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": _in(days), "events": [event]}
    return Talk(Shop(order(status="shipped", shipments=[parcel])))


@pytest.mark.parametrize(("needed", "words"), [(6, "in time"), (4, "in time"), (2, "later than")])
async def test_the_day_is_held_against_the_day_of_arrival(needed: int, words: str) -> None:
    talk = _coming(4)
    assert await talk.say("will it be here by then?", WHERE, date=_in(needed)) == ["order_in_transit", "needed_day"]
    assert words in talk.text
    assert ("refuse the parcel" in talk.text) is (needed < 4)


async def test_of_what_is_being_packed_the_latest_day_counts() -> None:
    for needed, words in ((3, "later than"), (40, "in time")):
        talk = Talk(Shop(order()))
        assert "needed_day" in await talk.say("will it be here by then?", WHERE, date=_in(needed))
        assert words in talk.text


async def test_nothing_is_promised_of_a_parcel_without_news() -> None:
    event = {"at": (NOW - timedelta(days=5)).isoformat(), "code": "in_transit"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": _in(2), "events": [event]}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    assert await talk.say("will it be here by then?", WHERE, date=_in(4)) == ["order_silent", "needed_day"]
    assert "cannot promise" in talk.text


@pytest.mark.parametrize("days", [(-3,), (2, 6), (200,), ()])
async def test_a_day_gone_by_or_far_off_several_and_none_ask_nothing(days: tuple[int, ...]) -> None:
    named = {"date": tuple(_in(one) for one in days)} if days else {}
    assert "needed_day" not in await _coming(4).say("ordered then", WHERE, **named)


async def test_what_has_arrived_is_in_time_for_nothing() -> None:
    assert "needed_day" not in await Talk(Shop(delivered())).say("for Friday", WHERE, date=_in(3))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("it is stuck since Tuesday", "Tuesday"),
        ("hängt seit Dienstag beim Zoll", "Dienstag"),
        ("bloquée depuis mardi", "mardi"),
        ("desde el martes parado", "martes"),
        ("火曜から止まってる", "火曜"),
    ],
)
async def test_since_a_day_nothing_is_needed_by_it(text: str, said: str) -> None:
    start = text.index(said)
    day = {"entity": "date", "value": _in(5), "text": said, "start": start, "end": start + len(said)}
    wish = ((WHERE, 0.95),)
    assert await _coming(4).hear(UserTurn(text, wish, wish, (day,))) == ["order_in_transit"]
