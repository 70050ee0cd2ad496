"""Which intents, by the letters alone: short and colloquial messages use words that the encoder hardly knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from bot.nlu.batch import Batch
from bot.nlu.components.base import Arrays, Component, Facts, Lesson
from bot.nlu.components.intents import intent_targets
from bot.nlu.encoder.session import normalise
from bot.nlu.softmax import FloatArray
from bot.nlu.sparse import fit_sparse_softmax
from bot.nlu.training_data import fold
from bot.nlu.vectors import UNREADABLE, save_arrays

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_DIGIT = str.maketrans("123456789", "000000000")
_RECENT_WORDS = 8192
_FEW_NEW = 0.02
"""Share of new words that are not worth writing all of them anew."""
_NO_COLUMNS = np.zeros(0, np.int32)


class NgramClassifier(Component):
    """Multinomial logistic regression over character n-grams within words; adds the score `ngrams` (logits).

    longest: letters of the longest n-gram. rarest: examples that an n-gram must be in. most: n-grams that are kept,
    the most frequent ones. A message is the square roots of its counts, weighted by rarity, at length 1.
    """

    name = "NgramClassifier"
    chained = False  # pass upon pass, day by day, would make weights large
    defaults: ClassVar[dict[str, Any]] = {"longest": 4, "rarest": 3, "most": 60000, "rate": 0.5, "epochs": 8}

    def __init__(self, settings: Mapping[str, Any], resources: Any) -> None:
        super().__init__(settings, resources)
        self.labels: tuple[str, ...] = ()
        self._take({})
        self.rarity: FloatArray = np.zeros(0, np.float32)
        self.weights: FloatArray = np.zeros((0, 0), np.float32)
        self.bias: FloatArray = np.zeros(0, np.float32)

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Chooses the n-grams and fits their weights."""
        self.labels = tuple(sorted({intent for example in lesson.examples for intent in example.intents}))
        longest = self.settings["longest"]
        note = f"{self.name} {longest}"
        if note not in lesson.notes:
            kept = self.resources.models / "cache" / f"grams-{longest}.npz" if self.resources else None
            lesson.notes[note] = CountedGrams(longest, kept)
        counted: CountedGrams = lesson.notes[note]
        counts = counted.of([example.text for example in lesson.examples])
        columns, within, chosen = counted.most_common(counts, self.settings["most"], self.settings["rarest"])
        self._take(columns)
        self.rarity = (np.log((1 + counts.shape[0]) / (1 + within)) + 1).astype(np.float32)
        rows = counts[:, chosen]
        rows.data = np.sqrt(rows.data) * self.rarity[rows.indices]
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel()) + np.float32(1e-6)
        rows.data /= np.repeat(lengths.astype(np.float32), np.diff(rows.indptr))
        self.weights, self.bias = fit_sparse_softmax(
            rows,
            intent_targets(lesson.examples, self.labels),
            rate=self.settings["rate"],
            epochs=self.settings["epochs"],
            start=self._known_to(earlier) if earlier else None,
            near=lesson.near,
        )

    def _known_to(self, earlier: Self) -> tuple[FloatArray, FloatArray]:
        """Weights and bias of another one, for the n-grams and labels of this one; what it lacks is zero."""
        weights = np.zeros((len(self.columns), len(self.labels)), np.float32)
        bias = np.zeros(len(self.labels), np.float32)
        both = [gram for gram in self.columns if gram in earlier.columns]
        labels = [label for label in self.labels if label in earlier.labels]
        to, of = [self.labels.index(each) for each in labels], [earlier.labels.index(each) for each in labels]
        rows, others = [self.columns[gram] for gram in both], [earlier.columns[gram] for gram in both]
        weights[np.ix_(rows, to)] = earlier.weights[np.ix_(others, of)]
        bias[to] = earlier.bias[of]
        return weights, bias

    def run(self, batch: Batch) -> None:
        """Adds the score `ngrams`."""
        scores = np.empty((len(batch), len(self.labels)), np.float32)
        for row, text in enumerate(batch.texts):
            columns, values = self._row(text)
            scores[row] = values @ self.weights[columns] + self.bias
        batch.scores["ngrams"] = scores

    def _row(self, text: str) -> tuple[npt.NDArray[np.int32], FloatArray]:
        """Columns and values of one message."""
        found = [self._columns_of(word) for word in _words(text)]
        columns, counts = np.unique(np.concatenate(found) if found else _NO_COLUMNS, return_counts=True)
        values = np.sqrt(counts.astype(np.float32)) * self.rarity[columns]
        return columns, values / (np.float32(np.linalg.norm(values)) + np.float32(1e-6))

    def _take(self, columns: dict[str, int]) -> None:
        """Goes by these columns from now on."""
        self.columns = columns
        self._columns_of = lru_cache(_RECENT_WORDS)(self._known_columns)

    def _known_columns(self, word: str) -> npt.NDArray[np.int32]:
        known = (self.columns.get(gram) for gram in _within(word, self.settings["longest"]))
        return np.array([column for column in known if column is not None], np.int32)

    def state(self) -> tuple[Arrays, Facts]:
        """The n-grams and their weights, which are exact enough in float16."""
        arrays: Arrays = {
            "grams": _as_bytes(self.columns),
            "rarity": self.rarity,
            "weights": self.weights.astype(np.float16),
            "bias": self.bias,
        }
        return arrays, {"labels": self.labels}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what `state` gave."""
        self.labels = tuple(facts["labels"])
        grams = arrays["grams"].tobytes().decode().split("\n")
        self._take({gram: column for column, gram in enumerate(grams) if gram})
        self.rarity = np.asarray(arrays["rarity"], np.float32)
        self.weights = np.asarray(arrays["weights"], np.float32)
        self.bias = np.asarray(arrays["bias"], np.float32)


class CountedGrams:
    """The n-grams of texts as numbers, so that each word is taken apart once for all who learn from it."""

    def __init__(self, longest: int, path: Path | None = None) -> None:
        """path: where the words of earlier lessons are kept; a missing or broken file holds none."""
        self._longest, self._path = longest, path
        self._numbers: dict[str, int] = {}
        self._of_words: dict[str, npt.NDArray[np.int32]] = {}
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                words, grams = (stored[name].tobytes().decode().split("\n") for name in ("words", "grams"))
                parts = np.split(stored["numbers"], stored["ends"][:-1])
            self._numbers = {gram: number for number, gram in enumerate(grams)}
            self._of_words = dict(zip(words, parts, strict=True))
        except UNREADABLE:
            self._numbers, self._of_words = {}, {}

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """How often each text has each n-gram [texts, n-grams met so far]."""
        from scipy.sparse import csr_matrix

        known, of_words = len(self._of_words), self._of_words
        split = [_words(text) for text in texts]
        found = [of_words[word] if word in of_words else self._numbered(word) for words in split for word in words]
        if self._path is not None and len(of_words) > known * (1 + _FEW_NEW):
            self._write(self._path)
        numbers = np.concatenate([_NO_COLUMNS, *found])
        lengths = np.concatenate([[0], np.cumsum([len(each) for each in found])])
        ends = lengths[np.concatenate([[0], np.cumsum([len(words) for words in split])])]
        counts = csr_matrix((np.ones(len(numbers), np.float32), numbers, ends), shape=(len(texts), len(self._numbers)))
        counts.sum_duplicates()
        return counts

    def _numbered(self, word: str) -> npt.NDArray[np.int32]:
        numbers = [self._numbers.setdefault(gram, len(self._numbers)) for gram in _within(word, self._longest)]
        return self._of_words.setdefault(word, np.array(numbers, np.int32))

    def _write(self, path: Path) -> None:
        parts = list(self._of_words.values())
        arrays = {
            "words": _as_bytes(self._of_words),
            "grams": _as_bytes(self._numbers),
            "numbers": np.concatenate([_NO_COLUMNS, *parts]),
            "ends": np.cumsum([len(part) for part in parts]),
        }
        save_arrays(path, arrays)

    def most_common(
        self, counts: csr_matrix, most: int, rarest: int
    ) -> tuple[dict[str, int], FloatArray, npt.NDArray[np.int64]]:
        """The `most` n-grams that are in the most texts, in at least `rarest` of them.

        Their columns, in the order of the letters; in how many texts each is; the number of every column's n-gram.
        """
        grams = list(self._numbers)
        spread = np.bincount(counts.indices, minlength=len(grams))
        order = np.argsort(-spread, kind="stable")[:most]
        kept = np.array(sorted(order[spread[order] >= rarest].tolist(), key=grams.__getitem__), np.int64)
        columns = {grams[number]: column for column, number in enumerate(kept.tolist())}
        return columns, spread[kept].astype(np.float32), kept


def _as_bytes(lines: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _words(text: str) -> list[str]:
    return fold(normalise(text)).translate(_DIGIT).split()


def _within(word: str, longest: int) -> tuple[str, ...]:
    """N-grams of a word with a space on both sides; words of scripts without spaces are whole clauses."""
    padded = f" {word} "
    found = (padded[at : at + size] for size in range(1, longest + 1) for at in range(len(padded) - size + 1))
    return tuple(gram for gram in found if gram != " ")
