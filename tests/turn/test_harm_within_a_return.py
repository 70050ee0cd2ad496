"""Who tells within a return that something hurt them gets a person, and is asked for no reason again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from understood import understood

from bot.nlu.wordlists import HARMS, says
from bot.reading.reading import Reading


def heard(said: str, wish: tuple[str, float], waiting_for: str | None) -> str | None:
    found = understood(said, wish)
    flows = frozenset({"return_item"})
    return Reading(said, "en", None, understanding=found, running=flows, waiting_for=waiting_for).as_turn().intent


@pytest.mark.parametrize("asked", ["return_reason", "return_item", "resolution"])
@pytest.mark.parametrize("wish", ["out_of_scope", "item_damaged", "affirm"])
def test_harm_told_where_the_return_is_asked_about_is_for_a_person(asked: str, wish: str) -> None:
    assert heard("it itches, I broke out in a rash", (wish, 0.6), asked) == "complaint"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("it is rather dull", "return_reason"),
        ("could it give me a rash?", "return_reason"),
        ("the cream that gave me a rash", "order_id"),
    ],
)
def test_other_words_and_other_questions_stay_as_they_are(said: str, asked: str) -> None:
    assert heard(said, ("product_info", 0.9), asked) == "product_info"


def test_harm_that_begins_a_talk_is_for_a_person_also_where_the_words_are_torn() -> None:
    torn = understood("the cream gave me a rash", ("feedback_positive", 0.37), ("item_damaged", 0.3))
    reading = Reading(torn.text, "en", None, understanding=replace(torn, decision="clarify"))
    assert reading.as_turn().intent == "complaint"
    assert heard("I had an allergic reaction, who pays the doctor", ("refund_status", 0.8), None) == "complaint"
    assert heard("is it good for a rash?", ("product_info", 0.9), None) == "product_info"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "面霜用完成塊面紅晒好痕"),
        ("zh", "涂了以后脸很痒"),
        ("ja", "香りがきつくて頭痛くなりました"),
        ("ko", "바르고 나서 피부과 다녀요"),
        ("ar", "باور بانك ينفخ وحر مره خفت ينفجر"),
        ("ar", "السشوار طلع منه ريحة شياط"),
        ("tr", "saç kurutma makinesi yanık kokuyo, fişten çektim"),
        ("ru", "фен включила, пахнет гарью"),
        ("ru", "павербанк вздулся"),
        ("it", "mi sono scottato la mano con il phon"),
        ("it", "lo shampoo mi ha fatto venire la testa rossa e mi prude da morire"),
        ("fr", "le sèche-cheveux sent le brûlé"),
        ("es", "el secador huele a quemado"),
        ("de", "der Föhn riecht verbrannt"),
        ("th", "ไดร์มีกลิ่นไหม้"),
        ("id", "powerbanknya bau gosong"),
    ],
)
def test_harm_is_told_in_everyday_words(language: str, said: str) -> None:
    assert says(HARMS, said, language)


def test_a_grey_that_is_called_smoke_is_no_harm() -> None:
    assert not says(HARMS, "duman rengi kılıf istiyorum", "tr")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "me da alergia y quiero devolverla"),
        ("pt", "quero devolver, me dá alergia"),
        ("it", "vorrei restituire la crema viso, mi fa allergia alla pelle"),
        ("fr", "je la renvoie, elle me donne des allergies"),
        ("tr", "iade edeceğim, alerji yapıyor"),
        ("vi", "muốn trả, kem gây dị ứng"),
    ],
)
def test_an_allergy_told_with_the_wish_is_harm(language: str, said: str) -> None:
    assert says(HARMS, said, language)
