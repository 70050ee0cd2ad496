"""Whether a parcel that did not come went to the right address, in words that sound like a wish about the address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shop_talk import Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.reading.reading import Reading

ADDRESS = "order_change_address"


@pytest.mark.parametrize(
    ("text", "ranking", "searched"),
    [
        ("the address is right", ((ADDRESS, 0.62), ("affirm", 0.25), ("deny", 0.08)), True),
        ("that is not my address", ((ADDRESS, 0.6), ("deny", 0.3), ("affirm", 0.05)), False),
    ],
)
async def test_a_yes_beside_that_wish_is_a_yes(
    text: str, ranking: tuple[tuple[str, float], ...], searched: bool
) -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("it never came", "delivery_not_received"))[-1] == "ask_address_right"
    names = await talk.hear(UserTurn(text, ranking[:1], ranking, decision="answer"))
    assert ("trace_started" in names) is searched


async def test_neither_the_address_nor_the_parcel_is_a_second_wish_beside_the_yes() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("it never came", "delivery_not_received")
    heard = (ADDRESS, 0.63), ("delivery_not_received", 0.31)
    said = {"address_right": ("yes", 0.9)}
    text = "the address is right, and neither the guard nor the neighbours have it"
    names = await talk.hear(UserTurn(text, heard, heard, values=said, decision="answer"))
    assert names == ["trace_started", "completed"]


async def test_a_yes_that_is_heard_beside_that_wish_adds_no_change_of_the_address() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("it never came", "delivery_not_received")
    heard = (ADDRESS, 0.66), ("affirm", 0.3)
    names = await talk.hear(UserTurn("yes the address is right, no neighbour has it", heard, heard, decision="answer"))
    assert names == ["trace_started", "completed"]


async def test_the_likelier_yes_is_one_where_it_sounds_like_another_address_and_names_none() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("it never came", "delivery_not_received")
    heard = ((ADDRESS, 0.82),)
    found = replace(
        understood("checked next door too. the address is right", *heard), values={"address_right": ("yes", 0.56)}
    )
    reading = Reading(found.text, "en", None, understanding=found, waiting_for="address_right")
    names = await talk.hear(reading.as_turn())
    assert names == ["trace_started", "completed"]
