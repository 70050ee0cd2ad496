""" "How long is 38?" where a variant is asked for is a question, and no choice."""

from __future__ import annotations

import pytest
from understood import understood

from bot.nlu.understanding import Entity
from bot.reading.reading import Reading

SIZE = (Entity("size", "38", 0, 2, "size", "38"),)


def kinds(said: str, sure: float, waiting_for: str) -> set[str]:
    found = understood(said, ("product_size", sure), entities=SIZE)
    turn = Reading(said, "en", None, understanding=found, waiting_for=waiting_for).as_turn()
    return {str(one["entity"]) for one in turn.entities}


@pytest.mark.parametrize("waiting_for", ["new_variant", "confirm_items", "confirm_exchange"])
def test_a_question_about_a_size_chooses_none(waiting_for: str) -> None:
    assert kinds("how many centimetres is 38?", 0.99, waiting_for) == set()


@pytest.mark.parametrize(
    ("said", "sure", "waiting_for"),
    [
        ("38?", 0.99, "new_variant"),
        ("how many centimetres, 38", 0.99, "new_variant"),
        ("could it be a 38 instead?", 0.6, "new_variant"),
        ("how many centimetres is 38?", 0.99, "return_reason"),
    ],
)
def test_a_size_that_is_told_stays_told(said: str, sure: float, waiting_for: str) -> None:
    assert kinds(said, sure, waiting_for) == {"size"}
