"""A third wish of a message: taken where a clause of its own tells it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.nlu.components.several import SeveralIntents
from bot.nlu.softmax import FloatArray

LABELS = ["order_status", "order_cancel", "invoice_request"]


class Batch(SimpleNamespace):
    """One message."""

    def __len__(self) -> int:
        return 1


class Weighed(SeveralIntents):
    """Takes the evidence of a wish as its chance."""

    def _evidence(self, batch: Any, rows: Any, columns: Any) -> FloatArray:
        return np.asarray(batch.chances[columns], np.float32)

    def _probability(self, evidence: FloatArray) -> FloatArray:
        return evidence


def wishes(second: float, third: float, told: float) -> list[str]:
    found = Weighed({}, None)
    found.weights, found.said, found.threshold = np.zeros(1, np.float32), SimpleNamespace(), 0.1  # type: ignore[assignment]
    clauses = np.array([[0.0, 0.9, told]])
    batch: Any = Batch(
        intents=np.array([[0.9, 0.07, 0.03]]),
        intent_labels=LABELS,
        chances=np.array([0.0, second, third]),
        scores={"pair": clauses, "spelt": np.zeros_like(clauses)},
        wishes=[],
    )
    found.finish(batch)
    return [one.name for one in batch.wishes[0]]


@pytest.mark.parametrize(
    ("second", "third", "told", "heard"),
    [
        (0.9, 0.6, 0.9, LABELS),
        (0.9, 0.6, 0.1, LABELS[:2]),
        (0.9, 0.2, 0.9, LABELS[:2]),
        (0.05, 0.02, 0.9, LABELS[:1]),
    ],
)
def test_a_third_wish_is_surer_than_a_second_and_has_a_clause(
    second: float, third: float, told: float, heard: list[str]
) -> None:
    assert wishes(second, third, told) == heard
