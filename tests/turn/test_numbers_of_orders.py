"""The order's own number is no other postcode of the address that is to be confirmed."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

ADDRESS = "order_change_address"


@pytest.mark.parametrize("number", ["100001", "PA-2026-100001", "00001"])
@pytest.mark.parametrize("heard", ["out_of_scope", "order_status", ADDRESS])
async def test_an_orders_number_at_the_confirmation_leaves_the_address(number: str, heard: str) -> None:
    talk = Talk(Shop(order()))
    address = "ул. Баумана 15 кв 3, Казань 420111"
    await talk.say(address, ADDRESS, place=address)
    assert (await talk.say(number, heard))[-1] == "ask_confirm_address"
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100001"][0].shipping_address["text"] == address


async def test_another_postcode_still_puts_the_address_right() -> None:
    talk = Talk(Shop(order()))
    address = "ул. Баумана 15 кв 3, Казань 420111"
    await talk.say(address, ADDRESS, place=address)
    await talk.say("420112", ADDRESS)
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100001"][0].shipping_address["text"] == address.replace("420111", "420112")


async def test_an_orders_number_does_not_end_an_address_that_was_begun() -> None:
    talk = Talk(Shop(order()))
    await talk.say("send it to ул. Мира 8", ADDRESS, place="ул. Мира 8")
    assert (await talk.say("100001", "out_of_scope"))[-1] != "ask_confirm_address"
    assert (await talk.say("Пермь 614000", "out_of_scope", place="Пермь"))[-1] == "ask_confirm_address"
    assert "ул. Мира 8, Пермь 614000" in talk.text
