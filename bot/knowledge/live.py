"""What holds in one place on one day: worked out once, used by every search there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.knowledge.article import Article
from bot.knowledge.resolution import specificity

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Live:
    """Passages that hold, those of one article (in all its locales) together.

    rows: their rows in the snapshot. starts: where each article begins in `rows`. articles: of each start, its
    versions by locale, as indexes. place: of each start, 0 everywhere … 3 state. topics: [articles, topics] of 0 and 1.
    """

    rows: Rows
    starts: Rows
    articles: tuple[dict[str, int], ...]
    place: npt.NDArray[np.float32]
    topics: npt.NDArray[np.float32]

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        owners: Rows,
        topics: npt.NDArray[np.float32],
        market: str | None,
        state: str | None,
        on: date,
    ) -> Live:
        """owners: the article of each row of the snapshot, ascending; topics: [articles, topics]."""
        groups: dict[str, dict[str, int]] = {}
        places: dict[str, int] = {}
        for index, article in enumerate(articles):
            if article.valid_on(on) and (place := specificity(article, market, state)) is not None:
                groups.setdefault(article.id, {})[article.locale] = index
                places[article.id] = max(places.get(article.id, 0), int(place))
        rows: list[Rows] = []
        starts: list[int] = []
        for versions in groups.values():
            starts.append(sum(len(known) for known in rows))
            for index in versions.values():
                rows.append(np.arange(*np.searchsorted(owners, [index, index + 1])))
        return cls(
            np.concatenate(rows) if rows else np.zeros(0, np.int64),
            np.array(starts, np.int64),
            tuple(groups.values()),
            np.array(list(places.values()), np.float32),
            np.array([topics[list(versions.values())].max(axis=0) for versions in groups.values()], np.float32),
        )

    def best(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Of each article the highest score of its passages; scores: of each of `rows`."""
        found: npt.NDArray[np.float32] = np.maximum.reduceat(scores, self.starts)
        return found

    def of_rows(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """A value of each article as a value of each of `rows`."""
        return np.repeat(values, np.diff(self.starts, append=len(self.rows)))

    def where(self, one: int, scores: npt.NDArray[np.float32], owners: Rows, index: int | None) -> int:
        """The row of an article's best passage, of its version `index` if given."""
        end = self.starts[one + 1] if one + 1 < len(self.starts) else len(self.rows)
        rows, own = self.rows[self.starts[one] : end], scores[self.starts[one] : end]
        if index is not None:
            rows, own = rows[owners[rows] == index], own[owners[rows] == index]
        return int(rows[np.argmax(own)])
