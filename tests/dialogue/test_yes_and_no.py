"""A yes that confirms an act, and what is none."""

from __future__ import annotations

import pytest

from bot.dialogue.domain import Slot
from bot.dialogue.filling import NOT_FILLED, Thresholds, answer_to
from bot.dialogue.turn_input import UserTurn

CONFIRM = Slot("confirm_return", "bool")


def turn(yes: float, no: float, stop: float = 0.0) -> UserTurn:
    ranking = tuple(sorted({"affirm": yes, "deny": no, "stop": stop}.items(), key=lambda one: -one[1]))
    return UserTurn("…", (ranking[0],), ranking)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (turn(0.9, 0.05), True),
        (turn(0.05, 0.9), False),
        (turn(0.53, 0.36, 0.07), NOT_FILLED),  # 「やっぱり大丈夫です」
        (turn(0.36, 0.53), False),  # a no costs nothing: it need not be as clear
    ],
)
def test_a_yes_must_be_clearly_more_than_a_no(said: UserTurn, wanted: object) -> None:
    assert answer_to(CONFIRM, said, ("return_request",), (), Thresholds()) is wanted
