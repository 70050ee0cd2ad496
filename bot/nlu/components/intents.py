"""Which intents: a linear head, and a vote of the nearest examples beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from bot.nlu.batch import Batch, Block
from bot.nlu.components.base import Arrays, Component, Facts, Lesson
from bot.nlu.heads import HeadTeam, fit_team
from bot.nlu.softmax import FloatArray
from bot.nlu.training_data import Example


def intent_targets(examples: Sequence[Example], labels: Sequence[str]) -> FloatArray:
    """Probabilities [n, labels]: a message with two intents is half of each."""
    index = {label: column for column, label in enumerate(labels)}
    targets = np.zeros((len(examples), len(labels)), np.float32)
    for row, example in enumerate(examples):
        for intent in example.intents:
            targets[row, index[intent]] = 1 / len(example.intents)
    return targets


class IntentClassifier(Component):
    """Multinomial logistic regression over the named blocks; adds the score `intent` (logits).

    features: names of blocks, or lists of them: one head each, whose logits are averaged.
    penalty: of the squared weights; larger for little data.
    """

    name = "IntentClassifier"
    defaults: ClassVar[dict[str, Any]] = {"features": ["sentence"], "penalty": 0.01, "steps": 60}
    head: HeadTeam

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Fits the head on all examples."""
        labels = tuple(sorted({intent for example in lesson.examples for intent in example.intents}))
        self.head = fit_team(
            lesson.batch.blocks,
            self.settings["features"],
            labels,
            intent_targets(lesson.examples, labels),
            penalty=self.settings["penalty"],
            steps=self.settings["steps"],
            earlier=earlier.head if earlier else None,
            near=lesson.near,
        )

    def run(self, batch: Batch) -> None:
        """Adds the score `intent`."""
        batch.intent_labels = self.head.labels
        batch.scores["intent"] = self.head(batch.blocks)

    def state(self) -> tuple[Arrays, Facts]:
        """The head."""
        return self.head.arrays(), {"labels": self.head.labels, "groups": self.head.groups()}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes the head back."""
        self.head = HeadTeam.restore(facts["labels"], facts["groups"], arrays)


class NeighbourVote(Component):
    """The nearest examples in the message's language vote, weighted by likeness.

    Adds the scores `vote` [n, labels] (shares) and `nearest` [n, 1] (cosine of the nearest one: how far a
    message is from all that was taught). neighbours: how many vote; sharpness: how much the nearer count.
    difference: share of what sets the examples apart that is looked at, in as few directions as hold it; the others
    say little and cost as much memory and time.
    """

    name = "NeighbourVote"
    defaults: ClassVar[dict[str, Any]] = {
        "features": ["tuned", "sentence"],
        "neighbours": 10,
        "sharpness": 30.0,
        "difference": 0.975,
    }

    def __init__(self, settings: Mapping[str, Any], resources: Any) -> None:
        super().__init__(settings, resources)
        self.labels: tuple[str, ...] = ()
        self.languages: tuple[str, ...] = ()
        self.basis: FloatArray = np.zeros((1, 1), np.float32)
        self.vectors: FloatArray = np.zeros((0, 1), np.float32)
        self.of_label: npt.NDArray[np.int16] = np.zeros(0, np.int16)
        self.bounds: dict[str, tuple[int, int]] = {}

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Keeps the examples with one intent, sorted by language."""
        self.labels = tuple(sorted({intent for example in lesson.examples for intent in example.intents}))
        index = {label: column for column, label in enumerate(self.labels)}
        rows = [row for row, example in enumerate(lesson.examples) if len(example.intents) == 1]
        rows.sort(key=lambda row: lesson.examples[row].language)
        values = self._block(lesson.batch).values[rows]
        self.basis = _main_directions(values, self.settings["difference"])
        self._keep(
            values @ self.basis,
            np.array([index[lesson.examples[row].intents[0]] for row in rows], np.int16),
            [lesson.examples[row].language for row in rows],
        )

    def _block(self, batch: Batch) -> Block:
        """The first of the blocks that is there."""
        return next(batch.blocks[name] for name in self.settings["features"] if name in batch.blocks)

    def _keep(self, vectors: FloatArray, of_label: npt.NDArray[np.int16], languages: Sequence[str]) -> None:
        self.vectors, self.of_label = vectors, of_label
        self.languages = tuple(sorted(set(languages)))
        codes = np.array(languages)
        self.bounds = {
            code: (int(np.searchsorted(codes, code, "left")), int(np.searchsorted(codes, code, "right")))
            for code in self.languages
        }

    def run(self, batch: Batch) -> None:
        """Adds the scores `vote` and `nearest`."""
        block = self._block(batch)
        votes = np.zeros((len(batch), len(self.labels)), np.float32)
        nearest = np.zeros((len(batch), 1), np.float32)
        codes = np.array(batch.codes())
        for code in set(batch.codes()):
            rows = np.flatnonzero(codes == code)
            first, last = self.bounds.get(code, (0, len(self.vectors)))
            alike = np.asarray(block.values[rows] @ self.basis @ self.vectors[first:last].T, np.float32)
            votes[rows], nearest[rows, 0] = self._vote(alike, self.of_label[first:last])
        batch.scores["vote"] = votes
        batch.scores["nearest"] = nearest

    def _vote(self, alike: FloatArray, of_label: npt.NDArray[np.int16]) -> tuple[FloatArray, FloatArray]:
        count = min(self.settings["neighbours"], alike.shape[1])
        if count == 0:
            return np.zeros((len(alike), len(self.labels)), np.float32), np.zeros(len(alike), np.float32)
        best = np.argpartition(-alike, count - 1, axis=1)[:, :count]
        likeness = np.take_along_axis(alike, best, axis=1)
        top = likeness.max(axis=1)
        weights = np.exp((likeness - top[:, None]) * self.settings["sharpness"])
        votes = np.zeros((len(alike), len(self.labels)), np.float32)
        np.add.at(votes, (np.arange(len(alike))[:, None], of_label[best]), weights)
        return votes / votes.sum(axis=1, keepdims=True), top

    def state(self) -> tuple[Arrays, Facts]:
        """The kept examples; float16 is exact enough for likeness and half as large."""
        arrays: Arrays = {
            "basis": self.basis,
            "vectors": self.vectors.astype(np.float16),
            "labels": self.of_label,
        }
        return arrays, {"labels": self.labels, "bounds": self.bounds}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes the examples back."""
        self.labels = tuple(facts["labels"])
        self.basis = np.asarray(arrays["basis"], np.float32)
        self.vectors = np.asarray(arrays["vectors"], np.float32)
        self.of_label = np.asarray(arrays["labels"], np.int16)
        self.bounds = {code: (int(first), int(last)) for code, (first, last) in facts["bounds"].items()}
        self.languages = tuple(self.bounds)


def _main_directions(values: FloatArray, difference: float) -> FloatArray:
    """An orthonormal basis [dimension, directions] of as few directions as hold this share of the vectors' squared
    distances from their mean."""
    lengths, directions = np.linalg.eigh(values.T @ values)
    lost = np.cumsum(np.maximum(lengths, 0.0))  # without the directions up to each, the shortest first
    apart = float(((values - values.mean(axis=0)) ** 2).sum()) if len(values) else 0.0
    few = int(np.searchsorted(lost, (1 - difference) * apart, side="right"))
    basis: FloatArray = np.ascontiguousarray(directions[:, min(few, len(lengths) - 1) :][:, ::-1], dtype=np.float32)
    return basis
