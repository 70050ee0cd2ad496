"""Who wants to ask at home first, where an act is to be confirmed, wants nobody of the shop."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.reading import Reading

AT_HOME = {
    "en": "wait, let me talk to my wife first",
    "zh": "等一下，我跟家人商量一下",
    "ja": "ちょっと待って、家族と相談します",
    "ko": "잠깐만요, 남편이랑 얘기해 볼게요",
    "es": "espere, tengo que hablar con mi marido",
    "pt": "espera, vou falar com minha esposa",
    "fr": "attendez, je dois en parler à ma femme",
    "de": "Ach nein warten Sie, lassen Sie mich nochmal mit meiner Frau sprechen",
    "it": "aspetti, devo parlarne con mia moglie",
    "ru": "подождите, хочу поговорить с мужем",
    "ar": "لحظة، اشاور زوجتي",
    "tr": "bekleyin, eşimle konuşayım",
    "id": "bentar, diskusi sama suami dulu",
    "vi": "khoan, để em bàn với chồng",
    "th": "เดี๋ยวขอปรึกษาแฟนก่อนค่ะ",
}


def heard(text: str, language: str, waiting_for: str | None = "confirm_cancel") -> UserTurn:
    found = understood(text, ("human_agent", 0.58), ("deny", 0.39))
    return Reading(text, language, None, understanding=found, waiting_for=waiting_for).as_turn()


@pytest.mark.parametrize(("language", "text"), list(AT_HOME.items()))
def test_nobody_is_called(language: str, text: str) -> None:
    assert (heard(text, language).intent, heard(text, language).thinks) == ("deny", True)


@pytest.mark.parametrize("text", ["let me talk to somebody", "ich will mit einem Menschen sprechen"])
def test_who_wants_a_person_gets_one(text: str) -> None:
    assert heard(text, "en").intent == "human_agent"
    assert heard(text, "de").intent == "human_agent"


async def test_the_act_waits_for_its_yes() -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel my order", "order_cancel")
    await talk.hear(heard(AT_HOME["en"], "en"))
    assert talk.shop.orders["PA-2026-100001"][0].status != "cancelled"
