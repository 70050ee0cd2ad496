"""An answer that would go out without a next step or a day is completed, and staff are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.answers import Answers
from bot.dialogue import Say, Tracker
from bot.services import Desk
from bot.speaking import Speaker

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANSWERS = Answers.load(Path(__file__).parents[2] / "bot" / "content")
LANGUAGES = ["en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id"]


class TwoHours:
    """A desk that answers within two hours."""

    def answer_by(self, **about: Any) -> datetime:
        assert about["reason"] == "answer_incomplete"
        return NOW + timedelta(hours=2)


def speaks(says: list[Say], language: str = "en") -> tuple[Speaker, list[str], list[str]]:
    """The speaker after a turn, and the names and texts of its messages."""
    speaker = Speaker(ANSWERS, cast(Desk, TwoHours()), "Paloma")
    messages, _ = speaker.speak(
        says, tracker=Tracker("c1"), locale=language, market=None, zone="UTC", now=NOW, channel="rest"
    )
    return speaker, [message.response for message in messages], [message.text for message in messages]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_an_action_that_promise_no_day_get_a_persons_day(language: str) -> None:
    phrase = sorted(ANSWERS.checks.taboos.empty_promises[language].refused)[0]
    speaker, responses, texts = speaks([Say("", text=phrase)], language)
    assert responses == ["", "utter_followed_up"]
    assert ANSWERS.check([texts[1]], locale=language, market=None) == ()
    assert speaker.promised
    assert speaker.refused == ["a free text: without date"]
    assert speaker.failures == []


def test_an_answer_without_a_fact_calls_a_person() -> None:
    says = [Say("utter_refund_completed", {"refund": "–", "order_id": "PA-1", "refund_due": "–"})]
    speaker, responses, _ = speaks(says)
    assert responses == ["utter_refund_completed", "utter_followed_up"]
    assert speaker.promised
    assert speaker.refused == ["utter_refund_completed: without fact"]


def test_a_turn_that_leaves_the_shopper_standing_gets_a_next_step_and_no_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Answers, "missing", lambda *_, **__: ("next_step",))
    speaker, responses, _ = speaks([Say("utter_goodbye")])
    assert responses == ["utter_goodbye", "utter_next_step"]
    assert not speaker.promised
    assert speaker.refused == ["utter_goodbye: without next_step"]


def test_a_word_that_is_not_said_is_told_to_staff() -> None:
    speaker, responses, _ = speaks([Say("", text="Calm down, please.")])
    assert responses == [""]
    assert speaker.refused == ["a free text: taboo"]


def test_a_whole_answer_goes_out_as_it_is() -> None:
    due = {"date": "2026-11-27"}
    says = [Say("utter_trace_running", {"order_id": "PA-1", "deadline": due}), Say("utter_completed")]
    speaker, responses, _ = speaks(says)
    assert responses == ["utter_trace_running", "utter_completed"]
    assert (speaker.refused, speaker.promised) == ([], False)
