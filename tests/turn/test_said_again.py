"""What is said again is what told something last, and no question that is closed."""

from __future__ import annotations

from shop_talk import Shop, Talk, delivered, order

AGAIN = "repeat_rephrase"


async def test_behind_a_courtesy_the_news_before_it_are_told_again() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("it says delivered and isn't here", "delivery_not_received")
    assert "trace_started" in await talk.say("yes", "affirm")
    assert await talk.say("ok", "affirm") == ["anything_else"]
    for _ in range(2):
        assert "trace_started" in await talk.say("so what will you do?", AGAIN)


async def test_a_question_that_was_answered_is_not_asked_again() -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    assert (await talk.say("no", "deny"))[0] == "kept"
    await talk.say("ok", "affirm")
    assert "ask_confirm_cancel" not in await talk.say("and now?", AGAIN)
    assert talk.shop.keys == []


async def test_an_open_question_is_asked_again() -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    assert await talk.say("pardon?", AGAIN) == ["ask_confirm_cancel"]
    assert (await talk.say("yes", "affirm"))[0] == "cancelled"
