"""What a shopper names and never bought: nothing else is offered in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop_talk import CUP, LINE, MUG, Shop, Talk, delivered, order, shirt

from actions.commerce.data_file import DataFileError
from actions.commerce.shapes import Product
from actions.goods.kinds import kind_named, load_kinds

ONE, TWO = "PA-2026-100001", "PA-2026-100002"
LAMP = Product.model_validate(MUG.model_dump() | {"sku": "LAMP", "name": {"en": "Table lamp"}})
BOOTS = shirt(
    sku="BOOTS",
    name={"en": "Boots"},
    attributes={"sizes": ["39", "40"], "size_chart": {"39": "foot 24.5", "40": "foot 25.2"}},
)
CHARTED = shirt(
    attributes={"sizes": ["M", "L"], "colours": ["white"], "size_chart": {"M": "chest 90-96", "L": "chest 96-104"}}
)


@pytest.mark.parametrize("wish", ["return_request", "exchange_request"])
async def test_a_product_in_none_of_the_orders_is_told_and_the_orders_are_shown(wish: str) -> None:
    talk = Talk(Shop(delivered(LINE), products=(shirt(), MUG, LAMP)))
    answers = await talk.say("about the lamp", wish, product="lamp")
    assert answers == ["not_bought", "order_option", "ask_order_choice"]
    assert talk.shop.keys == []
    answers = await talk.press("/SetSlots(order_id=")
    assert "not_bought" not in answers and "item_unknown" not in answers  # the order is chosen: it is about that


async def test_nothing_else_is_cancelled_in_its_place() -> None:
    talk = Talk(Shop(order(LINE), products=(shirt(), MUG, LAMP)))
    assert (await talk.say("cancel the lamp", "order_cancel", product="lamp"))[0] == "not_bought"


async def test_of_a_numbered_order_its_own_items_are_told() -> None:
    talk = Talk(Shop(delivered(LINE), products=(shirt(), MUG, LAMP)))
    answers = await talk.say("exchange the lamp of PA-2026-100001", "exchange_request", product="lamp", order_id=ONE)
    assert answers == ["item_unknown", "ask_item_choice"]
    assert "Linen shirt" in talk.text
    assert not any("return_item=all" in payload for payload in talk.buttons)  # there is only one
    answers = await talk.press("/SetSlots(return_item=1")
    assert "item_unknown" not in answers


async def test_a_word_of_the_shopper_s_own_for_what_they_bought_is_taken() -> None:
    talk = Talk(Shop(delivered(LINE), products=(shirt(), MUG, LAMP)))
    assert "not_bought" not in await talk.say("return the blouse", "return_request", product="blouse")


async def test_a_part_that_is_broken_is_no_other_product() -> None:
    talk = Talk(Shop(delivered(LINE), products=(shirt(), MUG, LAMP)))
    assert "not_bought" not in await talk.say("the mug is broken", "item_damaged", product="mug")


async def test_another_product_that_is_reported_broken_is_asked_about_before_a_remedy_is() -> None:
    talk = Talk(Shop(delivered(LINE), products=(shirt(), MUG, LAMP)))
    assert await talk.say("the mug is broken", "item_damaged", product="mug") == ["ask_item_choice"]
    assert (await talk.press("/SetSlots(return_item=1"))[-1] == "ask_problem_resolution"
    other = Talk(Shop(delivered(LINE), products=(shirt(), MUG, LAMP)))
    names = await other.say("the blouse is torn", "item_damaged", product="blouse")
    assert names[-1] == "ask_problem_resolution", "a word of one's own"
    bought = Talk(Shop(delivered(CUP), products=(shirt(), MUG, LAMP)))
    assert (await bought.say("the mug is broken", "item_damaged", product="mug"))[-1] == "ask_problem_resolution"


async def test_a_kind_of_goods_means_what_is_of_it() -> None:
    shop = Shop(delivered(CUP), products=(CHARTED, MUG, BOOTS))
    assert (await Talk(shop).say("my shoes are too small, swap them", "exchange_request"))[0] == "not_bought"
    assert (await Talk(shop).say("my clothes are too small, swap them", "exchange_request"))[0] == "not_bought"
    dressed = Shop(delivered(LINE), products=(CHARTED, MUG, BOOTS))
    assert "not_bought" not in await Talk(dressed).say("my clothes are too small, swap them", "exchange_request")
    assert (await Talk(dressed).say("my shoes are too small, swap them", "exchange_request"))[0] == "not_bought"


async def test_what_the_catalogue_no_longer_has_may_be_what_was_meant() -> None:
    talk = Talk(Shop(delivered(LINE), products=(MUG, LAMP)))
    assert "not_bought" not in await talk.say("return the lamp", "return_request", product="lamp")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("the clothes I bought", "fashion"),
        ("买的衣服太小了", "fashion"),
        ("la ropa me queda chica", "fashion"),
        ("les chaussures sont trop petites", "fashion"),
        ("die Kosmetik", "beauty"),
        ("i giocattoli", "toys"),
        ("os sapatos", "fashion"),
        ("обувь мала", "fashion"),
        ("الملابس صغيرة", "fashion"),
        ("ayakkabı dar", "fashion"),
        ("買った服が小さい", "fashion"),
        ("화장품이 안 맞아요", "beauty"),
        ("เสื้อผ้าเล็กไป", "fashion"),
        ("đồ chơi của bé", "toys"),
        ("sepatunya sempit", "fashion"),
    ],
)
def test_every_language_names_kinds(text: str, category: str) -> None:
    kind = kind_named(text)
    assert kind is not None and category in kind.categories


def test_no_kind_is_named_by_other_words() -> None:
    assert kind_named("I want to return it") is None
    assert kind_named("vengo de Europa") is None


def test_a_wrong_table_is_refused_with_file_line_and_field(tmp_path: Path) -> None:
    wrong = tmp_path / "kinds.yml"
    wrong.write_text("version: 1\nkinds:\n  shoes:\n    words: [shoe]\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"kinds.yml:\d+: kinds.shoes.categories: Field required"):
        load_kinds(wrong)
