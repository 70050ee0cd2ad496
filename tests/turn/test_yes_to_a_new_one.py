""" "Yes, a new one" is a yes where the new one that was chosen is to be confirmed: an exchange was begun instead."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, delivered

from bot.dialogue import UserTurn


def _heard(named: str, sure: float, *ranking: tuple[str, float]) -> UserTurn:
    values = {"resolution": (named, sure)}
    return UserTurn("嗯，换新的", (ranking[0],), ranking, values=values, language="zh", decision="answer")


@pytest.mark.parametrize(
    ("chosen", "turn", "done"),
    [
        ("exchange", _heard("exchange", 0.38, ("affirm", 0.52), ("exchange_request", 0.46)), True),
        ("exchange", _heard("exchange", 0.38, ("exchange_request", 0.53), ("affirm", 0.45)), True),
        ("refund", _heard("exchange", 0.38, ("exchange_request", 0.53), ("affirm", 0.45)), False),
        ("exchange", _heard("exchange", 0.1, ("affirm", 0.52), ("exchange_request", 0.46)), False),
        ("exchange", _heard("exchange", 0.38, ("exchange_request", 0.9), ("affirm", 0.05)), False),
        ("refund", _heard("exchange", 0.38, ("affirm", 0.52), ("exchange_request", 0.46)), False),
        ("exchange", _heard("exchange", 0.38, ("affirm", 0.52), ("order_cancel", 0.46)), False),
    ],
)
async def test_it_confirms_what_was_chosen_and_nothing_else(chosen: str, turn: UserTurn, done: bool) -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the shirt came torn", "item_damaged")
    await talk.press(f"/SetSlots(resolution={chosen})")
    names = await talk.hear(turn)
    assert "return_already" not in names
    assert bool(talk.shop.orders["PA-2026-100001"][0].returns) is done
