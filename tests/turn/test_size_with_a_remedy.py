"""A size that is told where a replacement is chosen, or to be confirmed."""

from __future__ import annotations

import pytest
from shop_talk import LINE, Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Entity
from bot.reading import Reading


def read(text: str, intent: str, waiting: str | None = "confirm_return") -> UserTurn:
    found = (Entity("size", "L", text.index("L"), text.index("L") + 1, "list", "L"),)
    heard = understood(text, (intent, 0.9), entities=found)
    return Reading(text, "en", "m", understanding=heard, waiting_for=waiting).as_turn()


@pytest.mark.parametrize("asked", ["confirm_return", "resolution"])
@pytest.mark.parametrize("intent", ["product_size", "product_availability", "affirm", "exchange_request"])
def test_it_is_what_shall_be_sent(asked: str, intent: str) -> None:
    assert read("L please", intent, asked).intent == "exchange_request"


@pytest.mark.parametrize("asked", ["confirm_return", "resolution"])
def test_whether_there_is_one_is_the_wish_for_it(asked: str) -> None:
    assert read("do you have L?", "product_availability", asked).intent == "exchange_request"


@pytest.mark.parametrize("intent", ["product_recommend", "product_availability", "affirm"])
def test_a_colour_where_the_remedy_is_asked_for_is_wanted(intent: str) -> None:
    def meant(sounds_like: str, asked: str) -> str | None:
        heard = understood(
            "the blue one", (sounds_like, 0.9), entities=(Entity("colour", "blue", 4, 8, "list", "blue"),)
        )
        return Reading("the blue one", "en", "m", understanding=heard, waiting_for=asked).as_turn().intent

    assert meant(intent, "resolution") == "exchange_request"
    assert meant("deny", "resolution") != "exchange_request" and meant(intent, "order_id") != "exchange_request"


def test_elsewhere_or_with_a_question_it_is_what_it_sounds_like() -> None:
    assert read("L please", "product_size", None).intent == "product_size"
    assert read("which is larger, L or XL?", "product_size").intent == "product_size"
    assert read("no, not L", "deny").intent == "deny"


async def test_the_size_is_taken_up_before_the_yes() -> None:
    talk = Talk(Shop(delivered(LINE)))
    await talk.say("the shirt is torn", "item_damaged", product="shirt")
    await talk.press("/SetSlots(resolution=exchange)")
    assert (await talk.hear(read("L please", "product_size")))[-1] == "ask_confirm_exchange"
    await talk.say("yes", "affirm")
    (made,) = talk.shop.orders["PA-2026-100001"][0].returns
    assert (made.reason, made.shipping_paid_by, made.variant) == ("damaged", "shop", {"size": "L"})
