""" "Oh, then I'll just keep it" ends a return where its reason, item or remedy was asked for."""

from __future__ import annotations

import pytest
from understood import understood

from bot.nlu.understanding import Entity
from bot.reading.reading import Reading


def heard(said: str, *wishes: tuple[str, float], waiting_for: str, **more: object) -> str | None:
    found = understood(said, *wishes, **more)
    running = frozenset({"return_item"})
    return Reading(said, "en", None, understanding=found, running=running, waiting_for=waiting_for).as_turn().intent


@pytest.mark.parametrize("waiting_for", ["return_reason", "return_item", "resolution", "new_variant"])
@pytest.mark.parametrize("wish", ["affirm", "deny", "feedback_positive", "out_of_scope"])
def test_it_ends_what_was_begun(waiting_for: str, wish: str) -> None:
    assert heard("oh then I'll just keep it", (wish, 0.8), waiting_for=waiting_for) == "stop"


@pytest.mark.parametrize(
    ("said", "wish", "values"),
    [
        ("I'll keep it for a discount", "compensation_request", {}),
        ("ok I'll keep it then, the refund please", "affirm", {}),
        ("I won't keep it", "return_request", {}),
    ],
)
def test_what_asks_for_something_does_not(said: str, wish: str, values: dict[str, tuple[str, float]]) -> None:
    assert heard(said, (wish, 0.9), waiting_for="resolution", values=values) == wish


def test_where_an_act_is_to_be_confirmed_it_is_a_no_as_ever() -> None:
    assert heard("oh then I'll just keep it", ("affirm", 0.9), waiting_for="confirm_return") == "affirm"


def test_sending_both_then_cancels_neither() -> None:
    two = Entity("quantity", 2, 18, 22, "quantity", "both")
    found = understood("oh then just send both", ("affirm", 0.6), entities=(two,))
    running = frozenset({"cancel_order"})
    turn = Reading(found.text, "en", None, understanding=found, running=running, waiting_for="return_item").as_turn()
    assert turn.intent == "stop"
    assert turn.option is None
