"""How goods are sent back, asked where a return is registered: the label, a printer, where they go, their box."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import CUP, Rules, Shop, Talk, delivered
from understood import understood

from actions.said.word_tables import SENDING_BACK, speaks_of
from bot.reading import Reading

SAID = {
    "en": ("where do I send it?", "havent got the label yet"),
    "de": ("wohin muss ich das schicken?", "ich hab keinen drucker"),
    "fr": ("je l'envoie où ?", "j'ai pas reçu l'étiquette"),
    "es": ("¿a dónde la mando?", "no tengo impresora"),
    "it": ("dove lo spedisco?", "l'etichetta non è arrivata"),
    "pt": ("pra onde eu mando?", "precisa da caixa original?"),
    "ru": ("куда отправлять?", "наклейка не пришла"),
    "ar": ("وين ارسله؟", "ما وصلتني البوليصة"),
    "tr": ("nereye göndereceğim?", "etiket gelmedi"),
    "zh": ("寄到哪里？", "面单没收到"),
    "ja": ("どこに送ればいいですか", "ラベルが届きません"),
    "ko": ("어디로 보내요?", "프린터가 없어요"),
    "th": ("ส่งไปที่ไหนคะ", "ยังไม่ได้ใบปะหน้า"),
    "vi": ("gửi về đâu ạ?", "em ko có máy in"),
    "id": ("kirim kemana kak?", "labelnya blm masuk email"),
}


@pytest.mark.parametrize("language", SAID)
def test_every_language_asks_how_it_goes_back(language: str) -> None:
    for text in SAID[language]:
        assert speaks_of(SENDING_BACK, text)
        heard = understood(text, ("item_missing", 0.9))
        assert Reading(text, language, "m", understanding=heard).as_turn().intent == "return_policy"


@pytest.mark.parametrize(
    ("text", "intent", "waiting"),
    [
        ("the mug is missing", "item_missing", None),
        ("the label says delivered but nothing came", "delivery_not_received", None),
        ("a printer", "item_damaged", "return_reason"),
        ("cancel it, no printer", "order_cancel", None),
    ],
)
def test_what_says_something_else_stays_so(text: str, intent: str, waiting: str | None) -> None:
    heard = understood(text, (intent, 0.97))
    assert Reading(text, "en", "m", understanding=heard, waiting_for=waiting).as_turn().intent == intent


async def test_the_way_is_told_and_not_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    async def search(self: Rules, query: str, **_: Any) -> list[dict[str, Any]]:
        common = {"locale": "en", "score": 0.9, "version": 1, "products": [], "standout": 1.0}
        rules = {"id": "rules", "title": "Rules", "text": "14 days", "topics": ["return_policy"], "kind": "policy"}
        way = {"id": "way", "title": "How", "text": "The label comes by mail", "topics": ["return_request"]}
        return [{**common, **rules}, {**common, **way, "kind": "procedure"}]

    monkeypatch.setattr(Rules, "search", search)
    talk = Talk(Shop(delivered(CUP)))
    await talk.say("return the mug", "return_request")
    await talk.press("/SetSlots(return_reason=changed_mind)")
    await talk.press("/SetSlots(resolution=refund)")
    await talk.say("yes", "affirm")
    answers = await talk.say("where do I send it?", "return_policy")
    assert answers[0] == "return_already" and "The label comes by mail" in talk.text
    assert "14 days" not in talk.text and not [one for one in answers if one.startswith("fact_")]
