"""Another variant of what has arrived: the difference in price is told before the confirmation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import CUP, LINE, NOW, SECOND, Shop, Talk, delivered, order, shirt

from actions.commerce.ports import PRICE_VARIANTS
from actions.commerce.shapes import Order
from bot.dialogue import UserTurn

ID = "PA-2026-100001"
EXCHANGE = "exchange_request"


def now(talk: Talk) -> Order:
    return talk.shop.orders[ID][0]


class TestExchange:
    async def test_who_would_rather_return_it_names_no_variant(self) -> None:
        talk = Talk(Shop(delivered()))
        await talk.say("another size please", EXCHANGE)
        torn = (("deny", 0.5), ("return_request", 0.36))
        answers = await talk.hear(UserTurn("no, rather return it", torn[:1], torn, decision="clarify"))
        assert "variant_unavailable" not in answers

    async def test_what_comes_in_one_version_is_not_exchanged_for_itself_in_another_colour(self) -> None:
        talk = Talk(Shop(delivered(CUP)))
        assert (await talk.say("I'd like it in black", EXCHANGE, colour="black"))[0] == "variant_none_left"
        assert "black" in talk.text and not now(talk).returns
        talk = Talk(Shop(delivered(CUP)))
        assert (await talk.say("swap the mug", EXCHANGE, product="mug"))[-1] == "ask_confirm_exchange"

    async def test_where_no_variant_is_left_none_is_asked_for(self) -> None:
        talk = Talk(Shop(delivered(), products=(shirt(stock={"white": 0, "blue": 0, "green": 0}),)))
        answers = await talk.say("I'd like it in blue", EXCHANGE, colour="blue")
        assert answers[0] == "variant_none_left" and "ask_new_variant" not in answers

    async def test_who_would_rather_have_the_money_at_the_confirmation_returns_it(self) -> None:
        talk = Talk(Shop(delivered()))
        wish = ((EXCHANGE, 0.95),)
        size = ({"entity": "size", "text": "L", "value": "L"},)
        heard = UserTurn("one in L", wish, wish, size, decision="answer", values={"resolution": ("exchange", 0.9)})
        assert (await talk.hear(heard))[-1] == "ask_confirm_exchange"
        wish = (("return_request", 0.91),)
        values = {"resolution": ("refund", 0.79)}
        await talk.hear(UserTurn("or no, rather the money", wish, wish, decision="answer", values=values))
        reason = {"return_reason": ("changed_mind", 0.9)}
        assert (await talk.hear(UserTurn("just so", values=reason)))[-1] == "ask_confirm_return"
        assert (await talk.say("yes", "affirm"))[0] == "return_created"
        assert [one.resolution for one in now(talk).returns] == ["refund"]

    async def test_the_item_named_where_its_size_was_asked_for_is_no_variant(self) -> None:
        talk = Talk(Shop(delivered()))
        await talk.say("exchange", EXCHANGE)
        named = ({"entity": "product", "text": "linen shirt", "value": "linen shirt"},)
        answers = await talk.hear(UserTurn("Linen shirt", (), (), named, decision="clarify"))
        assert "variant_unavailable" not in answers and answers[-1] == "ask_exchange_variant"
        assert (await talk.say("XL then", EXCHANGE, size="XL"))[-1] == "ask_confirm_exchange"

    async def test_a_sentence_where_the_variant_was_asked_for_is_not_said_back_as_one(self) -> None:
        talk = Talk(Shop(delivered()))
        await talk.say("exchange", EXCHANGE)
        answers = await talk.hear(UserTurn("Tシャツはやっぱ置いとくわ、ええわ", (), (), decision="clarify"))
        assert answers == ["ask_exchange_variant"]
        answers = await talk.hear(UserTurn("the same colour is fine", (), (), decision="clarify"))
        assert answers == ["ask_exchange_variant"]
        answers = await talk.hear(UserTurn("the striped one", (), (), decision="clarify"))
        assert answers[0] == "variant_unavailable"

    @pytest.mark.parametrize(
        ("words", "language"),
        [("no, the same colour but L", "en"), ("لا خليه نفس اللون بس L", "ar"), ("同じ色でLを", "ja")],
    )
    async def test_a_colour_is_taken_back_by_who_wants_the_same_one_after_all(self, words: str, language: str) -> None:
        talk = Talk(Shop(delivered()), language=language)
        assert (await talk.say("in blue", EXCHANGE, colour="blue"))[-1] == "ask_confirm_exchange"
        assert (await talk.say(words, EXCHANGE, size="L"))[-1] == "ask_confirm_exchange"
        assert (await talk.say("yes", "affirm"))[0] == "exchange_created"
        assert now(talk).returns[0].variant == {"size": "L"}

    async def test_a_size_that_there_is_only_in_other_colours_is_told_with_the_colour(self) -> None:
        green = {**LINE, "options": {"size": "M", "colour": "green"}}
        talk = Talk(Shop(delivered(green)))
        assert (await talk.say("one in L", EXCHANGE, size="L"))[0] == "variant_unavailable"
        assert "L, green" in talk.text

    async def test_the_colour_that_is_named_with_the_same_size_is_the_one(self) -> None:
        talk = Talk(Shop(delivered()))
        assert (await talk.say("XL", EXCHANGE, size="XL"))[-1] == "ask_confirm_exchange"
        assert (await talk.say("or the same size in blue", EXCHANGE, colour="blue"))[-1] == "ask_confirm_exchange"
        assert (await talk.say("yes", "affirm"))[0] == "exchange_created"
        assert now(talk).returns[0].variant == {"colour": "blue"}

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

    async def test_another_size_says_that_the_first_did_not_fit(self) -> None:
        for size, reason in (("L", "too_small"), ("XS", "too_large")):
            talk = Talk(Shop(delivered()))
            await talk.say("exchange it", EXCHANGE)
            await talk.say(size, EXCHANGE, size=size)
            await talk.say("yes", "affirm")
            assert now(talk).returns[-1].reason == reason

    async def test_the_colour_told_beside_another_size_at_the_confirmation_is_taken_too(self) -> None:
        talk = Talk(Shop(delivered()))
        await talk.say("exchange for L", EXCHANGE, size="L")
        torn = ((EXCHANGE, 0.39), ("deny", 0.17))
        named = tuple(
            {"entity": name, "text": word, "value": word} for name, word in (("size", "XL"), ("colour", "blue"))
        )
        await talk.hear(UserTurn("no, XL and blue", torn[:1], torn, named, decision="clarify"))
        await talk.say("yes", "affirm")
        made = now(talk).returns[-1].variant or {}
        assert (made["size"], made["colour"]) == ("XL", "blue")

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

    async def test_what_has_not_left_is_changed_instead(self) -> None:
        talk = Talk(Shop(order()))
        assert (await talk.say("exchange for XL", EXCHANGE, size="XL"))[-1] == "ask_confirm_items"
        await talk.say("yes", "affirm")
        assert (now(talk).items[0].options["size"], now(talk).returns) == ("XL", ())

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


@pytest.mark.parametrize(("words", "size"), [("one size up please", "L"), ("a size smaller please", "XS")])
async def test_a_size_up_or_down_is_counted_from_the_own(words: str, size: str) -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say(words, "exchange_request"))[-1] == "ask_confirm_exchange"
    assert f" {size}" in talk.text


async def test_a_size_up_before_it_leaves() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say("a size down instead", "order_change_items"))[-1] == "ask_confirm_items"
    assert "XS" in talk.text


async def test_a_size_up_as_the_answer_to_the_question() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say("another size", "order_change_items"))[-1] == "ask_new_variant"
    assert (await talk.say("one size bigger", None))[-1] == "ask_confirm_items"
    assert " L" in talk.text


async def test_beyond_the_largest_size_it_is_asked_what_else() -> None:
    talk = Talk(Shop(delivered({**LINE, "options": {"size": "XL", "colour": "white"}})))
    assert (await talk.say("one size up please", "exchange_request"))[-1] == "ask_exchange_variant"


async def test_who_wants_another_for_what_came_broken_gets_the_same_again() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("the shirt is torn", "item_damaged"))[-1] == "ask_problem_resolution"
    assert (await talk.press("/SetSlots(resolution=refund)"))[-1] == "ask_confirm_problem_refund"
    names = await talk.say("no, rather another one", "exchange_request")
    assert names[-1] == "ask_confirm_exchange"
    assert "ask_exchange_variant" not in names


@pytest.mark.parametrize(("days", "answer"), [(2, "trace_running"), (-1, "ask_lost_resolution")])
async def test_another_one_for_a_parcel_that_is_searched_for_or_lost_is_a_new_parcel(days: int, answer: str) -> None:
    note = {"kind": "trace", "at": NOW.isoformat(), "deadline": (NOW + timedelta(days=days)).isoformat()}
    talk = Talk(Shop(order(status="shipped", notes=(note,))))
    assert (await talk.say("send another one instead of the lost one", EXCHANGE))[-1] == answer
