"""Orders are known by their own numbers, whatever shape the shop gives them."""

from __future__ import annotations

import pytest
from shop_talk import LINE, Shop, Talk, order

from bot.dialogue import UserTurn
from bot.own_numbers import naming

OTHER = "CN71066"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("ORD-1001", "ORD-1001"),
        ("ORD-1001", "ord 1001"),
        ("CN71044", "cn71044"),
        ("CN71044", "CN-71044"),
        ("TR-88-104", "tr88104"),
        ("2026/00417", "2026/00417"),
        ("A-10293-B", "a-10293-b"),
        ("90417", "90417"),
    ],
)
async def test_an_own_number_of_any_shape_names_the_order(number: str, written: str) -> None:
    talk = Talk(Shop(order(id=number), order({**LINE, "id": "2"}, id=OTHER)))
    assert (await talk.say(f"quiero cancelar el {written} porfa", "order_cancel"))[-1] == "ask_confirm_cancel"
    assert number in talk.text
    await talk.say("sí", "affirm")
    assert (talk.shop.orders[number][0].status, talk.shop.orders[OTHER][0].status) == ("cancelled", "processing")


@pytest.mark.parametrize(
    "text", ["取消订单ORD-1001谢谢", "ORD-1001をキャンセル", "ORD-1001 취소해 주세요", "ยกเลิก ORD-1001"]
)
def test_signs_around_a_number_are_no_part_of_it(text: str) -> None:
    assert [one["value"] for one in naming(UserTurn(text), ["ORD-1001"]).entities] == ["ORD-1001"]


@pytest.mark.parametrize("text", ["ORD-10012", "ORD-1001.50", "XORD-1001", "I paid 1001", "house 1001"])
def test_other_numbers_are_none_of_it(text: str) -> None:
    assert naming(UserTurn(text), ["ORD-1001"]).entities == ()


def test_a_short_number_without_letters_may_be_anything() -> None:
    assert naming(UserTurn("I paid 1042"), ["1042"]).entities == ()


def test_what_was_taken_for_something_else_is_the_number() -> None:
    heard = (
        {"entity": "quantity", "value": "1001", "text": "1001"},
        {"entity": "colour", "value": "red", "text": "red"},
    )
    named = naming(UserTurn("the red one of ORD-1001", entities=heard), ["ORD-1001"])
    assert [one["entity"] for one in named.entities] == ["colour", "order_id"]


async def test_a_number_that_was_read_in_another_shape_is_the_shops() -> None:
    unpaid = order(id="CN71066", status="pending", payments=[])
    talk = Talk(Shop(order(id="CN71044"), unpaid))
    said = await talk.hear(
        UserTurn(
            "mi pedido CN71066 dio error",
            (("payment_failed", 0.95),),
            (("payment_failed", 0.95),),
            ({"entity": "order_id", "value": "CN-71066", "text": "CN71066"},),
        )
    )
    assert said[-1] == "payment_failed_order"
