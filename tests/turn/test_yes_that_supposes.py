""" "Yes, I guess" leaves the question of an act open."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.reading.reading import Reading


def heard(said: str) -> UserTurn:
    found = understood(said, ("affirm", 0.95))
    return Reading(said, "en", None, understanding=found, waiting_for="confirm_cancel").as_turn()


@pytest.mark.parametrize("said", ["yes, I guess", "probably", "hm, I think so"])
async def test_who_supposes_is_asked_again_and_the_clear_yes_counts(said: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    assert (await talk.hear(heard(said)))[-1] == "ask_confirm_cancel"
    assert talk.shop.orders["PA-2026-100001"][0].status != "cancelled"
    await talk.hear(heard("yes, go ahead"))
    assert talk.shop.orders["PA-2026-100001"][0].status == "cancelled"


@pytest.mark.parametrize(("sure", "cancelled"), [(0.59, False), (0.97, True)])
async def test_all_orders_is_no_yes_to_one_unless_it_is_said_outright(sure: float, cancelled: bool) -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    found = understood("all of them", ("affirm", sure), ("complaint", 0.2))
    await talk.hear(Reading(found.text, "en", None, understanding=found, waiting_for="confirm_cancel").as_turn())
    assert (talk.shop.orders["PA-2026-100001"][0].status == "cancelled") is cancelled


@pytest.mark.parametrize(
    ("heard", "cancelled"),
    [
        ((("affirm", 0.6), ("complaint", 0.1)), False),
        ((("affirm", 0.52), ("order_cancel", 0.4)), True),  # "please cancel" says the wish again
        ((("affirm", 0.67), ("complaint", 0.1)), True),
    ],
)
async def test_words_that_are_a_yes_for_want_of_something_likelier_agree_to_no_act(
    heard: tuple[tuple[str, float], ...], cancelled: bool
) -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    answers = await talk.hear(UserTurn("tro choi", heard[:1], heard))
    assert (talk.shop.orders["PA-2026-100001"][0].status == "cancelled") is cancelled
    assert cancelled or answers[-1] == "ask_confirm_cancel"
