"""The feeling that an answer begins with: one that is hardly likelier than none is not comforted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shop_talk import Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Scored
from bot.reading.reading import Reading

WISH = (("order_cancel", 0.95),)


@pytest.mark.parametrize(
    ("worried", "calm", "comforted"), [(0.56, 0.14, True), (0.56, 0.38, False), (0.39, 0.49, False)]
)
async def test_a_feeling_is_taken_up_where_calm_is_much_less_likely(
    worried: float, calm: float, comforted: bool
) -> None:
    talk = Talk(Shop(order(), market="GB"))
    talk.scene = replace(talk.scene, market="GB")
    text = "could you cancel it"
    felt = (Scored("anxious", worried), Scored("neutral", calm))
    found = replace(understood(text, *WISH), emotion=felt[0], emotion_ranking=felt, intensity=0.4)
    answers = await talk.hear(UserTurn(text, WISH, WISH, emotion="anxious", decision="answer"), found)
    assert any(name.startswith("ack_anxious") for name in answers) is comforted
    assert answers[-1] == "ask_confirm_cancel"


@pytest.mark.parametrize("market", ["GB", "AU"])
@pytest.mark.parametrize(("words", "comforted"), [("what a joke", True), ("hm hm", False)])
async def test_scorn_that_says_nothing_else_is_taken_up(words: str, comforted: bool, market: str) -> None:
    talk = Talk(Shop(order(), market=market))
    talk.scene = replace(talk.scene, market=market)
    await talk.say("hello", "greet")
    found = understood(words)
    feeling = Reading(words, "en", None, understanding=found).emotion
    answers = await talk.hear(UserTurn(words, decision="reject", emotion=feeling), found)
    assert any(name.startswith("ack_angry") for name in answers) is comforted
    assert answers[-1] == "ask_rephrase"


async def test_scorn_beside_an_open_question_is_taken_up_and_the_question_stays() -> None:
    talk = Talk(Shop(order(), market="GB"))
    talk.scene = replace(talk.scene, market="GB")
    await talk.say("cancel it", "order_cancel")
    answers = await talk.hear(
        UserTurn("what a joke", decision="reject", emotion="angry", scorn=True), understood("what a joke")
    )
    assert answers[0].startswith("ack_angry") and answers[-1] == "ask_confirm_cancel"
