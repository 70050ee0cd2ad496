"""Search over a snapshot: market and day filter before anything is ranked; nothing alike means no answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.knowledge import encoding
from bot.knowledge.article import Article, make_article
from bot.knowledge.encoding import Encoded, without_language
from bot.knowledge.index import Holder, Passage, Question, Snapshot
from bot.knowledge.scoring import read_weights

TODAY = date(2026, 11, 25)
_WORDS: dict[str, int] = {}


def encode(texts: Sequence[str], _kind: str) -> Encoded:
    """A stand-in for the encoder: texts that share words lie together; unrelated ones near cosine 0.7."""
    vectors = np.zeros((len(texts), 257), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(".", " ").replace("?", " ").split():
            vectors[row, _WORDS.setdefault(word, len(_WORDS) % 256)] += 1.0
        vectors[row] /= max(float(np.linalg.norm(vectors[row])), 1e-6)
        vectors[row, 256] = 1.5
    return Encoded(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.zeros((len(texts), 0), np.float32))


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


def search(query: str, articles: Sequence[Article] = (), **how: Any) -> list[str]:
    return [f"{one.id}/{one.locale}" for one in passages(query, articles, **how)]


def passages(query: str, articles: Sequence[Article] = (), **how: Any) -> list[Passage]:
    snapshot = Snapshot(1, articles or ARTICLES, encode)
    question = Question.read(query, how.pop("locale", "en"), encode, how.pop("intents", ()), how.pop("foreign", 0.0))
    return snapshot.search(question, **{"market": "DE", "on": TODAY, **how})


def test_only_what_holds_in_the_market_is_found() -> None:
    assert search("return goods within how many days")[0] == "returns-de/en"
    assert search("return goods within how many days", market="US")[0] == "returns-us/en"
    assert "returns-us/en" not in search("return goods within how many days")


def test_what_has_ended_is_not_found() -> None:
    assert "sale/en" not in search("black friday sale prices")


def test_an_article_is_given_in_the_shoppers_language_where_it_is_there() -> None:
    assert search("parcel delivery working days", locale="de")[0] == "delivery/de"


def test_a_source_is_named_by_the_title_that_holds_in_market_and_language() -> None:
    def title(*ids: str, market: str = "DE", locale: str = "en") -> str | None:
        return Snapshot(1, ARTICLES, encode).title(ids, market=market, locale=locale, on=TODAY)

    assert title("returns-de", "delivery") == "returns-de"
    assert title("returns-us", "delivery") == "delivery"
    assert title("sale") is None
    assert title("returns-de", "delivery", locale="de-AT") == "delivery"
    assert title("returns-de", locale="fr") is None


def test_the_intent_is_a_prior() -> None:
    alike = [article(f"about-{topic}", "five days", topics=[topic]) for topic in ("delivery_time", "return_policy")]
    for topic in ("delivery_time", "return_policy"):
        assert search("how many days", alike, intents=[(topic, 0.9)])[0] == f"about-{topic}/en"


def test_below_the_threshold_no_answer_is_known() -> None:
    assert search("quantum chromodynamics", threshold=0.9) == []


def test_a_holder_gives_the_newest_snapshot() -> None:
    holder = Holder()
    assert holder.current is None
    holder.swap(Snapshot(1, ARTICLES, encode))
    holder.swap(Snapshot(2, ARTICLES[:2], encode))
    assert holder.current is not None
    assert holder.current.version == 2


def test_an_article_answers_with_the_passage_that_fits() -> None:
    long = "parcels leave daily\n\n" + "x" * 600 + "\n\n## Excluded\n\nheavy furniture goes by truck"
    found = passages("heavy furniture", [article("delivery", long)])
    assert found[0].text == "Excluded\n\nheavy furniture goes by truck"


def test_the_passage_is_of_the_shoppers_language_though_another_version_fits_too() -> None:
    found = passages("Lieferung dauert fünf Werktage", locale="de-AT")
    assert found[0].text == "Lieferung dauert fünf Werktage"


def test_a_country_that_has_no_article_has_the_general_ones_only() -> None:
    assert search("return goods", market="FR") == ["delivery/en"]
    assert search("return goods", [article("returns-de", "return goods", markets=["DE"])], market="FR") == []


def test_of_two_that_fit_alike_the_more_specific_is_first() -> None:
    both = [article("returns", "return goods within ten days"), article("returns-de", "return goods", markets=["DE"])]
    assert search("return goods", both)[0] == "returns-de/en"


def test_certainty_falls_when_the_question_is_not_about_the_shop() -> None:
    asked = "return goods within how many days"
    near, far = (passages(asked, foreign=foreign)[0].score for foreign in (0.0, 1.0))
    assert far <= near


def test_weights_are_refused_that_are_no_numbers(tmp_path: Path) -> None:
    file = tmp_path / "ranking.yml"
    file.write_text("rank: {sentence: much}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"rank\.sentence is 'much'; expected a number"):
        read_weights(file)


def test_the_language_is_taken_out_of_vectors_of_the_encoders_size_only() -> None:
    basis = np.load(Path(encoding.__file__).parent / "data" / "languages.npy").astype(np.float32)
    told = np.ones((1, basis.shape[1]), np.float32) + 5 * basis[:1]
    assert np.abs(without_language(told) @ basis.T).max() < 1e-3
    other = np.ones((2, 7), np.float32)
    assert (without_language(other) == other).all()
