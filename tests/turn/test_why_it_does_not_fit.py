"""Why something goes back, told by its size, and words that only sound like the choice of a remedy."""

from __future__ import annotations

import pytest
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.wordlists import TOO_LARGE, TOO_SMALL, says
from bot.reading.reading import Reading


def turn(
    said: str, *wishes: tuple[str, float], asked: str | None = "return_reason", **values: tuple[str, float]
) -> UserTurn:
    found = understood(said, *wishes, values=values)
    return Reading(said, "en", None, understanding=found, waiting_for=asked).as_turn()


@pytest.mark.parametrize(("said", "reason"), [("size is too big", "too_large"), ("the size is too small", "too_small")])
def test_the_size_is_the_reason_whatever_wish_it_sounds_like(said: str, reason: str) -> None:
    told = turn(said, ("exchange_request", 0.86), return_reason=("wrong_item", 0.4))
    assert told.values["return_reason"][0] == reason
    assert not told.intents


def test_told_with_the_wish_it_is_the_reason() -> None:
    told = turn("dress is too big, return it", ("return_request", 0.9), asked=None)
    assert (told.intent, told.values["return_reason"][0]) == ("return_request", "too_large")
    assert "return_reason" not in turn("return it", ("return_request", 0.9), asked=None).values


def test_a_fault_and_a_whole_question_stay_what_they_are() -> None:
    assert turn("you sent one far too big", ("item_wrong", 0.97)).intent == "item_wrong"
    assert turn("is it too big for M?", ("product_size", 0.9)).intent == "product_size"
    assert turn("size is too big", ("exchange_request", 0.86), asked="order_id").intent == "exchange_request"


@pytest.mark.parametrize(
    ("language", "large", "small"),
    [
        ("en", "the size is too big", "too tight on me"),
        ("zh", "尺码太大了", "有点太小"),
        ("ja", "サイズが大きいです", "きついです"),
        ("ko", "사이즈가 너무 커요", "좀 작아요"),
        ("es", "me queda grande", "es muy chica"),
        ("fr", "la taille est trop grande", "un peu juste"),
        ("de", "die Größe ist zu groß", "zu eng"),
        ("it", "mi sta grande", "troppo stretto"),
        ("pt", "ficou grande", "muito apertado"),
        ("ru", "размер великоват", "слишком маленький"),
        ("ar", "المقاس كبير", "ضيق علي"),
        ("tr", "çok büyük geldi", "dar geldi"),
        ("th", "ไซส์ใหญ่ไป", "คับไปหน่อย"),
        ("vi", "size to quá", "chật quá"),
        ("id", "ukurannya kegedean", "kekecilan kak"),
    ],
)
def test_they_are_known_in_all_languages(language: str, large: str, small: str) -> None:
    assert says(TOO_LARGE, large, language) and not says(TOO_SMALL, large, language)
    assert says(TOO_SMALL, small, language) and not says(TOO_LARGE, small, language)


def test_who_asks_what_can_be_done_chooses_no_remedy() -> None:
    asked = ("compensation_request", 0.5)
    told = turn("well what can you do about it", asked, asked="resolution", resolution=("repair", 0.94))
    assert not told.values and not told.intents
    faint = turn("not broken, just dont like it", ("item_damaged", 0.8), asked="resolution", resolution=("repair", 0.5))
    assert not faint.values
    new = turn("a new piece", ("warranty_repair", 0.42), asked="resolution", resolution=("repair", 0.47))
    assert new.values["resolution"][0] == "repair"
    plain = turn("have it repaired", ("warranty_repair", 0.8), asked="resolution", resolution=("repair", 0.94))
    assert plain.values["resolution"][0] == "repair"
