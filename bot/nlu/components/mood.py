"""Emotion, its strength, and urgency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.components.base import Arrays, Component, Facts, Lesson
from bot.nlu.components.features import strength
from bot.nlu.heads import HeadTeam, fit_team
from bot.nlu.labels import EMOTIONS, NEGATIVE, URGENCIES
from bot.nlu.softmax import FloatArray, softmax

_TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.8, 2.2)
_NEGATIVE_COLUMNS = [column for column, name in enumerate(EMOTIONS) if name in NEGATIVE]
_OTHER_COLUMNS = [column for column, name in enumerate(EMOTIONS) if name not in NEGATIVE]


class _MoodClassifier(Component):
    """A linear head over a closed set of labels, balanced a little towards the rare ones.

    balance: 0 weighs all messages alike, 1 all labels alike.
    """

    defaults: ClassVar[dict[str, Any]] = {
        "features": ["sentence", "surface"],
        "penalty": 0.02,
        "balance": 0.4,
        "steps": 60,
    }
    labels: ClassVar[Sequence[str]]
    head: HeadTeam | None = None
    temperature = 1.0

    @staticmethod
    def truth(lesson: Lesson) -> list[str | None]:
        """The label of each example, None where the data does not say."""
        raise NotImplementedError

    def _known(self, lesson: Lesson) -> tuple[Any, FloatArray]:
        truth = self.truth(lesson)
        rows = np.array([row for row, label in enumerate(truth) if label is not None], np.intp)
        targets = np.zeros((len(rows), len(self.labels)), np.float32)
        for at, row in enumerate(rows):
            targets[at, self.labels.index(str(truth[row]))] = 1
        return rows, targets

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Fits the head on the examples that say it."""
        rows, targets = self._known(lesson)
        if not len(rows):
            return
        frequency = targets.mean(axis=0)
        rarity = np.where(frequency > 0, 1 / np.maximum(frequency, 1e-6), 0) ** self.settings["balance"]
        blocks = {name: block.take(rows) for name, block in lesson.batch.blocks.items()}
        self.head = fit_team(
            blocks,
            self.settings["features"],
            self.labels,
            targets,
            penalty=self.settings["penalty"],
            weights=targets @ rarity.astype(np.float32),
            steps=self.settings["steps"],
            earlier=earlier.head if earlier else None,
            near=lesson.near,
        )

    def run(self, batch: Batch) -> None:
        """Adds the logits under the component's name."""
        if self.head is not None:
            batch.scores[self.name] = self.head(batch.blocks)

    def tune(self, held_out: Batch, lesson: Lesson) -> None:
        """Chooses the temperature by likelihood."""
        rows, targets = self._known(lesson)
        if not len(rows) or self.name not in held_out.scores:
            return
        logits = held_out.scores[self.name][rows]

        def loss(temperature: float) -> float:
            return float(-(targets * np.log(softmax(logits / np.float32(temperature)) + 1e-9)).sum())

        self.temperature = min(_TEMPERATURES, key=loss)

    def probabilities(self, batch: Batch) -> FloatArray | None:
        """Calibrated probabilities [n, labels]; None when nothing was learnt."""
        if self.name not in batch.scores:
            return None
        return softmax(batch.scores[self.name] / np.float32(self.temperature))

    def state(self) -> tuple[Arrays, Facts]:
        """The head and what was tuned."""
        if self.head is None:
            return {}, {}
        return self.head.arrays(), {"groups": self.head.groups(), "temperature": self.temperature}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what `state` gave."""
        if facts:
            self.head = HeadTeam.restore(self.labels, facts["groups"], arrays)
            self.temperature = float(facts["temperature"])


class EmotionClassifier(_MoodClassifier):
    """One of seven emotions, and how strong it is.

    negative_recall: the share of anxious, disappointed, frustrated and angry messages that must not be taken
    for calm ones; calm is given up for it as far as held-out examples ask.
    """

    name = "EmotionClassifier"
    labels = EMOTIONS
    defaults: ClassVar[dict[str, Any]] = {**_MoodClassifier.defaults, "negative_recall": 0.93}

    def __init__(self, settings: Mapping[str, Any], resources: Any) -> None:
        super().__init__(settings, resources)
        self.negative_from = 0.5

    @staticmethod
    def truth(lesson: Lesson) -> list[str | None]:
        """Emotions of the examples."""
        return [example.emotion for example in lesson.examples]

    def tune(self, held_out: Batch, lesson: Lesson) -> None:
        """Temperature, then the probability of being negative from which a message counts as negative."""
        super().tune(held_out, lesson)
        rows, targets = self._known(lesson)
        probabilities = self.probabilities(held_out)
        if probabilities is None or not len(rows):
            return
        negative = targets[:, _NEGATIVE_COLUMNS].sum(axis=1) > 0
        mass = probabilities[rows][:, _NEGATIVE_COLUMNS].sum(axis=1)
        if negative.any():
            allowed = float(np.quantile(mass[negative], 1 - self.settings["negative_recall"]))
            self.negative_from = min(0.5, max(0.15, allowed))

    def finish(self, batch: Batch) -> None:
        """Sets `emotions`, `emotion` and `intensity`."""
        probabilities = self.probabilities(batch)
        if probabilities is None:
            probabilities = np.tile(np.eye(len(EMOTIONS), dtype=np.float32)[1], (len(batch), 1))
        mass = probabilities[:, _NEGATIVE_COLUMNS].sum(axis=1)
        negative = np.array(_NEGATIVE_COLUMNS)[probabilities[:, _NEGATIVE_COLUMNS].argmax(axis=1)]
        other = np.array(_OTHER_COLUMNS)[probabilities[:, _OTHER_COLUMNS].argmax(axis=1)]
        chosen = np.where(mass >= self.negative_from, negative, other)
        loud = strength(batch.texts)
        moved = 1 - probabilities[:, EMOTIONS.index("neutral")]
        calm = chosen == EMOTIONS.index("neutral")
        batch.emotions = probabilities
        batch.emotion = [EMOTIONS[column] for column in chosen]
        batch.intensity = np.where(calm, 0.2 * moved, moved * (0.6 + 0.4 * loud)).astype(np.float32)

    def state(self) -> tuple[Arrays, Facts]:
        """The head and what was tuned."""
        arrays, facts = super().state()
        return arrays, facts | ({"negative_from": self.negative_from} if facts else {})

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what `state` gave."""
        super().restore(arrays, facts)
        self.negative_from = float(facts.get("negative_from", 0.5))


class UrgencyClassifier(_MoodClassifier):
    """How soon it must be dealt with: low, normal, high."""

    name = "UrgencyClassifier"
    labels = URGENCIES

    @staticmethod
    def truth(lesson: Lesson) -> list[str | None]:
        """Urgencies of the examples."""
        return [example.urgency for example in lesson.examples]

    def finish(self, batch: Batch) -> None:
        """Sets `urgencies`."""
        probabilities = self.probabilities(batch)
        if probabilities is None:
            probabilities = np.tile(np.eye(len(URGENCIES), dtype=np.float32)[1], (len(batch), 1))
        batch.urgencies = probabilities
