"""Who tells within a return that something hurt them gets a person, and is asked for no reason again."""

from __future__ import annotations

import pytest
from understood import understood

from bot.reading.reading import Reading


def heard(said: str, wish: tuple[str, float], waiting_for: str | None) -> str | None:
    found = understood(said, wish)
    flows = frozenset({"return_item"})
    return Reading(said, "en", None, understanding=found, running=flows, waiting_for=waiting_for).as_turn().intent


@pytest.mark.parametrize("asked", ["return_reason", "return_item", "resolution"])
@pytest.mark.parametrize("wish", ["out_of_scope", "item_damaged", "affirm"])
def test_harm_told_where_the_return_is_asked_about_is_for_a_person(asked: str, wish: str) -> None:
    assert heard("it itches, I broke out in a rash", (wish, 0.6), asked) == "complaint"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("it is too small", "return_reason"),
        ("could it give me a rash?", "return_reason"),
        ("the cream that gave me a rash", "order_id"),
    ],
)
def test_other_words_and_other_questions_stay_as_they_are(said: str, asked: str) -> None:
    assert heard(said, ("product_info", 0.9), asked) == "product_info"
