"""An immutable snapshot of what is published, and the search over it.

The store publishes; every process builds the same snapshot and swaps it in whole. Vectors of texts that were encoded
before come from disk (the caller's `encode`). Search is exact: a market and a day leave some hundred chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import bm25s
import numpy as np
import numpy.typing as npt

from bot.knowledge.article import Article
from bot.knowledge.chunks import Chunk, chunks_of
from bot.knowledge.resolution import specificity
from bot.knowledge.scoring import Weights, blend
from bot.knowledge.words import words

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str], Literal["query", "passage"]], Vectors]


@dataclass(frozen=True, slots=True)
class Passage:
    """An article that answers, and the part of it that does. score: 0..1, how sure."""

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


class Snapshot:
    """Published articles with their vectors."""

    def __init__(self, version: int, articles: Sequence[Article], chunks: Sequence[Chunk], vectors: Vectors) -> None:
        self.version = version
        self.articles = tuple(articles)
        self.chunks = tuple(chunks)
        self._vectors = vectors
        self._centre = self._centres()
        self._lexical = {locale: self._bm25(locale) for locale in {article.locale for article in articles}}

    @classmethod
    def build(cls, version: int, articles: Sequence[Article], encode: Encode) -> Snapshot:
        """Cuts and encodes the articles."""
        chunks = [chunk for index, article in enumerate(articles) for chunk in chunks_of(index, article)]
        return cls(version, articles, chunks, encode([chunk.embedded for chunk in chunks], "passage"))

    def _centres(self) -> dict[str, Vectors]:
        # Vectors of one language lie together; without its mean they compare across languages.
        centres = {}
        for locale in {article.locale for article in self.articles}:
            rows = [row for row, chunk in enumerate(self.chunks) if self.articles[chunk.article].locale == locale]
            if len(rows) >= 8:
                centres[locale] = np.asarray(self._vectors[rows].mean(axis=0), dtype=np.float32)
        return centres

    def _bm25(self, locale: str) -> tuple[Any, list[int]]:
        rows = [row for row, chunk in enumerate(self.chunks) if self.articles[chunk.article].locale == locale]
        corpus = [words(self.chunks[row].embedded, locale) or ["-"] for row in rows]
        index = bm25s.BM25()
        index.index(corpus, show_progress=False)
        return index, rows

    def search(
        self,
        query: str,
        *,
        encode: Encode,
        market: str | None,
        locale: str,
        on: date,
        intents: Sequence[tuple[str, float]] = (),
        state: str | None = None,
        limit: int = 5,
        weights: Weights | None = None,
        threshold: float = 0.0,
    ) -> list[Passage]:
        """The articles that answer, best first, one passage each; empty when none is known."""
        weights = weights or Weights()
        live = self._live(market, state, on)
        if not live:
            return []
        rows = np.array([row for row, chunk in enumerate(self.chunks) if chunk.article in live])
        dense = self._dense(encode([query], "query")[0], rows)
        lexical = self._words_score(query, locale, rows)
        prior = self._prior(rows, intents)
        place = np.array([live[self.chunks[row].article] for row in rows], dtype=np.float32)
        scores, sure = blend(dense, lexical, prior, place, weights)
        best: dict[str, tuple[float, int]] = {}
        for score, row in zip(scores, rows, strict=True):
            article = self.articles[self.chunks[row].article]
            if article.id not in best or score > best[article.id][0]:
                best[article.id] = (float(score), int(row))
        ranked = sorted(best.items(), key=lambda item: -item[1][0])[:limit]
        if not ranked or sure < threshold:
            return []
        top = ranked[0][1][0]
        return [
            self._passage(row, locale, live, max(0.0, min(1.0, sure - (top - score)))) for _, (score, row) in ranked
        ]

    def _live(self, market: str | None, state: str | None, on: date) -> dict[int, int]:
        """Indexes of articles that hold, with how closely they fit; the most specific of one subject hides others."""
        return {
            index: place
            for index, article in enumerate(self.articles)
            if article.valid_on(on) and (place := specificity(article, market, state)) is not None
        }

    def _dense(self, vector: Vectors, rows: npt.NDArray[np.int64]) -> Vectors:
        scores: Vectors = np.asarray(self._vectors[rows]) @ vector
        return scores

    def _words_score(self, query: str, locale: str, rows: npt.NDArray[np.int64]) -> Vectors:
        scores = np.zeros(len(self.chunks), dtype=np.float32)
        for language in dict.fromkeys((locale, locale.split("-", maxsplit=1)[0], "en")):
            if language not in self._lexical:
                continue
            index, own_rows = self._lexical[language]
            found = index.get_scores(words(query, language) or ["-"])
            scores[own_rows] = np.maximum(scores[own_rows], found)
        return scores[rows]

    def _prior(self, rows: npt.NDArray[np.int64], intents: Sequence[tuple[str, float]]) -> Vectors:
        likely = dict(intents)
        return np.array(
            [
                max((likely.get(topic, 0.0) for topic in self.articles[self.chunks[row].article].topics), default=0.0)
                for row in rows
            ],
            dtype=np.float32,
        )

    def _passage(self, row: int, locale: str, live: dict[int, int], score: float) -> Passage:
        chunk = self.chunks[row]
        found = self.articles[chunk.article]
        article = self._in_locale(found, locale, live)
        text = chunk.text if article is found else chunks_of(0, article)[0].text
        return Passage(
            article.id,
            article.locale,
            article.title,
            text,
            score,
            article.markets,
            article.version,
            article.body,
            article.kind,
            article.topics,
        )

    def _in_locale(self, found: Article, locale: str, live: dict[int, int]) -> Article:
        """The same article in the shopper's locale, else its language, else English, else as found."""
        others = {
            self.articles[index].locale: self.articles[index] for index in live if self.articles[index].id == found.id
        }
        for wanted in (locale, locale.split("-", maxsplit=1)[0], "en"):
            if wanted in others:
                return others[wanted]
        return found


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
