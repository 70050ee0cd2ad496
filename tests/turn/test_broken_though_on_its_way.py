"""What arrived broken while the carrier still has it on its way: a person looks at it, and nothing is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import CUP, LINE, NOW, Shop, Talk, order

from actions.commerce.shapes import Order
from bot.dialogue import UserTurn

ID = "PA-2026-100001"
BROKEN = (("item_damaged", 0.95),)
MUG = ({"entity": "product", "value": "MUG", "text": "mug"},)


def on_its_way() -> Order:
    at = (NOW - timedelta(days=1)).isoformat()
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [{"at": at, "code": "in_transit"}]}
    return order(LINE, CUP, status="shipped", shipments=[parcel])


async def _report(said: str) -> Talk:
    talk = Talk(Shop(on_its_way()))
    await talk.hear(UserTurn(said, BROKEN, BROKEN, MUG, decision="answer"))
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "the mug arrived in pieces",
        "la tazza è arrivata rotta",
        "кружка пришла разбитая",
        "马克杯收到时碎了",
        "kupa kırık geldi",
    ],
)
async def test_what_arrived_broken_is_looked_at_by_a_person(said: str) -> None:
    talk = await _report(said)
    assert talk.result is not None and talk.result.handoff is not None
    await talk.say("yes", "affirm")
    assert talk.shop.orders[ID][0].returns == ()


@pytest.mark.parametrize("said", ["the mug is smashed", "it arrived with the mug in pieces, I did not take it"])
async def test_what_was_not_taken_or_is_not_said_to_be_there_may_be_refused(said: str) -> None:
    talk = await _report(said)
    await talk.press("/SetSlots(confirm_refusal=true)")
    (made,) = talk.shop.orders[ID][0].returns
    assert made.reason == "refused"
