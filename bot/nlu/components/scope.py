"""Weighs head, vote and distance into one probability per intent, out of scope among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.components.base import Arrays, Component, Facts, Lesson
from bot.nlu.components.intents import intent_targets
from bot.nlu.softmax import FloatArray, fit_softmax, softmax
from bot.nlu.understanding import OUT_OF_SCOPE

_TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.8, 2.2)
_LETTERS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0)
_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
_TINY = 1e-6


class OutOfScope(Component):
    """Probabilities of all intents from the head, the vote of neighbours, and the distance to what is known.

    A message is out of scope when the head says so, when no intent is likely, or when nothing like it was
    ever taught; how much each counts is learnt from held-out examples. Sets `intents`.
    """

    name = "OutOfScope"

    def __init__(self, settings: Mapping[str, Any], resources: Any) -> None:
        super().__init__(settings, resources)
        self.temperature = 1.0
        self.share = 0.0
        self.letters = 0.0
        self.weights: FloatArray | None = None

    def tune(self, held_out: Batch, lesson: Lesson) -> None:
        """Chooses how much each evidence counts by likelihood, then fits the scope's own regression."""
        labels = held_out.intent_labels
        targets = intent_targets(lesson.examples, labels)
        best = np.inf
        for letters in _LETTERS if "ngrams" in held_out.scores else (0.0,):
            for temperature in _TEMPERATURES:
                head = self._head(held_out, temperature, letters)
                for share in _SHARES if "vote" in held_out.scores else (0.0,):
                    mixed = self._voted(held_out, head, share)
                    loss = float(-(targets * np.log(mixed + _TINY)).sum(axis=1).mean())
                    if loss < best - 1e-5:
                        best = loss
                        self.temperature, self.letters, self.share = temperature, letters, share
        if OUT_OF_SCOPE not in labels:
            return
        mixed = self._mix(held_out)
        outside = targets[:, labels.index(OUT_OF_SCOPE)]
        evidence = self._evidence(held_out, mixed)
        weights, bias = fit_softmax(
            evidence, np.stack([1 - outside, outside], axis=1), penalty=1e-4, steps=200, tolerance=1e-6
        )
        self.weights = np.append(weights[:, 1] - weights[:, 0], bias[1] - bias[0]).astype(np.float32)

    def finish(self, batch: Batch) -> None:
        """Sets `intents`."""
        mixed = self._mix(batch)
        if self.weights is None:
            batch.intents = mixed
            return
        logit = self._evidence(batch, mixed) @ self.weights[:-1] + self.weights[-1]
        outside = 1 / (1 + np.exp(-logit))
        column = batch.intent_labels.index(OUT_OF_SCOPE)
        inside = mixed.copy()
        inside[:, column] = 0
        inside /= inside.sum(axis=1, keepdims=True) + _TINY
        intents = inside * (1 - outside)[:, None]
        intents[:, column] = outside
        batch.intents = intents.astype(np.float32)

    def _mix(self, batch: Batch) -> FloatArray:
        return self._voted(batch, self._head(batch, self.temperature, self.letters), self.share)

    @staticmethod
    def _head(batch: Batch, temperature: float, letters: float) -> FloatArray:
        """The head's probabilities, with the logits of the n-grams added: a product of experts."""
        logits = batch.scores["intent"] / np.float32(temperature)
        if letters:
            logits = logits + np.float32(letters) * batch.scores["ngrams"]
        return softmax(logits)

    @staticmethod
    def _voted(batch: Batch, head: FloatArray, share: float) -> FloatArray:
        if not share:
            return head.astype(np.float32)
        return ((1 - share) * head + share * batch.scores["vote"]).astype(np.float32)

    def _evidence(self, batch: Batch, mixed: FloatArray) -> FloatArray:
        column = batch.intent_labels.index(OUT_OF_SCOPE)
        outside = np.clip(mixed[:, column], _TINY, 1 - _TINY)
        inside = np.delete(mixed, column, axis=1)
        share = inside / (inside.sum(axis=1, keepdims=True) + _TINY)
        surprise = -(share * np.log(share + _TINY)).sum(axis=1)
        columns = [np.log(outside / (1 - outside)), np.log(1 - share.max(axis=1) + 1e-3), surprise]
        if "nearest" in batch.scores:
            columns.append(10 * (1 - batch.scores["nearest"][:, 0]))
            columns.append(batch.scores["vote"][:, column])
        return np.stack(columns, axis=1).astype(np.float32)

    def state(self) -> tuple[Arrays, Facts]:
        """What was tuned."""
        weights = None if self.weights is None else [float(weight) for weight in self.weights]
        return {}, {"temperature": self.temperature, "share": self.share, "letters": self.letters, "weights": weights}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what was tuned."""
        self.temperature, self.share = float(facts["temperature"]), float(facts["share"])
        self.letters = float(facts.get("letters", 0.0))
        self.weights = None if facts["weights"] is None else np.array(facts["weights"], np.float32)
