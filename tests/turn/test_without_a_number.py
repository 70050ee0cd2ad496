"""Who does not have the order number gets on with the e-mail address or phone number of the order, and a code."""

from __future__ import annotations

import pytest
from shop_talk import Documents, Shop, Talk, delivered, order

ID = "PA-2026-100001"


async def test_a_guest_without_the_number_proves_who_they_are_by_mail() -> None:
    talk = Talk(Shop(order()), proven=False)
    assert await talk.say("where is my parcel", "order_status") == ["ask_order_or_contact"]
    assert await talk.say("I don't have the number", None) == ["ask_order_or_contact"]
    assert await talk.say("my mail is A@shop.example", None, email="A@shop.example") == ["ask_verification_code"]
    assert await talk.say(talk.code, None) == ["verified", "order_processing", "completed"]
    assert ID in talk.text


async def test_several_orders_are_listed_behind_the_code() -> None:
    talk = Talk(Shop(delivered(), order(id="PA-2026-100002")), proven=False)
    await talk.say("my invoice please", "invoice_request")
    await talk.say("a@shop.example", None, email="a@shop.example")
    names = await talk.say(talk.code, None)
    assert names[0] == "verified"
    assert "ask_order_choice" in names


async def test_a_number_is_taken_as_before() -> None:
    talk = Talk(Shop(order()), proven=False)
    await talk.say("where is my parcel", "order_status")
    assert await talk.say(ID, None, order_id=ID) == ["ask_contact"]


async def test_an_address_that_nobody_ordered_with_is_answered_in_the_same_words() -> None:
    talk = Talk(Shop(order()), proven=False)
    await talk.say("where is my parcel", "order_status")
    assert await talk.say("b@shop.example", None, email="b@shop.example") == ["ask_verification_code"]
    assert talk.result is not None and talk.result.codes == []


async def test_a_shop_that_finds_nobody_by_mail_asks_for_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Documents, "finds_customers", False)
    talk = Talk(Shop(order()), proven=False)
    assert await talk.say("where is my parcel", "order_status") == ["ask_order_id"]
    assert await talk.say("a@shop.example", None, email="a@shop.example") == ["ask_order_id"]
