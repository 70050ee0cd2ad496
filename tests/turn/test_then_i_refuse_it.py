""" "Then I won't take it" where a parcel's refusal is to be confirmed sounds like a no, and is the yes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shop_talk import NOW, Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Scored
from bot.reading.reading import Reading

NO = (("deny", 0.9), ("stop", 0.05))


def heard(text: str, language: str = "en", waiting_for: str = "confirm_refusal") -> UserTurn:
    found = replace(understood(text, *NO), language=Scored(language, 1.0))
    running = frozenset({"refuse_parcel"})
    return Reading(text, language, None, understanding=found, waiting_for=waiting_for, running=running).as_turn()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "then I won't take it"),
        ("zh", "那我拒收吧"),
        ("es", "entonces lo rechazo"),
        ("fr", "d'accord, alors je le refuse"),
        ("de", "ok, dann nehme ich es nicht an"),
        ("it", "allora lo rifiuto"),
        ("pt", "tá, então vou recusar"),
        ("ru", "тогда отказываюсь"),
        ("ar", "تمام ارفض"),
        ("tr", "o zaman almıyorum"),
        ("ja", "じゃあ受け取り拒否します"),
        ("ko", "그럼 수취 거부할게요"),
        ("th", "งั้นไม่รับค่ะ"),
        ("vi", "vậy em không nhận"),
        ("id", "ya udah ditolak aja"),
    ],
)
def test_it_is_a_yes_in_every_language(language: str, text: str) -> None:
    turn = heard(text, language)
    assert (turn.intent, turn.decision) == ("affirm", "answer")


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I refuse"), ("ru", "отказываюсь"), ("ar", "ارفضها"), ("de", "ablehnen"), ("fr", "je refuse")],
)
def test_bare_words_of_refusal_may_be_either(language: str, text: str) -> None:
    turn = heard(text, language)
    assert (turn.intent, turn.decision) == (None, "reject")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ok, I will not refuse it"),
        ("en", "ok but should I refuse it"),
        ("en", "then I won't take it?"),
        ("en", "no, I won't take it"),
        ("es", "si lo rechazo"),
        ("fr", "alors si je refuse"),
        ("ru", "ок, не отказываюсь"),
        ("ar", "تمام ما ارفض"),
        ("tr", "tamam reddetmiyorum"),
        ("zh", "那我不拒收"),
        ("vi", "vậy em không nhận được"),
        ("ja", "はい、受け取り拒否はしない"),
    ],
)
def test_anything_else_stays_as_it_was_understood(language: str, text: str) -> None:
    assert heard(text, language).intent == "deny"


@pytest.mark.parametrize(("waiting_for", "decision"), [("confirm_refusal", "reject"), ("confirm_cancel", "clarify")])
def test_words_torn_between_a_no_and_the_wish_to_cancel_may_be_either(waiting_for: str, decision: str) -> None:
    torn = understood("I told you, I do not need it", ("deny", 0.41), ("order_cancel", 0.38))
    found = replace(torn, decision="clarify")
    turn = Reading(found.text, "en", None, understanding=found, waiting_for=waiting_for).as_turn()
    assert turn.decision == decision


def test_another_act_is_not_agreed_to() -> None:
    assert heard("then I won't take it", waiting_for="confirm_cancel").intent == "deny"


async def test_the_parcel_is_refused_by_it_and_asked_about_again_after_a_bare_word() -> None:
    parcel = {
        "id": "S1",
        "carrier": "DHL",
        "tracking_number": "LA1",
        "eta": NOW.date().isoformat(),
        "events": [{"at": NOW.isoformat(), "code": "in_transit"}],
    }
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    assert await talk.say("I want to cancel it", "order_cancel") == ["ask_confirm_refusal"]
    assert (await talk.hear(heard("I refuse")))[-1] == "ask_confirm_refusal"
    assert not talk.shop.orders["PA-2026-100001"][0].returns
    assert (await talk.hear(heard("then I won't take it")))[0] == "refusal_noted"
    assert len(talk.shop.orders["PA-2026-100001"][0].returns) == 1
