"""Another variant of what has not left: the price is told, asked for, settled once, refused where it must be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from shop_talk import CUP, LINE, SECOND, Shop, Talk, delivered, order, shirt

from actions.commerce.accounts import account_of
from actions.commerce.ports import CHANGE_ITEMS
from actions.commerce.shapes import Order
from bot.dialogue import UserTurn

ID = "PA-2026-100001"
CHANGE = "order_change_items"
GIFT: dict[str, Any] = {
    "accounts": [{"id": "gift-1", "method": "gift_card", "balance": 50}, {"id": "pp-1", "method": "paypal"}]
}


def now(talk: Talk) -> Order:
    return talk.shop.orders[ID][0]


class TestItems:
    async def test_the_words_of_the_button_are_a_yes_whatever_else_they_sound_like(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("in XL please", CHANGE, size="XL")
        heard = (("exchange_request", 0.9), ("affirm", 0.05))
        names = await talk.hear(UserTurn("Yes, change it", heard[:1], heard, decision="answer"))
        assert names[0] == "items_changed"

    async def test_a_dearer_size_is_paid_after_its_price_was_shown(self) -> None:
        talk = Talk(Shop(order()))
        assert (await talk.say("in XL please", CHANGE, size="XL"))[-1] == "ask_confirm_items"
        assert "Linen shirt" in talk.text and "XL" in talk.text and ID in talk.text
        assert "€5.00 more" in talk.text and "PayPal" in talk.text
        assert now(talk).items[0].options["size"] == "M"
        assert (await talk.press("/SetSlots(confirm_items=true)"))[0] == "items_changed"
        changed = now(talk)
        assert changed.items[0].options == {"size": "XL", "colour": "white"}
        assert changed.items[0].unit_price == changed.total == Decimal(45)
        last = changed.payments[-1]
        assert (last.method, last.amount, last.status) == ("paypal", Decimal(5), "pending")
        assert len(talk.shop.keys) == 1

    async def test_a_cheaper_size_brings_money_back_by_a_day(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("XS instead", CHANGE, size="XS")
        assert "€4.00 back" in talk.text and "December 1" in talk.text
        await talk.press("/SetSlots(confirm_items=true)")
        assert [(made.amount, made.due and made.due.isoformat()) for made in now(talk).refunds] == [
            (Decimal(4), "2026-12-01")
        ]

    async def test_another_size_at_the_confirmation_takes_the_place_of_the_first(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("in XL please", CHANGE, size="XL")
        assert (await talk.say("make it L then", "affirm", size="L"))[-1] == "ask_confirm_items"
        assert "L" in talk.text and "XL" not in talk.text
        await talk.say("yes", "affirm")
        assert now(talk).items[0].options["size"] == "L"

    @pytest.mark.parametrize(
        "said", ["can you add a greeting card?", "posso aggiungere un bigliettino?", "ラッピングできますか"]
    )
    async def test_a_card_or_wrapping_is_put_in_by_a_person(self, said: str) -> None:
        talk = Talk(Shop(order()))
        assert await talk.say(said, CHANGE) == ["done_by_person"]
        assert talk.result is not None and talk.result.handoff is not None

    @pytest.mark.parametrize(
        "said", ["remove the mug, keep the shirt", "уберите кружку, рубашку оставьте", "kupayı çıkarın gömlek kalsın"]
    )
    async def test_one_of_several_items_is_taken_out_by_a_person(self, said: str) -> None:
        talk = Talk(Shop(order(LINE, CUP)))
        assert await talk.say(said, CHANGE, product=("mug", "linen shirt")) == ["done_by_person"]
        assert talk.result is not None and talk.result.handoff is not None
        assert len(now(talk).items) == 2 and now(talk).status == "processing"

    async def test_what_is_wanted_in_another_size_is_not_taken_out(self) -> None:
        talk = Talk(Shop(order(LINE, CUP)))
        answers = await talk.say("remove the M, put in L", CHANGE, product="linen shirt", size="L")
        assert answers[-1] == "ask_confirm_items"

    async def test_of_two_colours_the_one_that_it_has_is_not_the_one_that_is_wanted(self) -> None:
        talk = Talk(Shop(order()))
        answers = await talk.say("the blue one instead of the white one", CHANGE, colour=("blue", "white"))
        assert answers[-1] == "ask_confirm_items"
        await talk.say("yes", "affirm")
        assert now(talk).items[0].options == {"size": "M", "colour": "blue"}

    async def test_the_same_price_moves_no_money(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("L please", CHANGE, size="L")
        assert "The price stays the same" in talk.text
        await talk.say("yes", "affirm")
        changed = now(talk)
        assert changed.items[0].options["size"] == "L"
        assert (len(changed.payments), changed.refunds) == (1, ())

    async def test_what_is_sold_out_is_not_promised_but_what_there_is_is_offered(self) -> None:
        talk = Talk(Shop(order()))
        answers = await talk.say("green please", CHANGE, colour="green")
        assert answers == ["variant_unavailable", "ask_new_variant"]
        assert talk.text.count("blue") == 1 and len(talk.buttons) == 1 and "new_variant=blue" in talk.buttons[0]
        assert (await talk.say("XXL then", CHANGE, size="XXL"))[0] == "variant_unavailable"
        assert "XS, L, XL" in talk.text and "M," not in talk.text
        assert (await talk.press("/SetSlots(new_variant=L)"))[-1] == "ask_confirm_items"

    async def test_colours_are_named_in_the_shoppers_language(self) -> None:
        talk = Talk(Shop(order()), language="de")
        await talk.say("lieber in blau", CHANGE, colour="blue")
        assert "Blau" in talk.text and "blue" not in talk.text
        await talk.press("/SetSlots(confirm_items=true)")
        assert now(talk).items[0].options["colour"] == "blue"

    async def test_when_everything_else_is_sold_out(self) -> None:
        talk = Talk(Shop(order(), products=(shirt(stock={"white": 0, "blue": 0, "green": 0}),)))
        answers = await talk.say("blue please", CHANGE, colour="blue")
        assert answers[0] == "variant_none_left" and "ask_new_variant" not in answers

    async def test_the_variant_it_is_already(self) -> None:
        talk = Talk(Shop(order()))
        assert (await talk.say("M please", CHANGE, size="M"))[0] == "variant_same"
        assert talk.shop.keys == []

    async def test_a_courtesy_torn_in_two_is_no_variant(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("change the shirt", CHANGE)
        torn = (("affirm", 0.57), ("thanks", 0.16))
        answers = await talk.hear(UserTurn("right, that was it, thank you", torn[:1], torn, decision="clarify"))
        assert "variant_unavailable" not in answers and answers[-1] == "ask_new_variant"

    async def test_a_changed_mind_changes_nothing(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("XL", CHANGE, size="XL")
        assert (await talk.say("no, leave it", "deny"))[0] == "kept"
        assert talk.shop.keys == [] and now(talk) == order()

    async def test_something_else_in_the_middle_and_back(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("XL", CHANGE, size="XL")
        answers = await talk.say("is there a person on sundays?", "bot_challenge")
        assert answers[-1] == "ask_confirm_items" and "€5.00 more" in talk.text
        await talk.say("yes", "affirm")
        assert now(talk).items[0].options["size"] == "XL"

    async def test_all_items_at_once(self) -> None:
        talk = Talk(Shop(order(LINE, SECOND)))
        assert (await talk.say("larger ones please", CHANGE, size="XL"))[-1] == "ask_item_choice"
        assert (await talk.press("/SetSlots(return_item=all)"))[-1] == "ask_confirm_items"
        assert "€10.00 more" in talk.text
        await talk.press("/SetSlots(confirm_items=true)")
        assert [item.options["size"] for item in now(talk).items] == ["XL", "XL"]
        assert now(talk).payments[-1].amount == Decimal(10)

    async def test_one_of_the_items_does_not_come_so(self) -> None:
        talk = Talk(Shop(order(LINE, CUP)))
        await talk.say("change it", CHANGE)
        await talk.press("/SetSlots(return_item=all)")
        assert (await talk.say("larger please", CHANGE, size="XL"))[0] == "variant_only_one"
        assert "Mug" in talk.text and talk.shop.keys == []

    async def test_of_what_comes_in_one_version_only_the_pieces_are_asked_for(self) -> None:
        talk = Talk(Shop(order(CUP)))
        assert (await talk.say("can I change the colour", CHANGE))[-2:] == ["variant_only_one", "ask_pieces"]
        assert (await talk.say("3", None))[-1] == "ask_confirm_items" and "3 ×" in talk.text
        await talk.say("yes", "affirm")
        assert now(talk).items[0].quantity == 3

    async def test_a_variant_of_what_comes_in_one_version_is_not_asked_for_forever(self) -> None:
        talk = Talk(Shop(order(CUP)))
        await talk.say("can I change the colour", CHANGE)
        assert await talk.say("blue", None, colour="blue") == ["variant_only_one", "ask_pieces"]
        assert await talk.say("black then", None, colour="black") == ["variant_only_one", "completed"]
        assert talk.shop.keys == []

    async def test_an_item_that_is_not_in_the_order(self) -> None:
        talk = Talk(Shop(order(LINE, CUP)))
        await talk.say("change it", CHANGE)
        assert (await talk.say("the umbrella", None))[:1] == ["item_unknown"]

    async def test_after_it_was_shipped_it_is_too_late(self) -> None:
        talk = Talk(Shop(order(status="shipped")))
        assert (await talk.say("XL", CHANGE, size="XL", order_id=ID))[0] == "items_too_late"

    async def test_it_leaves_between_the_question_and_the_yes(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("XL", CHANGE, size="XL")
        talk.shop.orders[ID] = (order(status="shipped"), 2)
        assert (await talk.say("yes", "affirm"))[0] == "items_too_late"
        assert talk.shop.keys == []

    async def test_what_is_paid_at_the_door_costs_more_at_the_door(self) -> None:
        cash = [{"method": "cod", "amount": 40, "status": "pending"}]
        talk = Talk(Shop(order(payments=cash)))
        await talk.say("XL", CHANGE, size="XL")
        assert "still to pay goes up by €5.00" in talk.text
        await talk.say("yes", "affirm")
        assert [(made.method, made.amount) for made in now(talk).payments] == [("cod", Decimal(45))]

    async def test_the_difference_may_go_on_a_gift_card(self) -> None:
        talk = Talk(Shop(order(), **GIFT))
        assert (await talk.say("XL", CHANGE, size="XL"))[-1] == "ask_settle_with"
        assert "€5.00" in talk.text
        assert (await talk.press("/SetSlots(settle_with=gift-1)"))[-1] == "ask_confirm_items"
        assert "gift card" in talk.text
        await talk.press("/SetSlots(confirm_items=true)")
        assert account_of(now(talk).payments[-1]) == "gift-1"

    async def test_a_gift_card_with_too_little_is_not_offered(self) -> None:
        accounts: Any = [{"id": "gift-1", "method": "gift_card", "balance": 4}]
        talk = Talk(Shop(order(), accounts=accounts))
        assert (await talk.say("XL", CHANGE, size="XL"))[-1] == "ask_confirm_items"

    async def test_a_shop_that_lets_nobody_but_people_do_it(self) -> None:
        shop = Shop(order())
        shop.by_hand = frozenset({CHANGE_ITEMS})
        talk = Talk(shop)
        assert (await talk.say("XL", CHANGE, size="XL"))[0] == "done_by_person"
        assert talk.result is not None and talk.result.handoff is not None and shop.keys == []

    async def test_an_order_of_somebody_else_is_as_unknown_as_none(self) -> None:
        foreign = order(id="PA-2026-100002", customer_id="cust-2")
        talk = Talk(Shop(order(), foreign))
        theirs = await talk.say("XL", CHANGE, size="XL", order_id="PA-2026-100002")
        said = talk.text
        other = Talk(Shop(order()))
        assert theirs == await other.say("XL", CHANGE, size="XL", order_id="PA-2026-100002")
        assert said == other.text and "order_unknown" in theirs

    async def test_a_guest_proves_who_they_are_first(self) -> None:
        talk = Talk(Shop(order()), proven=False)
        assert (await talk.say("XL please", CHANGE, size="XL", order_id=ID))[-1] == "ask_contact"
        assert (await talk.say("a@shop.example", None, email="a@shop.example"))[-1] == "ask_verification_code"
        answers = await talk.say(talk.code, None)
        assert answers[-1] == "ask_confirm_items" and "€5.00 more" in talk.text


async def test_pieces_that_were_not_paid_yet_are_only_no_longer_to_be_paid() -> None:
    talk = Talk(Shop(order(CUP)))
    await talk.say("three of them please", CHANGE, quantity="3")
    await talk.press("/SetSlots(confirm_items=true)")
    await talk.say("one will do after all", CHANGE, quantity="1")
    assert "still to pay goes down by €20.00" in talk.text and "back" not in talk.text
    await talk.press("/SetSlots(confirm_items=true)")
    changed = now(talk)
    assert changed.items[0].quantity == 1 and changed.refunds == ()
    assert [made.status for made in changed.payments] == ["captured"]


async def test_a_code_in_another_wish_is_no_variant() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say("change it please", CHANGE))[-1] == "ask_new_variant"
    text = "one more thing, code WELCOME10 does not work"
    answers = await talk.say(text, "promotion_question", coupon_code="WELCOME10")
    assert answers[0] == "coupon_unknown"
    assert answers[-1] == "ask_new_variant"


async def test_a_change_that_sounds_like_an_exchange_too_is_made_once() -> None:
    talk = Talk(Shop(order()))
    both = ("exchange_request", 0.64), (CHANGE, 0.31)
    size = {"entity": "size", "value": "L", "text": "L"}
    heard = UserTurn("swap it for L", both, both, (size,), decision="answer")
    assert (await talk.hear(heard))[-1] == "ask_confirm_items"
    assert await talk.say("yes", "affirm") == ["items_changed", "completed"]


async def test_another_colour_before_the_yes_changes_the_exchange_that_runs() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("swap it for XL", "exchange_request", size="XL"))[-1] == "ask_confirm_exchange"
    # Said as one would before it left.
    assert await talk.say("okay, then let me have the blue one", CHANGE, colour="blue") == ["ask_confirm_exchange"]
    assert "XL, blue" in talk.text
    assert await talk.say("yes", "affirm") == ["exchange_created", "completed"]


async def test_the_colour_that_was_ordered_is_wanted_after_all() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say("in blue, please", CHANGE, colour="blue"))[-1] == "ask_confirm_items"
    assert (await talk.say("no, keep the colour, but L", CHANGE, size="L"))[-1] == "ask_confirm_items"
    assert (await talk.say("yes", "affirm"))[0] == "items_changed"
    assert now(talk).items[0].options == {"size": "L", "colour": "white"}


async def test_what_comes_in_one_kind_only_is_taken_out_by_a_person() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert await talk.say("leave the mug out, please", CHANGE, product="mug") == ["done_by_person"]
    assert talk.result is not None and talk.result.handoff is not None
    assert len(now(talk).items) == 2
