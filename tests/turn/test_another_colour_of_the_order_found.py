"""Another colour or size at the confirmation is one of the order that was found, whatever the words sound like."""

from __future__ import annotations

from shop_talk import CUP, LINE, Shop, Talk, delivered, order, shirt

from bot.dialogue import UserTurn


async def test_a_colour_that_sounds_like_a_change_of_an_order_asks_for_no_other_order() -> None:
    under_way = (order(CUP, id=f"PA-2026-10000{at}", status="shipped") for at in (2, 3))
    talk = Talk(Shop(delivered(), *under_way))
    assert (await talk.say("the shirt is too small, XL please", "exchange_request", size="XL"))[-1] == (
        "ask_confirm_exchange"
    )
    heard = (("order_change_items", 0.43), ("product_availability", 0.18), ("affirm", 0.15))
    blue = {"entity": "colour", "value": "blue", "text": "blue"}
    answers = await talk.hear(UserTurn("it may be blue", heard[:1], heard, (blue,), decision="clarify"))
    assert answers[-1] == "ask_confirm_exchange"
    assert "PA-2026-100001" in talk.text and "XL, blue" in talk.text


async def test_another_size_in_numbers_puts_no_items_id_right() -> None:
    sizes = {"sizes": ["36", "37", "38"], "colours": ["white"]}
    stock = {"36": 2, "37": 2, "38": 2, "white": 2}
    shoes = shirt(sku="SHOES", name={"en": "Sneakers"}, attributes=sizes, stock=stock)
    line = {**LINE, "id": "3", "sku": "SHOES", "name": {"en": "Sneakers"}, "options": {"size": "36", "colour": "white"}}
    talk = Talk(Shop(delivered(LINE, line), products=(shirt(), shoes)))
    await talk.say("the sneakers are too small", "exchange_request", product="sneakers")
    assert (await talk.say("38 please", "exchange_request", size="38"))[-1] == "ask_confirm_exchange"
    heard = (("repeat_rephrase", 0.25), ("affirm", 0.18))
    size = {"entity": "size", "value": "37", "text": "37"}
    answers = await talk.hear(UserTurn("37 then", heard[:1], heard, (size,), decision="clarify"))
    assert answers[-1] == "ask_confirm_exchange" and "for 37" in talk.text
