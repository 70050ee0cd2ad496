"""An address that is told in several messages is one; while it is put right, it stays that order's."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

from bot.dialogue import UserTurn

ADDRESS = "order_change_address"
ID = "PA-2026-100001"
_ELM = "5 Elm Street, LS1 4AB Leeds"


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("Leeds", "5 Elm Street"), "Leeds, 5 Elm Street"),
        (("5 Elm Street", "Leeds"), "5 Elm Street, Leeds"),
        (("Новосибирск", "ул Гоголя 22"), "Новосибирск, ул Гоголя 22"),
    ],
)
async def test_town_and_street_that_come_one_by_one_are_one_address(parts: tuple[str, str], whole: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say("change the address please", ADDRESS)
    assert await talk.say(parts[0], ADDRESS, place=parts[0]) == ["address_incomplete", "ask_new_address"]
    assert await talk.say(parts[1], ADDRESS, place=parts[1]) == ["ask_confirm_address"]
    assert whole in talk.text
    await talk.say("yes", "affirm")
    assert talk.shop.orders[ID][0].shipping_address["text"] == whole


async def test_what_is_no_part_makes_no_address_of_the_town() -> None:
    talk = Talk(Shop(order()))
    await talk.say("change the address please", ADDRESS)
    await talk.say("Leeds", ADDRESS, place="Leeds")
    assert (await talk.say("I told you twice", "complaint"))[-1] != "ask_confirm_address"


@pytest.mark.parametrize("said", ["yes but house 21", "hold on, house 21"])
async def test_a_yes_with_a_number_of_its_own_and_who_stops_with_one_agree_to_nothing(said: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say(_ELM, ADDRESS, place=_ELM)
    assert (await talk.say(said, "affirm"))[-1] == "ask_new_address"
    assert "text" not in talk.shop.orders[ID][0].shipping_address


async def test_the_order_that_was_found_stays_while_its_address_is_put_right() -> None:
    talk = Talk(Shop(order(), order(id="PA-2026-100002", status="shipped")))
    await talk.say(_ELM, ADDRESS, place=_ELM)
    torn = (("delivery_schedule", 0.4), ("out_of_scope", 0.4))
    assert await talk.hear(UserTurn("building 48", torn, torn, decision="clarify")) == ["ask_new_address"]
    await talk.say(_ELM.replace("5", "48", 1), ADDRESS, place=_ELM.replace("5", "48", 1))
    assert ID in talk.text
