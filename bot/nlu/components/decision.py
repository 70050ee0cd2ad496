"""What the confidence allows in each language: answer, ask back, or admit not understanding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.calibration import calibration_error, lowest_threshold, risk_coverage
from bot.nlu.components.base import Arrays, Component, Facts, Lesson
from bot.nlu.softmax import FloatArray
from bot.nlu.understanding import OUT_OF_SCOPE, Decision

_POWERS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.9)
_ANY = "*"
_ENOUGH = 150
"""Examples of a language from which it gets its own scale and thresholds."""


class Calibration(Component):
    """Makes probabilities mean what they say, language by language, and decides by thresholds.

    answer_risk: share of wrong answers that is allowed among those given at once; clarify_risk: among those
    that are asked back about. answer_below, clarify_below: thresholds are never set higher than these, so
    that a weak language asks back instead of falling silent. sharper: the power, above that of the held-out examples,
    for what shoppers write: examples are collected where meanings are hard to tell apart, and are got wrong more often.
    Sets `decisions`.
    """

    name = "Calibration"
    defaults: ClassVar[dict[str, Any]] = {
        "answer_risk": 0.05,
        "clarify_risk": 0.12,
        "answer_below": 0.5,
        "clarify_below": 0.22,
        "sharper": 1.0,
    }

    def __init__(self, settings: Mapping[str, Any], resources: Any) -> None:
        super().__init__(settings, resources)
        self.powers: dict[str, float] = {_ANY: 1.0}
        self.thresholds: dict[str, dict[str, float]] = {_ANY: {"answer": 0.5, "clarify": 0.25}}
        self.report: dict[str, Any] = {}

    def tune(self, held_out: Batch, lesson: Lesson) -> None:
        """Scale and thresholds, for all languages together and for each with enough held-out examples."""
        if held_out.intents is None:
            return
        codes = np.array([example.language for example in lesson.examples])
        right_of = [set(example.intents) for example in lesson.examples]
        groups = {_ANY: np.arange(len(codes))}
        groups |= {code: rows for code in set(codes) if len(rows := np.flatnonzero(codes == code)) >= _ENOUGH}
        for code, rows in groups.items():
            intents = held_out.intents[rows]
            best = intents.argmax(axis=1)
            right = np.array(
                [held_out.intent_labels[column] in right_of[row] for row, column in zip(rows, best, strict=True)]
            )

            def error(power: float, intents: FloatArray = intents, right: Any = right) -> float:
                return calibration_error(_sharpen(intents, power).max(axis=1), right)

            fitting = min(_POWERS, key=lambda power: (round(error(power), 3), abs(power - 1)))
            self.powers[code] = fitting * self.settings["sharper"]
            confidence = _sharpen(intents, self.powers[code]).max(axis=1)
            answer = lowest_threshold(confidence, right, self.settings["answer_risk"])
            clarify = lowest_threshold(confidence, right, self.settings["clarify_risk"])
            answer = float(np.clip(answer, 0.3, self.settings["answer_below"]))
            clarify = float(np.clip(min(clarify, answer), 0.15, self.settings["clarify_below"]))
            self.thresholds[code] = {"answer": round(answer, 3), "clarify": round(clarify, 3)}
            self.report[code] = {
                "examples": len(rows),
                "accuracy": float(right.mean()),
                "calibration_error": error(self.powers[code]),
                "risk_coverage": risk_coverage(confidence, right),
            }

    def finish(self, batch: Batch) -> None:
        """Rescales `intents` and sets `decisions`."""
        if batch.intents is None:
            return
        powers = np.array([self.powers.get(code, self.powers[_ANY]) for code in batch.codes()], np.float32)
        batch.intents = _sharpen(batch.intents, powers[:, None])
        batch.decisions = [self._decide(batch, row) for row in range(len(batch))]

    def _decide(self, batch: Batch, row: int) -> Decision:
        assert batch.intents is not None
        limits = self.thresholds.get(batch.languages[row].code, self.thresholds[_ANY])
        best = int(batch.intents[row].argmax())
        confidence = float(batch.intents[row, best])
        if batch.intent_labels[best] == OUT_OF_SCOPE:
            return "reject"
        if confidence >= limits["answer"]:
            return "answer"
        return "clarify" if confidence >= limits["clarify"] else "reject"

    def state(self) -> tuple[Arrays, Facts]:
        """Scales, thresholds and the curves they come from."""
        return {}, {"powers": self.powers, "thresholds": self.thresholds, "report": self.report}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what `state` gave."""
        self.powers, self.thresholds = dict(facts["powers"]), dict(facts["thresholds"])
        self.report = facts.get("report", {})


def _sharpen(probabilities: FloatArray, power: Any) -> FloatArray:
    raised = np.power(np.maximum(probabilities, 1e-9), power)
    result: FloatArray = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return result
