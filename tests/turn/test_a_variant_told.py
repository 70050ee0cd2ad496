"""A size or colour alone, where one is asked for or to be confirmed, is told and asks nothing of the goods."""

from __future__ import annotations

import pytest
from understood import understood

from bot.nlu.understanding import Entity
from bot.reading.reading import Reading

SOUNDS = (("product_availability", 0.77), ("product_size", 0.04))


def decision(said: str, waiting_for: str | None) -> str:
    at = said.index("42")
    size = Entity("size", "42", at, at + 2, "pattern", "42")
    found = understood(said, *SOUNDS, entities=(size,))
    return Reading(said, "pt", None, understanding=found, waiting_for=waiting_for).as_turn().decision


@pytest.mark.parametrize("waiting_for", ["confirm_exchange", "confirm_items", "new_variant"])
def test_a_size_that_sounds_like_a_question_is_the_size_that_is_wanted(waiting_for: str) -> None:
    assert decision("na vdd 42", waiting_for) == "reject"


def test_a_question_and_a_size_told_elsewhere_stay_what_they_are() -> None:
    assert decision("tem 42?", "confirm_exchange") == "answer"
    assert decision("na vdd 42", "confirm_cancel") == "answer"
    assert decision("na vdd 42", None) == "answer"
