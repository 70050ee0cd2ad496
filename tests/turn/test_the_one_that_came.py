"""Who says once more which order is meant, where it is asked what is to become of what came, chooses nothing by it."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import CUP, LINE, Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.reading import Reading


def read(text: str, *wishes: tuple[str, float], waiting_for: str = "resolution", **values: Any) -> UserTurn:
    meant = understood(text, *wishes, values=values)
    return Reading(text, "en", "m", understanding=meant, waiting_for=waiting_for).as_turn()


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("the one delivered three days ago", ("order_status", 0.86)),
        ("the order that arrived on Monday", ("delivery_not_received", 0.65)),
        ("I mean the delivered one", ("affirm", 0.5)),
    ],
)
async def test_the_order_that_came_is_no_remedy_and_asks_nothing_about_the_parcel(
    text: str, wish: tuple[str, float]
) -> None:
    talk = Talk(Shop(delivered(LINE)))
    assert (await talk.say("it came broken", "item_damaged"))[-1] == "ask_problem_resolution"
    assert await talk.hear(read(text, wish, resolution=("reship", 0.9))) == ["ask_problem_resolution"]
    assert (await talk.say("money back", "return_request"))[-1] != "problem_created_refund"


async def test_the_order_that_came_is_none_of_its_items() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    assert (await talk.say("it came broken", "item_damaged"))[-1] == "ask_item_choice"
    turn = read("the one delivered three days ago", ("order_status", 0.86), waiting_for="return_item")
    assert await talk.hear(turn) == ["ask_item_choice"]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("it arrived broken again", ("item_damaged", 0.9)),
        ("it arrived, I want it refunded", ("return_request", 0.9)),
        ("was it delivered?", ("order_status", 0.9)),
        ("it was never delivered", ("order_status", 0.9)),
        ("it arrived, money back please", ("refund_status", 0.7)),
    ],
)
def test_what_says_more_than_which_order_is_read_as_it_is(text: str, wish: tuple[str, float]) -> None:
    turn = read(text, wish)
    assert turn.intents == (wish,) or turn.intent == "return_policy"
    assert not turn.places


def test_what_is_broken_is_heard_where_the_order_was_asked_for() -> None:
    turn = read("delivered one broken", ("item_damaged", 0.98), waiting_for="order_id")
    assert turn.intents == (("item_damaged", 0.98),)
    faint = read("the delivered one", ("item_damaged", 0.85), waiting_for="order_id")
    assert not faint.intents
