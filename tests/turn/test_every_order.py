"""All of several orders, where it was asked which one is to be cancelled: a person ends them."""

from __future__ import annotations

import pytest
from understood import understood

from bot.nlu.wordlists import CAME, HARMS, says
from bot.reading import Reading


def heard(text: str, language: str, waiting_for: str = "order_id", flow: str = "cancel_order") -> str | None:
    meant = understood(text, ("deny", 0.85))
    running = frozenset({flow})
    read = Reading(text, language, "m", understanding=meant, waiting_for=waiting_for, running=running)
    return read.as_turn().intent


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "both"),
        ("zh", "全部"),
        ("es", "las dos"),
        ("fr", "les deux"),
        ("de", "beide"),
        ("it", "tutti e due"),
        ("pt", "os dois"),
        ("ru", "оба"),
        ("ar", "كلهم"),
        ("tr", "ikisini de"),
        ("ja", "全部"),
        ("ko", "둘 다요"),
        ("th", "ทั้งสอง"),
        ("vi", "cả hai"),
        ("id", "batalin semua"),
    ],
)
def test_all_of_them_is_no_choice_of_one(language: str, said: str) -> None:
    assert heard(said, language) == "human_agent"
    assert heard(said, language, flow="track_order") == "deny"


@pytest.mark.parametrize("said", ["the second one", "then just send both", "not both?"])
def test_other_words_call_nobody(said: str) -> None:
    assert heard(said, "en") != "human_agent"


def test_what_is_being_delivered_did_not_come() -> None:
    assert not says(CAME, "đang giao rồi hả", "vi") and says(CAME, "giao rồi mà", "vi")


def test_a_face_that_turned_red_and_itches_is_harm() -> None:
    assert says(HARMS, "serum nya bikin muka saya merah2 gatel", "id")
