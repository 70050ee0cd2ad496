"""Which item is missing is told by what says so, whatever else came."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import Shop, Talk, delivered

BOOK: dict[str, Any] = {
    "id": "1",
    "sku": "BK-1",
    "name": {"en": "Book", "fr": "Livre", "de": "Roman", "ru": "Книга"},
    "quantity": 1,
    "unit_price": 20,
    "options": {},
}
DRILL: dict[str, Any] = {
    **BOOK,
    "id": "2",
    "sku": "DR-2",
    "name": {"en": "Drill", "fr": "Perceuse", "de": "Bohrer", "ru": "Дрель"},
}


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("the book is missing, I only got the drill", ("book", "drill")),
        ("il manque le livre dans mon colis, j'ai reçu que la perceuse", ("livre", "perceuse")),
        ("Der Bohrer war drin, aber der Roman fehlt", ("bohrer", "roman")),
        ("дрель пришла, а книги нет в коробке, её не положили: книга", ("дрель", "книга")),
    ],
)
async def test_it_is_the_one_that_is_said_to_be(text: str, products: tuple[str, ...]) -> None:
    talk = Talk(Shop(delivered(BOOK, DRILL)))
    assert (await talk.say(text, "item_missing", product=products))[-1] == "ask_problem_resolution"
    await talk.say("my money back", None, problem="refund")
    assert "drill" not in talk.text.lower()


async def test_several_that_are_missing_are_asked_about() -> None:
    talk = Talk(Shop(delivered(BOOK, DRILL, {**BOOK, "id": "3", "sku": "MUG", "name": {"en": "Mug"}})))
    names = await talk.say("book and drill, which one is missing", "item_missing", product=("book", "drill"))
    assert names[-1] == "ask_item_choice"
