"""Search over a snapshot: market and day filter before anything is ranked; nothing alike means no answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from bot.knowledge.article import Article, make_article
from bot.knowledge.index import Holder, Snapshot

TODAY = date(2026, 11, 25)
_WORDS: dict[str, int] = {}


def encode(texts: Sequence[str], _kind: str) -> Any:
    """A stand-in for the encoder: texts that share words lie together; unrelated ones near cosine 0.7."""
    vectors = np.zeros((len(texts), 257), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(".", " ").replace("?", " ").split():
            vectors[row, _WORDS.setdefault(word, len(_WORDS) % 256)] += 1.0
        vectors[row] /= max(float(np.linalg.norm(vectors[row])), 1e-6)
        vectors[row, 256] = 1.5
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def article(identity: str, body: str, locale: str = "en", **more: Any) -> Article:
    front = {"id": identity, "locale": locale, "title": identity, "kind": "policy", **more}
    return make_article(identity, front, body)


ARTICLES = [
    article("returns-de", "return goods within fourteen days germany", markets=["DE"], topics=["return_policy"]),
    article("returns-us", "return goods within thirty days america", markets=["US"], topics=["return_policy"]),
    article("delivery", "parcel delivery takes five working days", topics=["delivery_time"]),
    article("sale", "black friday sale prices end", topics=["promotion_question"], valid_until=date(2026, 11, 1)),
    article(
        "delivery", "Lieferung dauert fünf Werktage", locale="de", translation_of={"id": "delivery", "locale": "en"}
    ),
]


def search(query: str, **how: Any) -> list[str]:
    snapshot = Snapshot.build(1, ARTICLES, encode)
    asked = {"market": "DE", "locale": "en", "on": TODAY, **how}
    return [f"{one.id}/{one.locale}" for one in snapshot.search(query, encode=encode, **asked)]


def test_only_what_holds_in_the_market_is_found() -> None:
    assert search("return goods within how many days")[0] == "returns-de/en"
    assert search("return goods within how many days", market="US")[0] == "returns-us/en"
    assert "returns-us/en" not in search("return goods within how many days")


def test_what_has_ended_is_not_found() -> None:
    assert "sale/en" not in search("black friday sale prices")


def test_an_article_is_given_in_the_shoppers_language_where_it_is_there() -> None:
    assert search("parcel delivery working days", locale="de")[0] == "delivery/de"


def test_the_intent_is_a_prior() -> None:
    asked = search("days", intents=[("delivery_time", 0.9)])
    assert asked[0].startswith("delivery/")


def test_below_the_threshold_no_answer_is_known() -> None:
    assert search("quantum chromodynamics", threshold=0.9) == []


def test_a_holder_gives_the_newest_snapshot() -> None:
    holder = Holder()
    assert holder.current is None
    holder.swap(Snapshot.build(1, ARTICLES, encode))
    holder.swap(Snapshot.build(2, ARTICLES[:2], encode))
    assert holder.current is not None
    assert holder.current.version == 2
