"""Words in common: BM25 of each locale's passages, in one postings list that is looked up by word."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.knowledge.words import words

Vectors = npt.NDArray[np.float32]


class Lexical:
    """BM25 (Robertson et al. 1994, Lucene's form) of passages; how rare a word is counts within its locale."""

    def __init__(self, texts: Sequence[str], locales: Sequence[str]) -> None:
        """texts: the passages, row by row; locales: of each row."""
        import bm25s  # only what was not kept from an earlier start is counted, and loading it takes a while

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it asks for its own debugging lines when it is imported
        self._size = len(texts)
        self._places: dict[str, dict[str, int]] = {}
        ends: list[npt.NDArray[np.int64]] = []
        rows: list[npt.NDArray[np.int64]] = []
        weights: list[Vectors] = []
        place = start = 0
        for locale in sorted(set(locales)):
            own = np.array([row for row, of in enumerate(locales) if of == locale])
            index = bm25s.BM25()
            index.index([words(texts[row], locale) or ["-"] for row in own], show_progress=False)
            ends.append(np.asarray(index.scores["indptr"], np.int64) + start)
            rows.append(own[np.asarray(index.scores["indices"])])
            weights.append(np.asarray(index.scores["data"], np.float32))
            self._places[locale] = {word: place + int(at) for word, at in index.vocab_dict.items() if word}
            place += len(ends[-1])
            start += len(rows[-1])
        self._ends = np.concatenate([np.zeros(0, np.int64), *ends])
        self._rows = np.concatenate([np.zeros(0, np.int64), *rows])
        self._weights = np.concatenate([np.zeros(0, np.float32), *weights])

    def scores(self, query: str, locale: str) -> Vectors:
        """BM25 of each row, 0 where no word is shared. All locales count: names and numbers are the same in each."""
        total = np.zeros(self._size, np.float32)
        asked = words(query, locale)
        places = [at for word in asked for known in self._places.values() if (at := known.get(word)) is not None]
        for at in places:
            start, end = self._ends[at : at + 2]
            total[self._rows[start:end]] += self._weights[start:end]  # a word has one entry a row
        return total
