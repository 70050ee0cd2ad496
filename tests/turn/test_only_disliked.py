"""What nobody likes has no fault, and a greeting at the end of a talk is a farewell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Scored
from bot.reading import Reading


def read(language: str, text: str, intent: str, waiting: str | None, before: str = "") -> UserTurn:
    heard = replace(understood(text, (intent, 0.99)), language=Scored(language, 1.0))
    return Reading(text, language, "m", understanding=heard, waiting_for=waiting, said_before=before).as_turn()


FAREWELLS = [
    ("tr", "kolay gelsin"),
    ("ar", "يعطيكن العافية"),
    ("fr", "bonsoir"),
    ("es", "buenas tardes"),
    ("th", "สวัสดีค่ะ"),
]


@pytest.mark.parametrize(("language", "text"), FAREWELLS)
def test_a_greeting_at_the_end_is_a_farewell(language: str, text: str) -> None:
    assert read(language, text, "greet", None, "thanks").intent == "goodbye"
    assert read(language, text, "greet", None).intent == "greet"
    assert read(language, text, "greet", "resolution", "it broke").intent == "greet"


DISLIKED = [
    ("en", "just didn't like it", "item_damaged"),
    ("zh", "就是不喜欢", "complaint"),
    ("es", "no me convenció", "item_wrong"),
    ("fr", "il ne me plaît pas", "complaint"),
    ("de", "gefällt mir einfach nicht", "item_wrong"),
    ("it", "non mi piace", "complaint"),
    ("pt", "não gostei", "complaint"),
    ("ru", "просто не понравилось", "item_wrong"),
    ("ar", "ma3jebnich", "item_damaged"),
    ("ar", "بصراحة ما عجبني", "item_wrong"),
    ("tr", "okudum diyelim 2 sayfa, beğenmedim", "order_place_help"),
    ("ja", "好みではないです", "item_wrong"),
    ("ko", "그냥 맘에 안 들어요", "complaint"),
    ("th", "ไม่ชอบเลยค่ะ", "complaint"),
    ("vi", "mình không thích lắm", "complaint"),
    ("id", "kurang suka aja kak", "complaint"),
]


ANOTHER_MIND = [
    ("en", "I just changed my mind", "stop"),
    ("zh", "就是不想要了", "order_cancel"),
    ("es", "simplemente cambié de opinión", "stop"),
    ("fr", "j'ai changé d'avis, c'est tout", "stop"),
    ("de", "habe es mir einfach anders überlegt", "stop"),
    ("it", "ho cambiato idea", "stop"),
    ("pt", "só mudei de ideia", "stop"),
    ("ru", "просто передумала", "order_cancel"),
    ("ar", "غيرت رايي بس", "order_cancel"),
    ("tr", "fikrimi değiştirdim işte", "stop"),
    ("ja", "気が変わっただけです", "stop"),
    ("ko", "그냥 단순변심이에요", "order_cancel"),
    ("th", "แค่เปลี่ยนใจค่ะ", "stop"),
    ("vi", "mình đổi ý thôi ạ", "stop"),
    ("id", "cuma berubah pikiran aja kak", "stop"),
]


@pytest.mark.parametrize(("language", "text", "intent"), [*DISLIKED, *ANOTHER_MIND])
def test_what_is_not_liked_has_no_fault(language: str, text: str, intent: str) -> None:
    asked = read(language, text, intent, "return_reason")
    assert (asked.intent, asked.values.get("return_reason", ("",))[0]) == (None, "changed_mind")
    assert read(language, text, intent, None).intent == intent


def test_a_fault_beside_what_is_not_liked_stays_one() -> None:
    assert read("en", "didn't like it, the zip broke", "item_damaged", "return_reason").intent == "item_damaged"


@pytest.mark.parametrize(
    "text", ["I changed my mind, forget it", "changed my mind, keep the order", "I changed my mind?"]
)
def test_another_mind_with_more_beside_it_is_no_reason(text: str) -> None:
    assert read("en", text, "stop", "return_reason").intent == "stop"
