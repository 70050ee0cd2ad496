"""All items of an order, named as one list, are the order: it was asked which of them."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, SECOND, Shop, Talk, delivered, order

CANCEL, BACK = "order_cancel", "return_request"


@pytest.mark.parametrize(
    ("said", "products"),
    [
        ("cancel the shirt and the mug", ("shirt", "mug")),
        ("셔츠랑 머그컵 시킨거 취소하고 싶은데요", ("셔츠", "머그컵")),
        ("衬衫和马克杯都不要了", ("衬衫", "马克杯")),
        ("ยกเลิกเสื้อเชิ้ตกับแก้ว", ("เสื้อเชิ้ต", "แก้ว")),
        ("cancela la camisa y la taza", ("camisa", "taza")),
    ],
)
async def test_the_list_of_all_is_to_be_cancelled(said: str, products: tuple[str, ...]) -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert (await talk.say(said, CANCEL, product=products))[-1] == "ask_confirm_cancel"


@pytest.mark.parametrize(
    ("said", "products"),
    [
        ("I ordered the shirt and the mug, not the mug", ("shirt", "mug", "mug")),
        ("not the shirt, the mug", ("shirt", "mug")),
        ("the shirt is fine but the mug", ("shirt", "mug")),
    ],
)
async def test_what_is_no_list_is_asked_about(said: str, products: tuple[str, ...]) -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert await talk.say(said, CANCEL, product=products) == ["ask_item_choice"]


async def test_some_of_an_order_that_are_listed_go_back_together() -> None:
    talk = Talk(Shop(delivered(LINE, SECOND, CUP)))
    said = "send the linen shirt and the mug back"
    assert (await talk.say(said, BACK, product=("linen shirt", "mug")))[-1] == "ask_return_reason"


async def test_which_of_a_list_is_broken_is_asked() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    said = "the shirt and the mug came, and it was broken"
    assert (await talk.say(said, "item_damaged", product=("shirt", "mug")))[-1] == "ask_item_choice"
