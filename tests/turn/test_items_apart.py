"""Two wishes about two items in one message: each is done with its own."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from shop_talk import CUP, LINE, Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.inference.orders_apart import orders_apart
from bot.nlu.understanding import Entity, Understanding
from bot.reading import Reading

_KINDS = {"shirt": "product", "mug": "product", "red": "colour", "XL": "size"}
MONEY, SWAP = {"money": "return_request"}, {"swap": "exchange_request"}


def heard(text: str, said: Mapping[str, str]) -> Understanding:
    """What is understood of a text. said: words and the wish that they are."""
    wishes = tuple((wish, 0.9) for words, wish in said.items() if words in text)
    found = tuple(
        Entity(kind, word, text.index(word), text.index(word) + len(word), "list", word)
        for word, kind in _KINDS.items()
        if word in text
    )
    return understood(text, *wishes, entities=found)


@pytest.mark.parametrize(
    "text",
    ["money for the shirt and swap the mug for red", "the shirt: money, the mug: swap it, red"],
)
def test_each_wish_has_its_item_and_its_colour(text: str) -> None:
    said = {**MONEY, **SWAP}
    found = orders_apart(heard(text, said), lambda part: heard(part, said))
    assert [(wish.name, wish.told["return_item"], wish.told["colour"]) for wish in found] == [
        ("return_request", "shirt", None),
        ("exchange_request", "mug", "red"),
    ]


def test_what_has_come_is_changed_by_an_exchange() -> None:
    said = {**MONEY, "change": "order_change_items"}
    text = "money for the shirt and change the mug to red"
    found = orders_apart(heard(text, said), lambda part: heard(part, said))
    assert [wish.name for wish in found] == ["return_request", "exchange_request"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("swap the shirt and swap the mug", SWAP),
        ("money for the shirt", MONEY),
        ("money for the shirt, where is the mug", {**MONEY, "where": "order_status"}),
        ("I ordered the shirt and got the mug", {"got": "item_wrong"}),
    ],
)
def test_one_wish_is_not_taken_apart(text: str, said: dict[str, str]) -> None:
    assert orders_apart(heard(text, said), lambda part: heard(part, said)) == ()


async def test_money_for_the_one_and_another_for_the_other() -> None:
    shirt = {"product": "shirt", "return_item": "shirt", "return_reason": "changed_mind", "size": None}
    mug = {"product": "mug", "return_item": "mug", "return_reason": None, "size": "L"}
    talk = Talk(Shop(delivered(LINE, CUP)))
    names = await talk.hear(
        UserTurn(
            "money for the mug and swap the shirt for L",
            (("return_request", 0.9), ("exchange_request", 0.9)),
            entities=(
                {"entity": "product", "value": "mug", "text": "mug"},
                {"entity": "product", "value": "shirt", "text": "shirt"},
                {"entity": "size", "value": "L", "text": "L"},
            ),
            told_for={"return_request": {**mug, "size": None, "return_reason": "changed_mind"}}
            | {"exchange_request": {**shirt, "size": "L"}},
        )
    )
    assert names[-1] == "ask_resolution" and "Mug" in talk.text and "Linen shirt" not in talk.text
    await talk.press("/SetSlots(resolution=refund)")
    assert (await talk.say("yes", "affirm"))[-1] == "ask_confirm_exchange"
    assert "Linen shirt" in talk.text and "for L" in talk.text
    await talk.say("yes", "affirm")
    made = talk.shop.orders["PA-2026-100001"][0].returns
    assert [(one.items, one.resolution) for one in made] == [(("3",), "refund"), (("1",), "exchange")]


def test_a_fault_of_the_one_is_none_of_the_other() -> None:
    said = {**MONEY, "broken": "item_damaged"}
    text = "money for the shirt, the mug is broken"
    whole = heard(text, said)
    wishes = orders_apart(whole, lambda part: heard(part, said))
    turn = Reading(text, "en", "m", understanding=whole, apart=wishes).as_turn()
    assert [name for name, _ in turn.intents] == ["return_request", "item_damaged"]
    assert turn.told_for["return_request"]["return_reason"] is None
