"""Articles about single products are found by who talks of them, and by nobody else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import pytest

from bot.knowledge.article import Article, ArticleError, make_article
from bot.knowledge.encoding import Encoded
from bot.knowledge.index import Passage, Question, Snapshot
from bot.knowledge.resolution import FactResolver

TODAY = date(2026, 11, 25)
WORDS = ("wash", "linen", "wool", "price", "parcel")


def encode(texts: Any, _kind: str) -> Encoded:
    """Texts as the words they have, beside a share that all texts have."""
    rows = [[*(1.0 * (word in text.lower()) for word in WORDS), 2.0] for text in texts]
    vectors = np.array(rows, np.float32)
    return Encoded(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.zeros((len(rows), 0), np.float32))


def article(identity: str, body: str, *products: str) -> Article:
    facts = {"products": list(products)} if products else {}
    front = {"id": identity, "locale": "en", "title": identity, "kind": "procedure", "facts": facts}
    return make_article(identity, front, body)


SNAPSHOT = Snapshot(
    1,
    [
        article("shirt", "Wash linen warm.", "FA-1001"),
        article("sweater", "Wash wool cold.", "FA-1008", "FA-1009"),
        article("care", "Wash by the label."),
        article("delivery", "A parcel takes five days."),
    ],
    encode,
)


def found(products: Collection[str] | None, text: str = "how do I wash it") -> list[Passage]:
    return SNAPSHOT.search(Question.read(text, "en", encode), market="DE", on=TODAY, products=products)


def test_what_somebody_owns_decides_which_articles_are_found() -> None:
    assert {one.id for one in found({"FA-1001"})} == {"shirt", "care", "delivery"}
    assert {one.id for one in found(["FA-1009", "EL-2001"])} == {"sweater", "care", "delivery"}
    assert {one.id for one in found(())} == {"care", "delivery"}


def test_staff_find_all_of_them() -> None:
    assert {one.id for one in found(None)} == {"shirt", "sweater", "care", "delivery"}


def test_an_article_tells_its_products_and_how_much_it_stands_out() -> None:
    by_id = {one.id: one for one in found({"FA-1008"})}
    assert by_id["sweater"].products == {"FA-1008", "FA-1009"}
    assert by_id["care"].products == frozenset()
    assert by_id["sweater"].standout > 0 > by_id["delivery"].standout


def test_such_an_article_decides_nothing() -> None:
    general = make_article(
        "r", {"id": "r", "locale": "en", "title": "r", "kind": "policy", "facts": {"return_window_days": 14}}, "x"
    )
    own = {"return_window_days": 60, "products": ["FA-1001"]}
    special = make_article("s", {"id": "s", "locale": "en", "title": "s", "kind": "policy", "facts": own}, "x")
    facts = FactResolver([general, special]).resolve("DE", TODAY)
    assert facts["return_window_days"].value == 14


@pytest.mark.parametrize("products", ["FA-1001", [], [1]])
def test_products_are_a_list_of_numbers(products: Any) -> None:
    front = {"id": "s", "locale": "en", "title": "s", "kind": "faq", "facts": {"products": products}}
    with pytest.raises(ArticleError, match="expected a list of products by their SKU"):
        make_article("s.md", front, "x")
