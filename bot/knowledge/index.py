"""An immutable snapshot of what is published, and the search over it.

The store publishes; every process builds the same snapshot and swaps it in whole. Vectors of texts that were encoded
before come from disk (the caller's `encode`). Search is exact: a market and a day leave some hundred sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from bot.knowledge.article import Article
from bot.knowledge.cut import Cut
from bot.knowledge.encoding import Encode, Vectors, without_language
from bot.knowledge.live import Live
from bot.knowledge.resolution import specificity
from bot.knowledge.scoring import Fit, Weights, certainty, rank, tuned_weights

_PLACES = 256
"""Places, days and languages whose articles are kept sorted out."""
_WORDS = 6.0
"""BM25 at which words in common count half."""
_WISH = 0.2
"""How much the wish counts beside the meaning when the passage of an article is chosen."""
_STRANGE, _HOME = 0.77, 0.81
"""Mean cosine of a question to the articles that hold: of one about something else, of a shopper's to a shop's."""
_FITTING = 0.7
"""The wish of an article that fits."""


@dataclass(frozen=True, slots=True)
class Passage:
    """An article that answers, and the part of it that does.

    score: 0..1, how sure. standout: how much nearer (cosine) its nearest sentence is to the question than the nearest
    ones of all articles are on average. products: the SKUs that it is about, if it is about single ones.
    """

    id: str
    locale: str
    title: str
    text: str
    score: float
    markets: tuple[str, ...]
    version: int
    body: str
    kind: str
    topics: tuple[str, ...]
    products: frozenset[str] = frozenset()
    standout: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its vectors, [dimension] each. wish: empty without a tuned branch.

    foreign: how likely, 0..1, it is not about the shop. intents: names with probabilities.
    """

    text: str
    locale: str
    meaning: Vectors
    wish: Vectors
    intents: Sequence[tuple[str, float]] = ()
    foreign: float = 0.0

    @classmethod
    def read(
        cls, text: str, locale: str, encode: Encode, intents: Sequence[tuple[str, float]] = (), foreign: float = 0.0
    ) -> Question:
        """Encodes a question."""
        vectors = encode([text], "query")
        return cls(text, locale, without_language(vectors.meaning)[0], vectors.wish[0], intents, foreign)


class Snapshot:
    """Published articles with their vectors."""

    def __init__(self, version: int, articles: Sequence[Article], encode: Encode, cut: Cut | None = None) -> None:
        """Encodes the articles. cut: what `Cut.of` gives for them, if it is known."""
        self.version = version
        self.articles = tuple(articles)
        self.locales = frozenset(article.locale for article in articles)
        cut = cut or Cut.of(self.articles)
        self.chunks, self._lexical = cut.chunks, cut.lexical
        self._chunk_of = np.array([at for at, one in enumerate(self.chunks) for _ in one.sentences], np.int64)
        self._of_chunks = np.array([chunk.article for chunk in self.chunks], np.int64)
        self._of_sentences = self._of_chunks[self._chunk_of]
        vectors = encode([text for chunk in self.chunks for text in chunk.sentences], "passage")
        self._sentences, self._wishes = without_language(vectors.meaning), vectors.wish
        names = sorted({topic for article in articles for topic in article.topics})
        self._topics = {name: column for column, name in enumerate(names)}
        self._about = np.zeros((len(self.articles), len(names)), np.float32)
        for row, article in enumerate(self.articles):
            self._about[row, [self._topics[name] for name in article.topics]] = 1.0
        self._versions: dict[str, list[Article]] = {}
        for article in articles:
            self._versions.setdefault(article.id, []).append(article)
        self._products = frozenset[str]().union(*(article.products for article in articles))
        self._live = lru_cache(maxsize=_PLACES)(self._holding)

    def search(
        self,
        question: Question,
        *,
        market: str | None,
        on: date,
        state: str | None = None,
        limit: int = 5,
        weights: Weights | None = None,
        threshold: float = 0.0,
        products: Collection[str] | None = None,
    ) -> list[Passage]:
        """The articles that answer, best first, one passage each; empty when none is as sure as `threshold`.

        products: SKUs that are talked of; articles about other products are left out. None leaves none out.
        """
        known = None if products is None else self._products.intersection(products)
        found = self._live(market, state, on, question.locale, known)
        if found is None:
            return []
        weights = weights or tuned_weights()
        live, hidden = found
        fit = self._fit(question, live, hidden)
        scores = rank(fit, weights)
        sure = certainty(fit, scores, weights)
        ranked = np.argsort(-scores, kind="stable")[:limit]
        if sure[ranked[0]] < threshold:
            return []
        near = fit.sentence - fit.sentence.mean()
        return [self._passage(live.versions[one], question, float(sure[one]), float(near[one])) for one in ranked]

    def title(self, ids: Sequence[str], *, market: str | None, locale: str, on: date) -> str | None:
        """The title, in the locale's language, of the first of these articles that holds there; None without any."""
        spoken = (locale, locale.split("-", maxsplit=1)[0])
        for one in ids:
            holding = {
                article.locale: article.title
                for article in self._versions.get(one, ())
                if not article.products and article.valid_on(on) and specificity(article, market) is not None
            }
            title = next((holding[name] for name in spoken if name in holding), None)
            if title is not None:
                return title
        return None

    def is_about(self, products: Collection[str]) -> bool:
        """Whether any article is about one of these products (SKUs)."""
        return not self._products.isdisjoint(products)

    def fit(self, question: Question, market: str | None, on: date) -> tuple[list[str], Fit] | None:
        """Ids of the live articles and how each fits, to choose weights from; None when no article holds."""
        found = self._live(market, None, on, question.locale, frozenset())
        if found is None:
            return None
        live, hidden = found
        return [self.articles[next(iter(of.values()))].id for of in live.versions], self._fit(question, live, hidden)

    def _holding(
        self, market: str | None, state: str | None, on: date, locale: str, products: frozenset[str] | None
    ) -> tuple[Live, Vectors] | None:
        live = Live.of(
            self.articles,
            self._of_sentences,
            self._of_chunks,
            self._about,
            place=(market, state),
            on=on,
            languages=(locale.split("-", maxsplit=1)[0], "en"),
            products=products,
        )
        return None if live is None else (live, self._hidden(live))

    def _hidden(self, live: Live) -> Vectors:
        """Of each article how like it is to the likest one that is more specific; 0 without any."""
        vectors = self._wishes if self._wishes.shape[1] else self._sentences
        sums = np.add.reduceat(vectors[live.sentences.rows], live.sentences.starts)
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        likeness = (sums @ sums.T) * (live.place[None, :] > live.place[:, None])
        found: Vectors = np.maximum(likeness.max(axis=1), 0.0).astype(np.float32)
        return found

    def _fit(self, question: Question, live: Live, hidden: Vectors) -> Fit:
        words = self._lexical.scores(question.text, question.locale)[live.chunks.rows]
        rows = live.sentences.rows
        sentence = live.sentences.best(self._sentences[rows] @ question.meaning)
        wish = live.sentences.best(self._wishes[rows] @ question.wish)
        # What understanding and its branch say counts as far as question and articles are of the shoppers' world.
        home = float(np.clip((sentence.mean() - _STRANGE) / (_HOME - _STRANGE), 0.0, 1.0))
        likely = np.zeros(len(self._topics), np.float32)
        for name, probability in question.intents:
            if name in self._topics:
                likely[self._topics[name]] = max(likely[self._topics[name]], probability)
        return Fit(
            sentence=sentence,
            wish=home * wish * (1.0 - question.foreign) ** 2 + (1.0 - home) * _FITTING,
            words=live.chunks.best(words / (words + _WORDS)),
            topic=(live.topics * likely).max(axis=1, initial=0.0),
            place=live.place,
            hidden=hidden,
            foreign=home * question.foreign,
        )

    def _passage(self, versions: dict[str, int], question: Question, score: float, standout: float) -> Passage:
        """The passage that answers, of the article in the shopper's locale, else language, else English, else any."""
        spoken = (question.locale, question.locale.split("-", maxsplit=1)[0], "en")
        index = next((versions[wanted] for wanted in spoken if wanted in versions), None)
        index = next(iter(versions.values())) if index is None else index
        article = self.articles[index]
        rows = np.arange(*np.searchsorted(self._of_sentences, [index, index + 1]))
        nearest = self._sentences[rows] @ question.meaning
        nearest = nearest + _WISH * (1.0 - question.foreign) * (self._wishes[rows] @ question.wish)
        return Passage(
            article.id,
            article.locale,
            article.title,
            self.chunks[self._chunk_of[rows[np.argmax(nearest)]]].text,
            score,
            article.markets,
            article.version,
            article.body,
            article.kind,
            article.topics,
            article.products,
            standout,
        )


class Holder:
    """The snapshot that serves; swapped whole, so that a search never sees half of two."""

    def __init__(self) -> None:
        self._current: Snapshot | None = None

    @property
    def current(self) -> Snapshot | None:
        """The newest snapshot, or None before the first."""
        return self._current

    def swap(self, snapshot: Snapshot) -> None:
        """Puts a snapshot in place."""
        self._current = snapshot
