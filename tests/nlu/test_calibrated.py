"""Probabilities that mean what they say, and what they allow."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.nlu.batch import Batch
from bot.nlu.calibration import calibration_error
from bot.nlu.components.decision import Calibration
from bot.nlu.understanding import ParseContext


@dataclass(frozen=True)
class _Example:
    language: str
    intents: tuple[str, ...]


def _held_out(count: int = 4000) -> tuple[Batch, Any]:
    """Messages whose likeliest intent is right as often as its probability says."""
    dice = np.random.default_rng(3)
    first = dice.uniform(0.45, 0.98, count)
    batch = Batch(["-"] * count, [ParseContext()] * count)
    batch.intent_labels = ("order_status", "refund_status", "invoice_request")
    batch.intents = np.stack([first, (1 - first) * 0.7, (1 - first) * 0.3], axis=1).astype(np.float32)
    right = dice.uniform(size=count) < first
    examples = [_Example("de", ("order_status" if one else "refund_status",)) for one in right]
    return batch, SimpleNamespace(examples=examples)


def _tuned(**settings: Any) -> Calibration:
    component = Calibration({**Calibration.defaults, **settings}, None)
    component.tune(*_held_out())
    return component


def test_probabilities_that_mean_what_they_say_stay_as_they_are() -> None:
    batch, lesson = _held_out()
    component = _tuned()
    assert component.powers["de"] == pytest.approx(1.0, abs=0.11)
    right = np.array(["order_status" in example.intents for example in lesson.examples])
    assert calibration_error(batch.intents.max(axis=1), right) < 0.05
    assert component.report["de"]["accuracy"] == pytest.approx(right.mean())


def test_what_shoppers_write_may_be_easier_than_the_examples() -> None:
    plain, sharper = _tuned(), _tuned(sharper=1.2)
    assert sharper.powers["de"] == pytest.approx(1.2 * plain.powers["de"])
    assert sharper.report["de"]["calibration_error"] > plain.report["de"]["calibration_error"]
    assert sharper.thresholds["de"]["answer"] >= plain.thresholds["de"]["answer"]
