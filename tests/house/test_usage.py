"""How to wash it: the answer is about what this shopper bought."""

from __future__ import annotations

import json
import sqlite3
from functools import cache

import pytest

from tests.house.house import House

SHIRT, SWEATER = "FA-1001", "FA-1008"
ASKED = [  # the question, and what only the answer for the shirt and only the one for the sweater says
    ("en-US", "How do I wash it?", "Linen shirt: washing", "Wool sweater: washing"),
    ("fr-FR", "Comment le laver ?", "Chemise en lin", "Pull en laine"),
    ("de-DE", "Wie muss ich das waschen?", "Leinenhemd: waschen", "Wollpullover: waschen"),
    ("es-MX", "¿Cómo debo lavarlo?", "Camisa de lino", "Jersey de lana"),
    ("zh-CN", "这个怎么洗？", "亚麻衬衫的洗涤", "羊毛衫的洗涤"),
    ("id-ID", "Bagaimana cara mencucinya?", "Kemeja linen", "Sweter wol"),
    ("tr-TR", "Bunu nasıl yıkamalıyım?", "Keten gömlek", "Yün kazak"),
    ("ja-JP", "洗濯方法を教えてください", "リネンシャツの洗濯", "ウールセーターの洗濯"),
    ("ko-KR", "세탁은 어떻게 해요?", "린넨 셔츠 세탁", "울 스웨터 세탁"),
    ("pt-BR", "Como devo lavar?", "Camisa de linho", "Suéter de lã"),
    ("ru-RU", "Как его стирать?", "Льняная рубашка", "Шерстяной свитер"),
]


@cache
def owner(database: str, sku: str, not_sku: str) -> str:
    """A customer of the demo shop who has one of the two products and not the other."""
    owned: dict[str, set[str]] = {}
    with sqlite3.connect(database) as shop:
        for customer, document in shop.execute("SELECT customer_id, document FROM orders ORDER BY id"):
            order = json.loads(document)
            if order["status"] in ("paid", "processing", "shipped", "delivered"):
                owned.setdefault(customer, set()).update(item["sku"] for item in order["items"])
    return next(customer for customer, skus in owned.items() if sku in skus and not_sku not in skus)


@pytest.mark.parametrize(("locale", "question", "shirt", "sweater"), ASKED, ids=[one[0] for one in ASKED])
def test_the_answer_is_about_what_the_shopper_owns(
    house: House, locale: str, question: str, shirt: str, sweater: str
) -> None:
    with_shirt = house.shopper(owner(str(house.database), SHIRT, SWEATER), locale).says(question)
    with_sweater = house.shopper(owner(str(house.database), SWEATER, SHIRT), locale).says(question)
    nobody = house.shopper(None, locale).says(question)
    assert shirt in with_shirt
    assert sweater not in with_shirt
    assert sweater in with_sweater
    assert shirt not in with_sweater
    assert shirt not in nobody
    assert sweater not in nobody


def test_a_product_that_is_named_counts_more_than_one_that_is_owned(house: House) -> None:
    shopper = house.shopper(owner(str(house.database), SHIRT, SWEATER), "en-US")
    assert "Wool sweater: washing" in shopper.says("How do I wash the wool sweater?")


@pytest.mark.parametrize(
    ("locale", "question"),
    [
        ("en-US", "How much is the linen shirt?"),
        ("en-US", "What material is the linen shirt?"),
        ("de-DE", "Was kostet das Leinenhemd?"),
        ("fr-FR", "Quelle est la matière de la chemise en lin ?"),
        ("tr-TR", "Keten gömlek ne kadar?"),
    ],
)
def test_price_and_data_come_from_the_catalogue(house: House, locale: str, question: str) -> None:
    shopper = house.shopper(owner(str(house.database), SHIRT, SWEATER), locale)
    shopper.says(question)
    assert "product_info" in shopper.last.responses
    assert "knowledge" not in shopper.last.responses


def test_the_question_goes_on_with_the_product_that_was_talked_of(house: House) -> None:
    shopper = house.shopper(None, "en-US")
    shopper.says("Is the wool sweater in stock?")
    assert "Wool sweater: washing" in shopper.says("and how do I wash it?")
