"""A turn is said in order, with feeling where it helps and greeting where it is due."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers import Answers, Part

FACT = Part("utter_order_late", role="fact")
ASK = Part("utter_ask", role="question")


def said(answers: Answers, market: str, locale: str, parts: list[Part] | None = None, **options: Any) -> list[str]:
    style = answers.style(market, locale)
    composed = answers.compose(parts or [FACT], style=style, locale=locale, **options)
    return [part.response for part in composed]


def test_an_angry_shopper_is_acknowledged_before_the_facts(answers: Answers) -> None:
    assert said(answers, "GB", "en", emotion="angry", intensity=0.9) == ["utter_ack_angry", "utter_order_late"]


def test_a_light_feeling_gets_mild_words_and_the_full_ones_in_japan(answers: Answers) -> None:
    assert said(answers, "GB", "en", emotion="angry", intensity=0.3)[0] == "utter_ack_angry_mild"
    assert said(answers, "JP", "ja", emotion="angry", intensity=0.3)[0] == "utter_ack_angry"


def test_american_directness_leaves_small_talk_out_except_for_strong_feelings(answers: Answers) -> None:
    assert said(answers, "US", "en", emotion="anxious", intensity=0.4) == ["utter_order_late"]
    assert said(answers, "US", "en", emotion="angry", intensity=0.9)[0] == "utter_ack_angry"
    assert said(answers, "US", "en", emotion="anxious", intensity=0.9)[0] == "utter_ack_anxious_mild"


@pytest.mark.parametrize("emotion", ["neutral", "satisfied", "unheard_of"])
def test_other_feelings_change_nothing(answers: Answers, emotion: str) -> None:
    assert said(answers, "JP", "ja", emotion=emotion, intensity=1.0) == ["utter_order_late"]


def test_there_is_one_acknowledgement_a_turn(answers: Answers) -> None:
    own = Part("utter_ack_angry_mild", role="acknowledgement")
    assert said(answers, "GB", "en", [FACT, own], emotion="angry", intensity=1.0) == [
        "utter_ack_angry_mild",
        "utter_order_late",
    ]


def test_the_same_words_are_not_said_in_two_turns_running(answers: Answers) -> None:
    angry: dict[str, Any] = {"emotion": "angry", "intensity": 0.9}
    # English has two texts, so the response may come again; German has one each.
    assert said(answers, "GB", "en", previous=["utter_ack_angry"], **angry)[0] == "utter_ack_angry"
    assert said(answers, "DE", "de", previous=["utter_ack_angry"], **angry)[0] == "utter_ack_angry_mild"
    both = ["utter_ack_angry", "utter_ack_angry_mild"]
    assert said(answers, "DE", "de", previous=both, **angry) == ["utter_order_late"]


def test_the_gulf_is_greeted_before_business_in_the_first_answer_only(answers: Answers) -> None:
    first = said(answers, "SA", "ar", first_answer=True, emotion="angry", intensity=0.9)
    assert first == ["utter_greeting_first", "utter_ack_angry", "utter_order_late"]
    assert said(answers, "SA", "ar") == ["utter_order_late"]
    assert said(answers, "SA", "en", first_answer=True)[0] == "utter_greeting_first"
    assert said(answers, "US", "en", first_answer=True) == ["utter_order_late"]


def test_a_greeting_that_is_there_is_not_doubled(answers: Answers) -> None:
    greet = Part("utter_greet", role="greeting")
    assert said(answers, "SA", "ar", [greet], first_answer=True) == ["utter_greet"]


def test_the_notice_of_a_machine_is_no_greeting(answers: Answers) -> None:
    notice = Part("utter_session_start", role="greeting")
    greeted = said(answers, "SA", "ar", [notice, FACT], first_answer=True)
    assert greeted == ["utter_greeting_first", "utter_session_start", "utter_order_late"]
    assert said(answers, "US", "en", [notice, FACT], first_answer=True) == ["utter_session_start", "utter_order_late"]


def test_a_known_name_is_greeted_by_it(answers: Answers) -> None:
    composed = answers.compose(
        [FACT], style=answers.style("SA", "ar"), locale="ar", first_answer=True, name="سارة الحربي"
    )
    assert composed[0] == Part("utter_greeting_first_name", {"name": {"name": "سارة الحربي"}}, "greeting")


def test_a_german_first_answer_is_signed_unless_it_asks_something(answers: Answers) -> None:
    assert said(answers, "DE", "de", first_answer=True) == ["utter_order_late", "utter_sign_off"]
    assert said(answers, "DE", "de", [FACT, ASK], first_answer=True) == ["utter_order_late", "utter_ask"]


def test_who_is_upset_gets_no_formula_that_closes_the_talk(answers: Answers) -> None:
    upset = said(answers, "DE", "de", first_answer=True, emotion="angry", intensity=1.0)
    assert upset == ["utter_ack_angry", "utter_order_late"]


def test_parts_are_ordered_fact_action_deadline_question_and_else_stay_as_given(answers: Answers) -> None:
    parts = [
        Part("utter_q", role="question"),
        Part("utter_deadline", role="deadline"),
        Part("utter_b", role="fact"),
        Part("utter_action", role="action"),
        Part("utter_a", role="fact"),
    ]
    assert said(answers, "GB", "en", parts) == ["utter_b", "utter_a", "utter_action", "utter_deadline", "utter_q"]


def test_silence_stays_silence(answers: Answers) -> None:
    style = answers.style("SA", "ar")
    assert answers.compose([], style=style, locale="ar", emotion="angry", intensity=1.0, first_answer=True) == ()
