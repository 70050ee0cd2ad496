"""Words in common: BM25 of each locale's passages, in one postings list that is looked up by word."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from bot.knowledge.words import words

Vectors = npt.NDArray[np.float32]


class Lexical:
    """BM25 (Robertson et al. 1994, Lucene's form) of passages; how rare a word is counts within its locale."""

    def __init__(self, texts: Sequence[str], locales: Sequence[str]) -> None:
        """texts: the passages, row by row; locales: of each row."""
        self._size = len(texts)
        self._spans: dict[str, dict[str, tuple[int, int]]] = {}
        rows: list[npt.NDArray[np.int64]] = []
        weights: list[Vectors] = []
        start = 0
        for locale in sorted(set(locales)):
            own = np.array([row for row, of in enumerate(locales) if of == locale])
            index = bm25s.BM25()
            index.index([words(texts[row], locale) or ["-"] for row in own], show_progress=False)
            ends = np.asarray(index.scores["indptr"], np.int64) + start
            rows.append(own[np.asarray(index.scores["indices"])])
            weights.append(np.asarray(index.scores["data"], np.float32))
            self._spans[locale] = {
                word: (int(ends[at]), int(ends[at + 1])) for word, at in index.vocab_dict.items() if word
            }
            start += len(rows[-1])
        self._rows = np.concatenate(rows) if rows else np.zeros(0, np.int64)
        self._weights = np.concatenate(weights) if weights else np.zeros(0, np.float32)

    def scores(self, query: str, locale: str) -> Vectors:
        """BM25 of each row, 0 where no word is shared. All locales count: names and numbers are the same in each."""
        total = np.zeros(self._size, np.float32)
        spans = [span for word in words(query, locale) for known in self._spans.values() if (span := known.get(word))]
        for start, end in spans:
            total[self._rows[start:end]] += self._weights[start:end]  # a word has one entry a row
        return total
