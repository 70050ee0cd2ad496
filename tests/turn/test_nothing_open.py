"""What is said where no question is open any more: what was done stays done, and what was asked for goes on."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, delivered, order

PRIVACY = "account_privacy"


async def test_who_stops_after_a_return_hears_that_it_stands_and_who_can_withdraw_it() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("exchange for L", "exchange_request", size="L")
    assert (await talk.say("yes", "affirm"))[0] == "exchange_created"
    assert await talk.say("scrap that, I'll keep it", "stop") == ["return_already"]
    assert "/human_agent" in talk.buttons


async def test_who_stops_after_a_cancellation_hears_that_it_is_cancelled() -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    assert (await talk.say("yes", "affirm"))[0] == "cancelled"
    assert await talk.say("oh no, forget it", "stop") == ["cancel_already"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "no wait, I do want it"),
        ("de", "nein, lieber doch nicht"),
        ("fr", "ah non finalement je la garde"),
        ("es", "no, mejor no"),
        ("it", "no anzi, me lo tengo"),
        ("pt", "não, mudei de ideia"),
        ("ru", "нет, я передумал"),
        ("ar", "لا غيرت رأيي"),
        ("tr", "yok vazgeçtim"),
        ("ja", "いや、やっぱりやめます"),
        ("ko", "아니요 마음이 바뀌었어요"),
        ("zh", "不，还是不要取消"),
        ("th", "ไม่ เปลี่ยนใจแล้ว"),
        ("vi", "không, mình đổi ý rồi"),
        ("id", "gak jadi deh"),
    ],
)
async def test_a_no_that_takes_a_cancellation_back_hears_that_it_is_cancelled(language: str, text: str) -> None:
    talk = Talk(Shop(order()), language=language)
    await talk.say("cancel it", "order_cancel")
    await talk.say("yes", "affirm")
    assert await talk.say(text, "deny") == ["cancel_already"]


async def test_a_no_that_takes_a_refusal_back_gets_a_person() -> None:
    talk = Talk(Shop(order(status="shipped")))
    await talk.say("I won't take it", "order_cancel")
    await talk.say("yes", "affirm")
    await talk.say("no wait, I want to keep it", "deny")
    assert talk.result is not None and talk.result.handoff is not None


async def test_a_plain_no_leaves_all_as_it_is() -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    await talk.say("yes", "affirm")
    assert await talk.say("no thanks, that's all", "deny") == ["deny_nothing_open"]


async def test_where_nothing_was_done_nothing_has_been_changed() -> None:
    talk = Talk(Shop(order()))
    await talk.say("where is it", "order_status")
    assert await talk.say("never mind", "stop") == ["stopped"]
    await talk.say("cancel it", "order_cancel")
    assert await talk.say("stop", "stop") == ["stopped"]


async def test_how_long_it_takes_after_a_privacy_request_is_about_that() -> None:
    talk = Talk(Shop(order()))
    await talk.say("a copy of my data", PRIVACY)
    assert (await talk.press("/SetSlots(privacy_act=export)"))[0] == "privacy_registered"
    assert await talk.say("and how long does that take?", "delivery_time") == ["privacy_registered"]
    assert "copy of your data" in talk.text
    await talk.say("where is my order", "order_status")
    assert "privacy_registered" not in await talk.say("and how long does it take?", "delivery_time")


async def _searched() -> Talk:
    talk = Talk(Shop(delivered()))
    await talk.say("it never came", "delivery_not_received")
    assert (await talk.press("/SetSlots(address_right=true)"))[0] == "trace_started"
    return talk


async def test_who_says_never_mind_while_a_parcel_is_searched_for_may_have_it() -> None:
    talk = await _searched()
    assert await talk.say("never mind, the guard had it", "stop") == ["ask_parcel_found"]
    assert (await talk.say("yes", "affirm"))[0] == "trace_ended"
    assert [note["kind"] for note in talk.shop.orders["PA-2026-100001"][0].notes] == ["trace", "trace_ended"]
    assert talk.result is not None
    assert [one.data["kind"] for one in talk.result.requests if one.kind == "alert"] == ["trace_ended"]
    assert "trace_running" not in await talk.say("where is it?", "order_status")


async def test_who_does_not_have_it_yet_hears_that_the_search_goes_on() -> None:
    talk = await _searched()
    await talk.say("forget it", "stop")
    assert (await talk.say("no", "deny"))[0] == "trace_running"
    assert [note["kind"] for note in talk.shop.orders["PA-2026-100001"][0].notes] == ["trace"]
