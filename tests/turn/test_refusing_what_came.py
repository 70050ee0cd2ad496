""" "Yes, it came this morning" agrees to refuse no parcel at the door: a person looks at what the carrier says."""

from __future__ import annotations

import pytest
from understood import understood

from bot.reading.reading import Reading

YES, NO, FAULT = (("affirm", 0.96),), (("deny", 0.9),), (("item_damaged", 0.9),)


def heard(text: str, wishes: tuple[tuple[str, float], ...], waiting_for: str = "confirm_refusal") -> str | None:
    found = understood(text, *wishes)
    flows = frozenset({"refuse_parcel"})
    return Reading(text, "en", None, understanding=found, running=flows, waiting_for=waiting_for).as_turn().intent


@pytest.mark.parametrize("wishes", [YES, NO, FAULT])
def test_a_person_is_called_whatever_it_sounds_like(wishes: tuple[tuple[str, float], ...]) -> None:
    assert heard("yes, it was delivered this morning", wishes) == "human_agent"


@pytest.mark.parametrize("said", ["yes, I refuse it", "yes, I won't take it when it comes"])
def test_a_yes_without_it_stays_one(said: str) -> None:
    assert heard(said, YES) == "affirm"


def test_who_leaves_it_then_needs_nobody() -> None:
    assert heard("it arrived today, never mind then", NO) == "deny"


def test_what_is_asked_or_told_elsewhere_is_none() -> None:
    assert heard("yes, and when it was delivered, who signed?", YES) == "affirm"
    assert heard("yes, it was delivered", YES, "confirm_return") == "affirm"


def test_a_few_words_with_a_question_mark_tell_it_too() -> None:
    assert heard("but I received it earlier?", FAULT) == "human_agent"
