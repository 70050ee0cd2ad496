"""Two wishes about two orders in one message: each is done with its own."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from shop_talk import Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.inference.orders_apart import orders_apart
from bot.nlu.understanding import Entity, Understanding
from bot.reading import Reading

ONE, TWO = "PA-2026-100001", "PA-2026-100002"


def heard(text: str, said: Mapping[str, str]) -> Understanding:
    """What is understood of a text. said: words and the wish that they are."""
    wishes = tuple((wish, 0.9) for words, wish in said.items() if words in text)
    numbers = tuple(
        Entity("order_id", number, text.index(number), text.index(number) + len(number), "pattern", number)
        for number in (ONE, TWO)
        if number in text
    )
    return understood(text, *wishes, entities=numbers)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"cancel {ONE} and tell me where {TWO} is", {"cancel": "order_cancel", "where": "order_status"}),
        (f"{ONE}をキャンセルして、{TWO}はどこですか", {"キャンセル": "order_cancel", "どこ": "order_status"}),
        (f"{ONE} cancel it. {TWO} where", {"cancel": "order_cancel", "where": "order_status"}),
    ],
)
def test_each_wish_has_its_number_wherever_that_stands(text: str, said: dict[str, str]) -> None:
    found = orders_apart(heard(text, said), lambda part: heard(part, said))
    assert [(wish.name, wish.order_id) for wish in found] == [("order_cancel", ONE), ("order_status", TWO)]


def test_each_reason_is_told_by_its_own_part() -> None:
    text = f"return {ONE}, too large, and cancel {TWO}, not needed"
    parts = {
        "return": understood("return", ("return_request", 0.9), values={"return_reason": ("too_large", 0.8)}),
        "cancel": understood("cancel", ("order_cancel", 0.9), values={"return_reason": ("changed_mind", 0.8)}),
    }
    numbers = heard(text, {}).entities
    whole = understood(text, ("return_request", 0.9), entities=numbers, values={"return_reason": ("changed_mind", 0.9)})
    wishes = orders_apart(whole, lambda part: parts["return" if ONE in part else "cancel"])
    turn = Reading(text, "en", "m", understanding=whole, apart=wishes).as_turn()
    assert turn.told_for["return_request"] == {"order_id": ONE, "return_reason": "too_large"}
    assert turn.told_for["order_cancel"] == {"order_id": TWO}
    assert "return_reason" not in turn.values


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"cancel {ONE} please", {"cancel": "order_cancel"}),
        (f"where are {ONE} and {TWO}", {"where": "order_status"}),
        (f"where is {ONE}, I mean where is {TWO}", {"where": "order_status"}),
    ],
)
def test_one_wish_is_not_taken_apart(text: str, said: dict[str, str]) -> None:
    assert orders_apart(heard(text, said), lambda part: heard(part, said)) == ()


async def test_each_is_done_with_its_own_order() -> None:
    talk = Talk(Shop(order(), order(id=TWO, status="shipped")))
    names = await talk.hear(
        UserTurn(
            f"cancel {ONE} and where is {TWO}",
            (("order_cancel", 0.9), ("order_status", 0.9)),
            entities=tuple({"entity": "order_id", "value": number, "text": number} for number in (ONE, TWO)),
            told_for={"order_cancel": {"order_id": ONE}, "order_status": {"order_id": TWO}},
        )
    )
    assert names[-1] == "ask_confirm_cancel"
    assert ONE in talk.text
    done = await talk.say("yes", "affirm")
    assert done[0] == "cancelled"
    assert TWO in talk.text
    assert talk.shop.orders[TWO][0].status == "shipped"
