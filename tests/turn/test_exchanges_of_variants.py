"""Another variant of what has arrived: the difference in price is told before the confirmation."""

from __future__ import annotations

import pytest
from shop_talk import LINE, SECOND, Shop, Talk, delivered

from actions.commerce.ports import PRICE_VARIANTS
from actions.commerce.shapes import Order

ID = "PA-2026-100001"
EXCHANGE = "exchange_request"


def now(talk: Talk) -> Order:
    return talk.shop.orders[ID][0]


class TestExchange:
    async def test_the_difference_is_shown_before_the_confirmation_and_kept_with_the_return(self) -> None:
        talk = Talk(Shop(delivered()))
        await talk.say("exchange for XL", EXCHANGE, size="XL")
        assert "€5.00 more" in talk.text and "XL" in talk.text
        assert (await talk.say("yes", "affirm"))[0] == "exchange_created"
        made = now(talk).returns[-1]
        assert (made.resolution, made.variant) == (
            "exchange",
            {"size": "XL", "difference": "5.00", "account": "paypal"},
        )
        assert now(talk).payments == delivered().payments

    async def test_the_same_price_is_a_plain_exchange(self) -> None:
        talk = Talk(Shop(delivered()))
        await talk.say("exchange for L", EXCHANGE, size="L")
        assert "The price stays the same" in talk.text
        await talk.say("yes", "affirm")
        assert now(talk).returns[-1].variant == {"size": "L"}

    @pytest.mark.parametrize(
        ("entities", "answer"),
        [
            ({"size": "XXL"}, "variant_unavailable"),
            ({"colour": "green"}, "variant_unavailable"),
            ({"size": "M"}, "variant_same"),
        ],
    )
    async def test_wrong_variants(self, entities: dict[str, str], answer: str) -> None:
        talk = Talk(Shop(delivered()))
        assert (await talk.say("exchange", EXCHANGE, **entities))[0] == answer
        assert talk.shop.keys == []

    async def test_both_items_at_once(self) -> None:
        talk = Talk(Shop(delivered(LINE, SECOND)))
        await talk.say("exchange for XL", EXCHANGE, size="XL")
        assert (await talk.press("/SetSlots(return_item=all)"))[-1] == "ask_confirm_exchange"
        assert "€10.00 more" in talk.text
        await talk.say("yes", "affirm")
        assert now(talk).returns[-1].items == ("1", "2")

    async def test_a_shop_that_tells_no_price_of_variants_promises_none(self) -> None:
        shop = Shop(delivered())
        shop.by_hand = frozenset({PRICE_VARIANTS})
        talk = Talk(shop)
        await talk.say("exchange for L", EXCHANGE, size="L")
        assert "before anything is charged" in talk.text and "stays the same" not in talk.text
