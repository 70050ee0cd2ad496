"""An immutable snapshot of what is published, and the search over it.

The store publishes; every process builds the same snapshot and swaps it in whole. Vectors of texts that were encoded
before come from disk (the caller's `encode`). Search is exact: a market and a day leave some hundred chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.knowledge.article import Article
from bot.knowledge.chunks import Chunk, chunks_of
from bot.knowledge.lexical import Lexical
from bot.knowledge.live import Live
from bot.knowledge.scoring import Weights, blend

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str], Literal["query", "passage"]], Vectors]

_PLACES = 128
"""Places and days whose articles are kept sorted out."""


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
        self._owners = np.array([chunk.article for chunk in chunks], np.int64)
        self._lexical = Lexical(
            [chunk.embedded for chunk in chunks], [self.articles[chunk.article].locale for chunk in chunks]
        )
        names = sorted({topic for article in articles for topic in article.topics})
        self._topics = {name: column for column, name in enumerate(names)}
        self._about = np.array(
            [[name in article.topics for name in names] for article in articles], np.float32
        ).reshape(len(self.articles), len(names))
        self._live = lru_cache(maxsize=_PLACES)(self._holding)

    @classmethod
    def build(cls, version: int, articles: Sequence[Article], encode: Encode) -> Snapshot:
        """Cuts and encodes the articles."""
        chunks = [chunk for index, article in enumerate(articles) for chunk in chunks_of(index, article)]
        return cls(version, articles, chunks, encode([chunk.embedded for chunk in chunks], "passage"))

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
        live = self._live(market, state, on)
        if not live.articles:
            return []
        lexical = self._lexical.scores(query, locale)[live.rows]
        dense = (self._vectors @ encode([query], "query")[0])[live.rows]
        scores, sure = blend(
            dense,
            lexical,
            live.of_rows(self._prior(live, intents)),
            live.of_rows(live.place),
            weights or Weights(),
        )
        if sure < threshold:
            return []
        best = live.best(scores)
        ranked = np.argsort(-best, kind="stable")[:limit]
        top = float(best[ranked[0]])
        return [
            self._passage(live, int(one), locale, scores, max(0.0, min(1.0, sure - (top - float(best[one])))))
            for one in ranked
        ]

    def _holding(self, market: str | None, state: str | None, on: date) -> Live:
        return Live.of(self.articles, self._owners, self._about, market, state, on)

    def _prior(self, live: Live, intents: Sequence[tuple[str, float]]) -> Vectors:
        """Of each article how likely its likeliest topic is, 0..1."""
        likely = np.zeros(len(self._topics), np.float32)
        for name, probability in intents:
            if name in self._topics:
                likely[self._topics[name]] = max(likely[self._topics[name]], probability)
        prior: Vectors = (live.topics * likely).max(axis=1, initial=0.0)
        return prior

    def _passage(self, live: Live, one: int, locale: str, scores: Vectors, score: float) -> Passage:
        """The best passage of the article in the shopper's locale, else in its language, English, or any."""
        versions = live.articles[one]
        spoken = (locale, locale.split("-", maxsplit=1)[0], "en")
        index = next((versions[wanted] for wanted in spoken if wanted in versions), None)
        row = live.where(one, scores, self._owners, index)
        article = self.articles[self._owners[row]]
        return Passage(
            article.id,
            article.locale,
            article.title,
            self.chunks[row].text,
            score,
            article.markets,
            article.version,
            article.body,
            article.kind,
            article.topics,
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
