"""When a parcel is wished: day and time from all that is said, kept until the order is known and while one of them
changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import NOW, Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.reading import Reading

DAY = "delivery_schedule"
TODAY, SATURDAY, SUNDAY = (f"{NOW + timedelta(days=ahead):%Y-%m-%d}" for ahead in (0, 4, 5))


def noted(talk: Talk, number: str = "PA-2026-100001") -> tuple[str, str | None]:
    note = talk.shop.orders[number][0].notes[-1]
    return note["day"], note.get("time")


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "can it come Saturday morning?", "morning"),
        ("en", "good morning, can it come on Saturday afternoon", "afternoon"),
        ("ja", "土曜の午前中に届けてもらえますか", "午前中"),
        ("zh", "可以指定禮拜六下午到嗎", "下午"),
        ("ko", "토요일 오전에 받고싶은데", "오전"),
        ("pt", "pode ser sábado de manhã?", "de manhã"),
        ("de", "geht Samstag Vormittag?", "vormittag"),
    ],
)
async def test_a_part_of_the_day_is_repeated_and_passed_on(language: str, text: str, words: str) -> None:
    talk = Talk(Shop(order(status="shipped")), language=language)
    assert (await talk.say(text, DAY, date=SATURDAY))[-1] == "ask_confirm_schedule"
    assert words in talk.text
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, words)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "good morning, on Saturday please"), ("id", "pagi kak, bisa sabtu?")]
)
async def test_a_greeting_is_no_time(language: str, text: str) -> None:
    talk = Talk(Shop(order(status="shipped")), language=language)
    await talk.say(text, DAY, date=SATURDAY)
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, None)


@pytest.mark.parametrize(
    "dates", [(SATURDAY, f"{TODAY}T14:00", f"{TODAY}T16:00"), (f"{SATURDAY}T14:00", f"{TODAY}T16:00")]
)
async def test_from_two_to_four_on_a_day_is_that_day(dates: tuple[str, ...]) -> None:
    talk = Talk(Shop(order(status="shipped")))
    assert (await talk.say("Saturday from 2 to 4", DAY, date=dates))[-1] == "ask_confirm_schedule"
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, "14:00")


async def test_day_and_time_told_before_the_order_are_kept() -> None:
    second = "PA-2026-100002"
    talk = Talk(Shop(order(status="shipped"), order(id=second, status="shipped")))
    assert (await talk.say("Saturday after 6 pm", DAY, date=(SATURDAY, f"{TODAY}T18:00")))[-1] == "ask_order_choice"
    assert await talk.press(f"/SetSlots(order_id={second}") == ["ask_confirm_schedule"]
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk, second) == (SATURDAY, "18:00")


async def test_another_time_leaves_the_day_that_was_to_be_confirmed() -> None:
    talk = Talk(Shop(order(status="shipped")))
    await talk.say("on Saturday morning please", DAY, date=SATURDAY)
    assert await talk.say("make it 3 pm", DAY, date=f"{TODAY}T15:00") == ["ask_confirm_schedule"]
    assert talk.shop.keys == []
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, "15:00")


async def test_another_day_is_another_day() -> None:
    talk = Talk(Shop(order(status="shipped")))
    await talk.say("on Saturday please", DAY, date=SATURDAY)
    dates = (f"{SUNDAY}T14:00", f"{TODAY}T16:00")
    assert await talk.say("rather Sunday from 2 to 4", DAY, date=dates) == ["ask_confirm_schedule"]
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SUNDAY, "14:00")


@pytest.mark.parametrize(
    ("language", "text", "heard", "words"),
    [
        ("fr", "le matin", ("greet", 0.9), "le matin"),
        ("de", "vormittags", ("greet", 0.5), "vormittags"),
        ("en", "yes, in the afternoon", ("affirm", 0.9), "in the afternoon"),
        ("ru", "лучше вечером", ("delivery_schedule", 0.9), "вечером"),
        ("ja", "午前中で", ("out_of_scope", 0.5), "午前中"),
    ],
)
async def test_a_part_of_the_day_alone_is_taken_where_the_day_is_to_be_confirmed(
    language: str, text: str, heard: tuple[str, float], words: str
) -> None:
    talk = Talk(Shop(order(status="shipped")), language=language)
    await talk.say("…", DAY, date=SATURDAY)
    reading = Reading(text, language, "m", understanding=understood(text, heard), waiting_for="confirm_schedule")
    assert (await talk.hear(reading.as_turn()))[-1] == "ask_confirm_schedule"
    assert words in talk.text
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, words)


async def test_a_part_of_the_day_that_is_read_as_today_leaves_the_day() -> None:
    talk = Talk(Shop(order(status="shipped")))
    await talk.say("on Saturday please", DAY, date=SATURDAY)
    assert (await talk.say("in the morning", None, date=TODAY))[-1] == "ask_confirm_schedule"
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, "in the morning")


@pytest.mark.parametrize(
    ("language", "text", "heard", "words"),
    [
        ("zh", "朝早得唔得", (("greet", 0.49), ("deny", 0.38)), "朝早"),
        ("zh", "早上", (("greet", 0.99),), "早上"),
        ("en", "in the morning", (("greet", 0.9),), "in the morning"),
        ("ko", "오전이요", (("out_of_scope", 0.5),), "오전"),
    ],
)
async def test_a_part_of_the_day_alone_is_kept_where_the_day_is_asked_for(
    language: str, text: str, heard: tuple[tuple[str, float], ...], words: str
) -> None:
    talk = Talk(Shop(order(status="shipped")), language=language)
    assert (await talk.say("…", DAY))[-1] == "ask_delivery_date"
    reading = Reading(text, language, "m", understanding=understood(text, *heard), waiting_for="delivery_date")
    assert (await talk.hear(reading.as_turn()))[-1] == "ask_delivery_date"
    assert (await talk.say("…", None, date=SATURDAY))[-1] == "ask_confirm_schedule"
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, words)


def test_a_part_of_the_day_that_is_refused_stays_refused() -> None:
    text = "not in the evening"
    found = understood(text, ("deny", 0.9))
    turn = Reading(text, "en", "m", understanding=found, waiting_for="confirm_schedule").as_turn()
    assert turn.intent == "deny"


async def test_a_span_that_ends_with_the_day_begins_with_its_first_hour() -> None:
    talk = Talk(Shop(order(status="shipped")))
    first = {"entity": "date", "value": f"{TODAY}T14:00", "start": 5, "end": 6}
    last = {"entity": "date", "value": f"{SATURDAY}T17:00", "start": 10, "end": 25}
    said = (("delivery_schedule", 0.95),)
    await talk.hear(UserTurn("from 2 to 5 on Saturday", said, said, entities=(first, last)))
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, "14:00")


@pytest.mark.parametrize(("told", "hour"), [("05:00", "17:00"), ("01:30", "13:30"), ("07:00", "07:00")])
async def test_nobody_has_a_parcel_brought_before_dawn(told: str, hour: str) -> None:
    talk = Talk(Shop(order(status="shipped")))
    assert (await talk.say("Saturday at 5", DAY, date=f"{SATURDAY}T{told}"))[-1] == "ask_confirm_schedule"
    await talk.press("/SetSlots(confirm_schedule=true")
    assert noted(talk) == (SATURDAY, hour)
