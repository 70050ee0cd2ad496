"""The item that is talked of stays chosen when another wish takes the place of what runs."""

from __future__ import annotations

from typing import Any

from shop_talk import CUP, Shop, Talk, delivered

from bot.dialogue import UserTurn

VASES: dict[str, Any] = {**CUP, "id": "2", "sku": "VASE", "name": {"en": "Vase"}, "quantity": 2}
BROKEN, REFUND, EXCHANGE = (("item_damaged", 0.97),), (("return_request", 0.98),), (("exchange_request", 0.9),)
NAMED = ({"entity": "product", "value": "VASE", "text": "vases"}, {"entity": "product", "value": "MUG", "text": "mug"})


async def _reported() -> Talk:
    talk = Talk(Shop(delivered(CUP, VASES)))
    said = "the vases are broken, the mug is fine"
    assert (await talk.hear(UserTurn(said, BROKEN, BROKEN, NAMED, decision="answer")))[-1] == "ask_how_many"
    return talk


async def test_the_money_wished_while_pieces_are_asked_for_is_for_that_item() -> None:
    talk = await _reported()
    paid = {"resolution": ("refund", 0.95)}
    heard = UserTurn("give me my money back", REFUND, REFUND, values=paid, decision="answer")
    assert (await talk.hear(heard))[-1] == "ask_how_many"
    assert "Vase" in talk.text
    await talk.say("2", None, quantity="2")
    assert "2 × Vase" in talk.text and "Mug" not in talk.text


async def test_a_new_one_wished_instead_of_the_money_is_for_that_item() -> None:
    talk = await _reported()
    await talk.say("2", None, quantity="2")
    await talk.press("/SetSlots(resolution=refund)")
    await talk.hear(UserTurn("send me new ones rather", EXCHANGE, EXCHANGE, decision="clarify"))
    assert "Vase" in talk.text and "Mug" not in talk.text
