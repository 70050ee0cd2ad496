"""Another way to pay, and another address in the account: told in full, asked for, done once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from shop_talk import Shop, Talk, order

from actions.commerce.accounts import account_of
from actions.commerce.ports import CHANGE_PAYMENT, MOVE_CUSTOMER
from actions.commerce.shapes import Order
from bot.dialogue import UserTurn

ID = "PA-2026-100001"
CHANGE, UPDATE = "order_change_items", "account_update"


def now(talk: Talk) -> Order:
    return talk.shop.orders[ID][0]


class TestPayment:
    async def test_what_was_paid_goes_back_and_the_new_payment_is_open(self) -> None:
        talk = Talk(Shop(order()))
        answers = await talk.say("can I pay it by card instead", "payment_methods", order_id=ID, payment_method="card")
        assert answers[-1] == "ask_confirm_payment"
        assert "card" in talk.text and "€40.00 goes back" in talk.text and "December 1" in talk.text
        assert (await talk.say("yes", "affirm"))[0] == "payment_changed"
        changed = now(talk)
        assert [(made.amount, account_of(made)) for made in changed.refunds] == [(Decimal(40), "paypal")]
        assert [(made.method, made.status) for made in changed.payments] == [
            ("paypal", "captured"),
            ("card", "pending"),
        ]

    async def test_an_unsure_yes_beside_a_cancellation_changes_nothing(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("can I pay it by card instead", "payment_methods", order_id=ID, payment_method="card")
        heard = (("affirm", 0.64), ("order_cancel", 0.33))
        names = await talk.hear(UserTurn("then cancel it", heard[:1], heard, decision="answer"))
        assert "payment_changed" not in names and len(now(talk).payments) == 1

    async def test_an_open_payment_is_simply_due_another_way(self) -> None:
        talk = Talk(Shop(order(payments=[{"method": "paypal", "amount": 40, "status": "pending"}])))
        await talk.say("cash please", CHANGE, payment_method="cod")
        assert "courier" in talk.text and "goes back" not in talk.text
        await talk.say("yes", "affirm")
        assert [(made.method, made.amount) for made in now(talk).payments] == [("cod", Decimal(40))]
        assert now(talk).refunds == ()

    @pytest.mark.parametrize("named", [("card", "paypal"), ("paypal", "card"), ("card",), ("paypal",)])
    async def test_what_failed_is_due_another_way_or_once_more_the_same(self, named: tuple[str, ...]) -> None:
        talk = Talk(Shop(order(status="pending", payments=[{"method": "paypal", "amount": 40, "status": "failed"}])))
        answers = await talk.say("let me pay it so", "payment_methods", order_id=ID, payment_method=named)
        assert answers == ["ask_confirm_payment"]
        await talk.say("yes", "affirm")
        wanted = "card" if "card" in named else "paypal"
        assert [(made.method, made.status) for made in now(talk).payments] == [(wanted, "pending")]

    @pytest.mark.parametrize("named", [("card", "paypal"), ("paypal", "card")])
    async def test_of_two_ways_in_one_message_the_present_one_is_not_wanted(self, named: tuple[str, ...]) -> None:
        talk = Talk(Shop(order()))
        answers = await talk.say("card, not paypal", CHANGE, payment_method=named)
        assert answers[-1] == "ask_confirm_payment" and "to card" in talk.text

    async def test_the_same_way_and_one_that_is_not_offered(self) -> None:
        talk = Talk(Shop(order()))
        answers = await talk.say("paypal", CHANGE, payment_method="paypal")
        assert answers == ["payment_same", "ask_pay_with"]
        assert (await talk.say("klarna", None, payment_method="klarna"))[0] == "payment_not_offered"
        assert (await talk.press("/SetSlots(pay_with=card)"))[-1] == "ask_confirm_payment"
        assert (await talk.say("no", "deny"))[0] == "kept"
        assert talk.shop.keys == []

    async def test_after_it_was_shipped_it_is_too_late(self) -> None:
        talk = Talk(Shop(order(status="shipped")))
        answers = await talk.say("by card", "payment_methods", order_id=ID, payment_method="card")
        assert answers[0] == "payment_too_late"

    async def test_a_question_about_ways_to_pay_is_answered_from_the_rules(self) -> None:
        talk = Talk(Shop(order()))
        assert "ask_confirm_payment" not in await talk.say(
            "can I pay by card?", "payment_methods", payment_method="card"
        )

    async def test_a_second_change_goes_to_a_person(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("by card", CHANGE, payment_method="card")
        await talk.say("yes", "affirm")
        assert "done_by_person" in await talk.say("no, in cash", CHANGE, payment_method="cod")

    async def test_a_shop_that_lets_nobody_but_people_do_it(self) -> None:
        shop = Shop(order())
        shop.by_hand = frozenset({CHANGE_PAYMENT})
        talk = Talk(shop)
        assert (await talk.say("by card", CHANGE, payment_method="card"))[0] == "done_by_person"


ADDRESS = "Lindenallee 12, 20095 Hamburg"


class TestHome:
    async def _asked(self, talk: Talk) -> list[str]:
        await talk.say("change my details", UPDATE)
        await talk.press("/SetSlots(account_field=address)")
        return await talk.say(ADDRESS, None)

    async def test_the_default_address_changes_after_a_yes(self) -> None:
        talk = Talk(Shop(order()))
        assert (await self._asked(talk))[-1] == "ask_confirm_account_address"
        assert ADDRESS in talk.text
        assert (await talk.say("yes", "affirm"))[0] == "account_address_changed"
        found: Any = talk.shop.who
        assert found.address["city"] == "Hamburg" and found.address["country"] == "DE"
        assert now(talk) == order()
        assert talk.shop.keys == ["c1:1:move_home:cust-1"]

    async def test_a_no_leaves_it(self) -> None:
        talk = Talk(Shop(order()))
        await self._asked(talk)
        assert (await talk.say("no", "deny"))[0] == "kept"
        assert talk.shop.keys == []

    async def test_the_address_it_is_already(self) -> None:
        talk = Talk(Shop(order()))
        await self._asked(talk)
        await talk.say("yes", "affirm")
        assert (await self._asked(talk))[0] == "account_address_same"
        assert len(talk.shop.keys) == 1

    async def test_an_address_that_answers_which_detail_is_to_change_is_not_asked_for_again(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("change my details", UPDATE)
        new = "5 Elm Street, LS1 4AB Leeds"
        answers = await talk.say(new, "order_change_address", place=("5 Elm Street", "Leeds"))
        assert answers == ["ask_confirm_account_address"]
        assert new in talk.text

    async def test_a_wish_about_an_order_is_no_address(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("change my details", UPDATE)
        await talk.press("/SetSlots(account_field=address)")
        names = await talk.say(f"oh, and {ID} goes there too, right?", "order_status", order_id=ID)
        assert names[0] == "order_processing"
        assert names[-1] == "ask_new_address"

    async def test_half_an_address_is_asked_for_again(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("change my details", UPDATE)
        await talk.press("/SetSlots(account_field=address)")
        assert (await talk.say("Hamburg", None))[0] == "address_incomplete"

    async def test_other_details_are_changed_by_a_person(self) -> None:
        talk = Talk(Shop(order()))
        answers = await talk.say("my new mail", UPDATE, email="b@shop.example")
        assert answers[0] == "account_update_staff"
        assert talk.result is not None and talk.result.handoff is not None

    async def test_a_guest_proves_who_they_are_first(self) -> None:
        talk = Talk(Shop(order()), proven=False)
        await talk.say("change my details", UPDATE)
        assert (await talk.press("/SetSlots(account_field=address)"))[-1] == "ask_order_or_contact"
        assert (await talk.say(ID, None, order_id=ID))[-1] == "ask_contact"
        await talk.say("a@shop.example", None, email="a@shop.example")
        assert (await talk.say(talk.code, None))[-1] == "ask_new_address"

    async def test_a_shop_that_lets_nobody_but_people_do_it(self) -> None:
        shop = Shop(order())
        shop.by_hand = frozenset({MOVE_CUSTOMER})
        talk = Talk(shop)
        await talk.say("change my details", UPDATE)
        assert (await talk.press("/SetSlots(account_field=address)"))[0] == "done_by_person"


async def test_a_yes_after_talk_of_something_else_erases_nothing() -> None:
    talk = Talk(Shop(order()))
    asked = await talk.say("delete my data", "account_privacy")
    assert asked[-1] == "ask_confirm_privacy_erase"
    names = await talk.say("wait, where is my order?", "order_status")
    assert names == ["order_processing"]
    assert "privacy_registered" not in await talk.say("ok", "affirm")
