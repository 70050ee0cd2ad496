"""What holds in one place on one day for one language: worked out once, used by every search there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.knowledge.article import Article
from bot.knowledge.resolution import specificity

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Rows of a matrix, block after block: those of one article together. starts: where each block begins."""

    rows: Rows
    starts: Rows

    @classmethod
    def of(cls, parts: Sequence[Rows]) -> Blocks:
        """One block for each part; no part may be empty."""
        ends = np.cumsum([len(part) for part in parts], dtype=np.int64)
        return cls(np.concatenate(parts), np.concatenate([[0], ends[:-1]]).astype(np.int64))

    def best(self, scores: Floats) -> Floats:
        """Of each block the highest score; scores: of each of `rows`."""
        found: Floats = np.maximum.reduceat(scores, self.starts)
        return found


@dataclass(frozen=True, slots=True)
class Live:
    """Articles that hold, one entry for each id.

    versions: their indexes by locale. sentences, chunks: rows of the versions that are compared. place: 0 everywhere …
    3 state. topics: [articles, topics] of 0 and 1.
    """

    versions: tuple[dict[str, int], ...]
    sentences: Blocks
    chunks: Blocks
    place: Floats
    topics: Floats

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        sentences: Rows,
        chunks: Rows,
        topics: Floats,
        *,
        place: tuple[str | None, str | None],
        on: date,
        languages: Sequence[str],
        products: frozenset[str] | None = None,
    ) -> Live | None:
        """None when no article holds.

        sentences, chunks: the article of each row, ascending. topics: [articles, topics]. place: market and state.
        products: SKUs that are talked of; articles about other products are left out; None leaves none out. languages:
        those whose versions are compared; an article without any of them is compared in all it has.
        """
        groups: dict[str, dict[str, int]] = {}
        places: dict[str, int] = {}
        for index, article in enumerate(articles):
            if products is not None and article.products and not article.products & products:
                continue
            if article.valid_on(on) and (rank := specificity(article, *place)) is not None:
                groups.setdefault(article.id, {})[article.locale] = index
                places[article.id] = max(places.get(article.id, 0), int(rank))
        if not groups:
            return None
        compared = [_spoken(versions, languages) for versions in groups.values()]
        return cls(
            tuple(groups.values()),
            Blocks.of([_rows(sentences, versions) for versions in compared]),
            Blocks.of([_rows(chunks, versions) for versions in compared]),
            np.array(list(places.values()), np.float32),
            np.array([topics[list(versions.values())].max(axis=0) for versions in groups.values()], np.float32),
        )


def _spoken(versions: dict[str, int], languages: Sequence[str]) -> list[int]:
    found = [index for locale, index in versions.items() if locale in languages or _language(locale) in languages]
    return sorted(found or versions.values())


def _language(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0]


def _rows(owners: Rows, versions: Sequence[int]) -> Rows:
    return np.concatenate([np.arange(*np.searchsorted(owners, [index, index + 1])) for index in versions])
