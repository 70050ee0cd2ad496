""" "The same colour" where an exchange is to be confirmed refuses nothing, though it sounds like a no."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, delivered

ORDER = "PA-2026-100001"


@pytest.mark.parametrize("said", ["same colour", "สีเดิม", "颜色不变", "gleiche Farbe", "ไซส์เดิม"])
@pytest.mark.parametrize("heard", ["deny", "out_of_scope", None])
async def test_the_question_stays_and_a_yes_then_exchanges(said: str, heard: str | None) -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("it is too small, L please", "exchange_request", size="L"))[-1] == "ask_confirm_exchange"
    assert (await talk.say(said, heard))[-1] == "ask_confirm_exchange"
    assert not talk.shop.orders[ORDER][0].returns
    await talk.say("yes", "affirm")
    assert talk.shop.orders[ORDER][0].returns[0].resolution == "exchange"


@pytest.mark.parametrize("said", ["no", "no, leave it"])
async def test_a_no_stays_one(said: str) -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("it is too small, L please", "exchange_request", size="L")
    await talk.say(said, "deny")
    await talk.say("yes", "affirm")
    assert not talk.shop.orders[ORDER][0].returns
