"""How money comes back, asked within a return, is answered: it chooses no remedy and takes none back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from understood import understood

from bot.reading.reading import Reading

HEARD = (("return_request", 0.65), ("return_policy", 0.16), ("refund_status", 0.11))


def intent(said: str, *wishes: tuple[str, float], waiting_for: str | None = "confirm_return") -> str | None:
    known = Reading(said, "en", None, understanding=understood(said, *wishes), waiting_for=waiting_for)
    return known.as_turn().intent


@pytest.mark.parametrize(
    "question", ["how do you give it back if I paid in cash?", "como devolvem se foi em dinheiro？"]
)
def test_a_question_that_sounds_like_the_return_is_one_about_its_rules(question: str) -> None:
    assert intent(question, *HEARD) == "return_policy"


def test_a_wish_stays_one_where_nothing_is_asked_or_no_return_runs() -> None:
    assert intent("then give me my money back", *HEARD) == "return_request"
    assert intent("how do you give it back if I paid in cash?", *HEARD, waiting_for=None) == "return_request"
    assert intent("can I return it instead?", ("return_request", 0.95), ("return_policy", 0.02)) == "return_request"


def test_how_long_it_takes_is_asked_of_the_money_where_a_return_for_it_is_to_be_confirmed() -> None:
    said = understood("how many days until i get it?", ("delivery_time", 0.97))
    known = Reading(said.text, "en", None, understanding=said, waiting_for="confirm_return")
    assert replace(known, running=frozenset({"return_item"})).as_turn().intent == "return_policy"
    assert replace(known, running=frozenset({"report_damaged"})).as_turn().intent == "delivery_time"
