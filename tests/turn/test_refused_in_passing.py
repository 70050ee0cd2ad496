"""A parcel that is refused in so many words, with no question open, gets the confirmation of that and no other."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, NOW, Shop, Talk, order

from bot.dialogue import UserTurn

PACKED, HELD = "PA-2026-100001", "PA-2026-100002"


def talk(language: str = "en") -> Talk:
    """One order that is being packed, one at customs."""
    event = {"at": NOW.isoformat(), "code": "customs_hold"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": "2026-11-30", "events": [event]}
    held = order(LINE, id=HELD, status="shipped", shipments=[parcel])
    return Talk(Shop(order(CUP, id=PACKED), held), language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ok i refuse it then"),
        ("zh", "那我拒收吧"),
        ("es", "entonces lo rechazo"),
        ("fr", "alors je la refuse"),
        ("de", "dann lehne ich ab"),
        ("it", "sì rifiuto"),
        ("pt", "então recuso"),
        ("ru", "тогда отказываюсь от него"),
        ("ar", "خلاص برفضه"),
        ("tr", "o zaman reddediyorum"),
        ("ja", "じゃあ受取拒否で"),
        ("ko", "그럼 수취거부 할게요"),
        ("th", "งั้นปฏิเสธรับค่ะ"),
        ("vi", "vậy mình từ chối nhận"),
        ("id", "ya udah saya tolak aja"),
    ],
)
@pytest.mark.parametrize("heard", ["affirm", "order_status"])
async def test_it_is_said_after_the_news_of_the_parcel(language: str, text: str, heard: str) -> None:
    chat = talk(language)
    assert "order_customs_hold" in await chat.say(f"where is {HELD}", "order_status", order_id=HELD)
    asked = UserTurn(text, ((heard, 0.95),), ((heard, 0.95),), language=language, decision="answer")
    assert (await chat.hear(asked))[-1] == "ask_confirm_refusal"
    assert HELD in chat.text
    assert not any(one.refunds for one, _ in chat.shop.orders.values())


async def test_it_is_said_at_once_with_the_news() -> None:
    chat = talk()
    names = await chat.say("customs has had it for a week, i refuse the parcel", "customs_duties")
    assert names[-1] == "ask_confirm_refusal"
    assert HELD in chat.text


@pytest.mark.parametrize("text", ["can I refuse it?", "they refuse to help", "what if i refuse it? do i pay"])
async def test_a_question_or_other_words_refuse_nothing(text: str) -> None:
    chat = talk()
    await chat.say(f"where is {HELD}", "order_status", order_id=HELD)
    assert "ask_confirm_refusal" not in await chat.say(text, "return_policy")


async def test_money_that_is_waited_for_is_no_refusal() -> None:
    chat = talk()
    assert "ask_confirm_refusal" not in await chat.say("i refuse the parcel, when is the money back", "refund_status")
