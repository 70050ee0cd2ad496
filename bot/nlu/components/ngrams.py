"""Which intents, by the letters alone: short and colloquial messages use words that the encoder hardly knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

import numpy as np

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
        counts = [self._counts(example.text) for example in lesson.examples]
        spread: Counter[str] = Counter()
        for each in counts:
            spread.update(each.keys())
        kept = [gram for gram, count in spread.most_common(self.settings["most"]) if count >= self.settings["rarest"]]
        self.columns = {gram: column for column, gram in enumerate(sorted(kept))}
        within = np.array([spread[gram] for gram in self.columns], np.float32)
        self.rarity = np.log((1 + len(counts)) / (1 + within)) + 1
        found = [self._row(each) for each in counts]
        self.weights, self.bias = fit_sparse_softmax(
            found,
            len(self.columns),
            intent_targets(lesson.examples, self.labels),
            rate=self.settings["rate"],
            epochs=self.settings["epochs"],
        )

    def run(self, batch: Batch) -> None:
        """Adds the score `ngrams`."""
        scores = np.empty((len(batch), len(self.labels)), np.float32)
        for row, text in enumerate(batch.texts):
            columns, values = self._row(self._counts(text))
            scores[row] = values @ self.weights[columns] + self.bias
        batch.scores["ngrams"] = scores

    def _counts(self, text: str) -> Counter[str]:
        return Counter(_grams(fold(normalise(text)).translate(_DIGIT), self.settings["longest"]))

    def _row(self, counts: Counter[str]) -> SparseRow:
        known = [(self.columns[gram], count) for gram, count in counts.items() if gram in self.columns]
        columns = np.array([column for column, _ in known], np.int32)
        values = np.sqrt(np.array([count for _, count in known], np.float32)) * self.rarity[columns]
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


def _grams(text: str, longest: int) -> Iterator[str]:
    """N-grams of each word with a space on both sides; words of scripts without spaces are whole clauses."""
    for word in text.split():
        padded = f" {word} "
        for size in range(1, longest + 1):
            for at in range(len(padded) - size + 1):
                gram = padded[at : at + size]
                if gram != " ":
                    yield gram
