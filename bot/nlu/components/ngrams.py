"""Which intents, by the letters alone: short and colloquial messages use words that the encoder hardly knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from bot.nlu.batch import Batch
from bot.nlu.components.base import Arrays, Component, Facts, Lesson
from bot.nlu.components.intents import intent_targets
from bot.nlu.encoder.session import normalise
from bot.nlu.softmax import FloatArray
from bot.nlu.sparse import SparseRow, fit_sparse_softmax
from bot.nlu.training_data import fold

_DIGIT = str.maketrans("123456789", "000000000")


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
        self.columns: dict[str, int] = {}
        self.rarity: FloatArray = np.zeros(0, np.float32)
        self.weights: FloatArray = np.zeros((0, 0), np.float32)
        self.bias: FloatArray = np.zeros(0, np.float32)

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Chooses the n-grams and fits their weights."""
        self.labels = tuple(sorted({intent for example in lesson.examples for intent in example.intents}))
        counted = lesson.notes.setdefault(f"{self.name} {self.settings['longest']}", CountedGrams())
        counts = [counted.of(example.text, self.settings["longest"]) for example in lesson.examples]
        self.columns, within, places = counted.most_common(counts, self.settings["most"], self.settings["rarest"])
        self.rarity = (np.log((1 + len(counts)) / (1 + within)) + 1).astype(np.float32)
        self.weights, self.bias = fit_sparse_softmax(
            [self._weighted(places[grams], values) for grams, values in counts],
            len(self.columns),
            intent_targets(lesson.examples, self.labels),
            rate=self.settings["rate"],
            epochs=self.settings["epochs"],
            start=self._known_to(earlier) if earlier else None,
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

    def _row(self, text: str) -> SparseRow:
        counts = Counter(_grams(text, self.settings["longest"]))
        known = [(self.columns[gram], count) for gram, count in counts.items() if gram in self.columns]
        return self._weighted(
            np.array([column for column, _ in known], np.int32), np.array([count for _, count in known], np.float32)
        )

    def _weighted(self, columns: npt.NDArray[np.int32], counts: FloatArray) -> SparseRow:
        kept = columns >= 0
        columns = columns[kept]
        values = np.sqrt(counts[kept]) * self.rarity[columns]
        return columns, values / (np.float32(np.linalg.norm(values)) + np.float32(1e-6))

    def state(self) -> tuple[Arrays, Facts]:
        """The n-grams and their weights, which are exact enough in float16."""
        arrays: Arrays = {
            "grams": np.frombuffer("\n".join(self.columns).encode(), np.uint8),
            "rarity": self.rarity,
            "weights": self.weights.astype(np.float16),
            "bias": self.bias,
        }
        return arrays, {"labels": self.labels}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what `state` gave."""
        self.labels = tuple(facts["labels"])
        grams = arrays["grams"].tobytes().decode().split("\n")
        self.columns = {gram: column for column, gram in enumerate(grams) if gram}
        self.rarity = np.asarray(arrays["rarity"], np.float32)
        self.weights = np.asarray(arrays["weights"], np.float32)
        self.bias = np.asarray(arrays["bias"], np.float32)


class CountedGrams:
    """The n-grams of texts as numbers, so that each text is taken apart once for all who learn from it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, SparseRow] = {}

    def of(self, text: str, longest: int) -> SparseRow:
        """Numbers of the text's n-grams and how often it has each."""
        if text not in self._texts:
            counts = Counter(_grams(text, longest))
            numbers = [self._numbers.setdefault(gram, len(self._numbers)) for gram in counts]
            self._texts[text] = np.array(numbers, np.int32), np.array(list(counts.values()), np.float32)
        return self._texts[text]

    def most_common(
        self, rows: Sequence[SparseRow], most: int, rarest: int
    ) -> tuple[dict[str, int], FloatArray, npt.NDArray[np.int32]]:
        """The `most` n-grams that are in the most rows, in at least `rarest` of them.

        Their columns, in the order of the letters; in how many rows each is; the column of every number, -1 for none.
        """
        grams = list(self._numbers)
        spread = np.bincount(np.concatenate([numbers for numbers, _ in rows]), minlength=len(grams))
        order = np.argsort(-spread, kind="stable")[:most]
        kept = sorted(order[spread[order] >= rarest].tolist(), key=grams.__getitem__)
        places = np.full(len(grams), -1, np.int32)
        places[kept] = np.arange(len(kept))
        return {grams[number]: column for column, number in enumerate(kept)}, spread[kept].astype(np.float32), places


def _grams(text: str, longest: int) -> Iterator[str]:
    for word in fold(normalise(text)).translate(_DIGIT).split():
        yield from _within(word, longest)


@lru_cache(maxsize=50_000)
def _within(word: str, longest: int) -> tuple[str, ...]:
    """N-grams of a word with a space on both sides; words of scripts without spaces are whole clauses."""
    padded = f" {word} "
    found = (padded[at : at + size] for size in range(1, longest + 1) for at in range(len(padded) - size + 1))
    return tuple(gram for gram in found if gram != " ")
