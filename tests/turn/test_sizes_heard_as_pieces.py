"""A number that is a size of the item is no number of pieces, and as many pieces as there are is no change."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import CUP, LINE, Shop, Talk, delivered, order, shirt

ID = "PA-2026-100001"
SMALL: dict[str, Any] = {**LINE, "options": {"size": "86"}}
PYJAMAS = shirt(attributes={"sizes": ["80", "86", "92"]}, stock=9)


async def test_a_size_heard_as_pieces_changes_the_size() -> None:
    talk = Talk(Shop(order(SMALL), products=(PYJAMAS,)))
    assert (await talk.say("change it to 92", "order_change_items", quantity="92"))[-1] == "ask_confirm_items"
    assert "92 ×" not in talk.text
    await talk.say("yes", "affirm")
    (item,) = talk.shop.orders[ID][0].items
    assert (item.quantity, item.options["size"]) == (1, "92")


async def test_a_size_heard_as_pieces_is_exchanged_for() -> None:
    talk = Talk(Shop(delivered(SMALL), products=(PYJAMAS,)))
    assert (await talk.say("change it to 92", "exchange_request", quantity="92"))[-1] == "ask_confirm_exchange"
    assert "92" in talk.text


@pytest.mark.parametrize(
    "text", ["they are small, can I have the 92?", "posso cambiarlo con la 92?", "换成92的", "86 is small, so 92"]
)
async def test_a_number_that_nothing_was_heard_in_is_a_size_and_stays_one(text: str) -> None:
    talk = Talk(Shop(delivered({**SMALL, "quantity": 2}), products=(PYJAMAS,)))
    assert (await talk.say(text, "exchange_request"))[-1] == "ask_how_many"
    assert (await talk.say("1", None, quantity="1"))[-1] == "ask_confirm_exchange"
    assert "for 92" in talk.text


@pytest.mark.parametrize("text", ["the 86 is too small", "it cost 92.50", "order 1-92"])
async def test_the_size_that_was_bought_and_other_numbers_are_no_size_wanted(text: str) -> None:
    talk = Talk(Shop(delivered(SMALL), products=(PYJAMAS,)))
    assert (await talk.say(text, "exchange_request"))[-1] == "ask_exchange_variant"


async def test_as_many_as_there_are_is_asked_about() -> None:
    talk = Talk(Shop(order(CUP)))
    assert (await talk.say("1 mug", "order_change_items", quantity="1"))[-1] == "ask_pieces"
    assert (await talk.say("2", None, quantity="2"))[-1] == "ask_confirm_items"
    assert "2 ×" in talk.text


async def test_a_size_that_was_heard_as_nothing_is_found_in_the_wish_and_stays_while_pieces_are_asked() -> None:
    talk = Talk(Shop(delivered({**SMALL, "quantity": 2}), products=(PYJAMAS,)))
    wish = "the 86 is too small, change to 92 can"
    assert (await talk.say(wish, "exchange_request"))[-1] == "ask_how_many"
    await talk.press("/SetSlots(quantity=2)")
    assert "92" in talk.text and talk.result is not None


async def test_a_number_that_is_a_size_needs_no_word_for_it() -> None:
    talk = Talk(Shop(delivered(SMALL), products=(PYJAMAS,)))
    assert (await talk.say("too small, can I have 92?", "exchange_request"))[-1] == "ask_confirm_exchange"
    assert "92" in talk.text


async def test_the_number_that_it_has_already_is_none() -> None:
    talk = Talk(Shop(delivered(SMALL), products=(PYJAMAS,)))
    assert (await talk.say("the 86 is too small, can I change it?", "exchange_request"))[-1] == "ask_exchange_variant"


async def test_the_number_of_the_order_is_no_variant() -> None:
    talk = Talk(Shop(delivered(SMALL), products=(PYJAMAS,)))
    await talk.say("can I change it for another size?", "exchange_request")
    assert await talk.say(f"yes, order {ID}", "affirm", order_id=ID) == ["ask_exchange_variant"]
