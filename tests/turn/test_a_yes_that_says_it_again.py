""" "Yes, the refund" is a yes where the refund that was chosen is to be confirmed: the question came again."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, delivered

from bot.dialogue import UserTurn


def _heard(*ranking: tuple[str, float]) -> UserTurn:
    said = (ranking[0],)
    return UserTurn("ค่ะ คืนเงิน", said, ranking, language="th", decision="answer")


@pytest.mark.parametrize(
    ("chosen", "ranking", "done"),
    [
        ("refund", (("affirm", 0.58), ("return_request", 0.37)), True),
        ("refund", (("thanks", 0.5), ("return_request", 0.32), ("affirm", 0.14)), True),
        ("refund", (("return_request", 0.97), ("affirm", 0.01)), False),
        ("refund", (("affirm", 0.58), ("order_status", 0.37)), False),
        ("refund", (("thanks", 0.6), ("return_request", 0.38), ("affirm", 0.02)), False),
        ("exchange", (("affirm", 0.58), ("return_request", 0.37)), False),
    ],
)
async def test_it_confirms_what_was_chosen_and_nothing_else(
    chosen: str, ranking: tuple[tuple[str, float], ...], done: bool
) -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the shirt came torn", "item_damaged")
    await talk.press(f"/SetSlots(resolution={chosen})")
    await talk.hear(_heard(*ranking))
    assert bool(talk.shop.orders["PA-2026-100001"][0].returns) is done
