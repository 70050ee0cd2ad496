"""How many pieces are wanted of an item that is being packed: "just the one", and the number that there is already."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, Shop, Talk, order
from understood import understood

from actions.commerce.shapes import Order
from bot.dialogue import UserTurn
from bot.reading import Reading

ID, CHANGE = "PA-2026-100001", "order_change_items"
MUGS = {**CUP, "quantity": 2}


def now(talk: Talk) -> Order:
    return talk.shop.orders[ID][0]


def heard(text: str, language: str, *wishes: tuple[str, float], waiting_for: str = "confirm_items") -> UserTurn:
    meant = understood(text, *wishes)
    running = frozenset({"change_items"})
    return Reading(text, language, "m", understanding=meant, waiting_for=waiting_for, running=running).as_turn()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "just the one"),
        ("zh", "只要一个"),
        ("es", "solo uno"),
        ("fr", "un seul"),
        ("de", "nur eins"),
        ("it", "solo uno"),
        ("pt", "só um"),
        ("ru", "только один"),
        ("ar", "واحد بس"),
        ("tr", "sadece bir tane"),
        ("ja", "一つだけ"),
        ("ko", "하나만요"),
        ("th", "อันเดียว"),
        ("vi", "một cái thôi"),
        ("id", "satu aja"),
    ],
)
def test_just_the_one_is_a_number_of_pieces(language: str, said: str) -> None:
    for waiting_for in ("new_variant", "confirm_items"):
        turn = heard(said, language, ("deny", 0.9), waiting_for=waiting_for)
        assert [one["value"] for one in turn.entities if one["entity"] == "quantity"] == [1]
        assert turn.intent is None


def test_a_yes_beside_it_stays_one() -> None:
    assert heard("yes, just the one", "en", ("affirm", 0.97)).intent == "affirm"


async def test_the_number_that_was_ordered_is_no_wish() -> None:
    talk = Talk(Shop(order(MUGS, LINE)))
    assert await talk.say("I ordered two mugs by mistake", CHANGE, product="mug", quantity="2") == ["ask_pieces"]
    talk_hears = heard("just the one", "en", ("deny", 0.8), waiting_for="new_variant")
    assert (await talk.hear(talk_hears))[-1] == "ask_confirm_items"
    assert "1 ×" in talk.text
    await talk.hear(heard("yes, just the one", "en", ("affirm", 0.97)))
    assert [line.quantity for line in now(talk).items] == [1, 1]


async def test_one_of_several_pieces_in_another_size_is_left_to_a_person() -> None:
    talk = Talk(Shop(order({**LINE, "quantity": 2})))
    await talk.say("in XL please", CHANGE, size="XL")
    answers = await talk.hear(heard("yes, just the one", "en", ("affirm", 0.97)))
    assert "done_by_person" in answers
    assert now(talk).items[0].quantity == 2
