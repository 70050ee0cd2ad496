"""What a merchant's own action says goes through the same door: no word of empty promise without a person's day."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.dialogue import Say
from bot.executor import ActionRunner, Outcome
from tests.turn.shop_talk import Shop, Talk, order


def talk_with(says: tuple[Say, ...], monkeypatch: pytest.MonkeyPatch) -> tuple[Talk, list[str]]:
    """A conversation in which every action says this, after the question for the opening hours."""

    async def run(*_: Any) -> Outcome:
        return Outcome((), says)

    monkeypatch.setattr(ActionRunner, "run", run)
    talk = Talk(Shop(order()))
    return talk, asyncio.run(talk.say("when are you open?", "contact_hours"))


def test_an_empty_promise_gets_a_persons_day_a_person_and_an_alert(monkeypatch: pytest.MonkeyPatch) -> None:
    talk, names = talk_with((Say("", text="We are working on it."),), monkeypatch)
    assert names == ["", "followed_up"]
    result = talk.result
    assert result is not None
    assert result.handoff is not None
    assert result.handoff["reason"] == "answer_incomplete"
    (alert,) = [one.data for one in result.requests if one.kind == "alert"]
    assert alert == {"kind": "answer_incomplete", "text": "utter_session_start, a free text: without date"}
    assert "November 24 at" in talk.text


def test_an_answer_that_lacks_nothing_calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    talk, names = talk_with((Say("", text="We are open from 9 to 18 o'clock, Monday to Friday."),), monkeypatch)
    assert names == [""]
    assert talk.result is not None
    assert talk.result.handoff is None
    assert talk.result.requests == []
