"""A yes for one of two pieces is none for both: nothing is done, and a person does what is wished."""

from __future__ import annotations

import pytest
from shop_talk import LINE, Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.wordlists import ONLY_SOME, says
from bot.reading import Reading

YES = (("affirm", 0.98), ("deny", 0.01))


def heard(text: str, waiting_for: str, language: str = "en") -> UserTurn:
    meant = understood(text, *YES)
    return Reading(text, language, "m", understanding=meant, waiting_for=waiting_for).as_turn()


@pytest.mark.parametrize(
    ("language", "some", "whole"),
    [
        ("en", "yes but just one of them", "yes please, just one question: when?"),
        ("zh", "好的，只要一个", "好的，取消吧"),
        ("es", "sí, pero solo uno", "sí, y solo una cosa más"),
        ("fr", "oui mais une seule", "oui, juste une question"),
        ("de", "ja eh nur ans", "ja, nur eine Frage noch"),
        ("it", "sì ma solo uno", "sì, una sola domanda"),
        ("pt", "sim, só um", "sim, só um minuto"),
        ("ru", "да, только одну", "да, и только один вопрос"),
        ("ar", "نعم بس واحدة", "نعم، تمام"),
        ("tr", "evet ama sadece bir tane", "evet tamam"),
        ("ja", "はい、一つだけ", "はい、一つだけ質問です"),
        ("ko", "네 하나만요", "네 하나만 물어볼게요"),
        ("th", "ได้ แต่อันเดียว", "ได้ค่ะ"),
        ("vi", "ừ nhưng chỉ một cái", "ừ, chỉ một câu hỏi"),
        ("id", "iya tapi satu aja", "iya, satu pertanyaan aja"),
    ],
)
def test_every_language_says_that_only_some_is_meant(language: str, some: str, whole: str) -> None:
    assert says(ONLY_SOME, some, language) and not says(ONLY_SOME, whole, language)


@pytest.mark.parametrize("asked", ["confirm_cancel", "confirm_refusal", "confirm_resolution"])
def test_it_is_no_yes_to_all_of_it(asked: str) -> None:
    assert heard("yes but just one of them", asked).intent == "human_agent"


@pytest.mark.parametrize("asked", ["confirm_return", "confirm_exchange"])
def test_what_goes_back_is_told_by_the_piece(asked: str) -> None:
    assert heard("yes but just one of them", asked).values["pieces"][0] == "1"
    assert heard("yes, but only half of it", asked).intent == "human_agent"


@pytest.mark.parametrize("asked", ["confirm_items", "confirm_address"])
def test_where_one_may_be_what_was_asked_it_stays_a_yes(asked: str) -> None:
    assert heard("yes, only one", asked).intent == "affirm"


async def test_the_order_is_not_cancelled_and_a_person_comes() -> None:
    talk = Talk(Shop(order({**LINE, "quantity": 2})))
    assert (await talk.say("cancel one of the shirts", "order_cancel"))[-1] == "ask_confirm_cancel"
    await talk.hear(heard("yes, only one of them", "confirm_cancel"))
    assert talk.result is not None and talk.result.handoff is not None
    assert talk.shop.orders["PA-2026-100001"][0].status == "processing"
