""" "All right, the refund then" sounds like a yes, and agrees to no new one that is to be confirmed."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Understanding
from bot.reading.reading import Reading

SURE_YES = (("affirm", 0.97), ("return_request", 0.02))


def heard(found: Understanding, waiting_for: str | None) -> UserTurn:
    flows = frozenset({"report_damaged"})
    return Reading(found.text, "en", None, understanding=found, running=flows, waiting_for=waiting_for).as_turn()


@pytest.mark.parametrize("asked", ["confirm_return", "confirm_resolution"])
def test_a_yes_that_names_the_money_says_which_remedy(asked: str) -> None:
    turn = heard(understood("ok then, a refund", *SURE_YES), asked)
    assert turn.intent == "affirm" and turn.values["resolution"][0] == "refund"


def test_where_an_exchange_is_to_be_confirmed_it_is_the_wish_to_return() -> None:
    assert heard(understood("fine, my money back then", *SURE_YES), "confirm_exchange").intent == "return_request"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("yes please", "confirm_return"),
        ("yes, no refund please", "confirm_return"),
        ("ok, and when is the refund there?", "confirm_return"),
        ("ok then, a refund", "confirm_cancel"),
    ],
)
def test_another_yes_stays_as_it_is(said: str, asked: str) -> None:
    turn = heard(understood(said, *SURE_YES), asked)
    assert turn.intent == "affirm" and "resolution" not in turn.values


async def test_the_new_one_is_not_sent_and_the_refund_is_asked_about() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the shirt came torn", "item_damaged")
    assert (await talk.press("/SetSlots(resolution=exchange)"))[-1] == "ask_confirm_problem_exchange"
    turn = heard(understood("ok then, a refund", *SURE_YES), "confirm_return")
    assert (await talk.hear(turn))[-1] == "ask_confirm_problem_refund"
    assert not talk.shop.orders["PA-2026-100001"][0].returns
    await talk.hear(turn)
    assert len(talk.shop.orders["PA-2026-100001"][0].returns) == 1
