"""Logistic regression, multinomial or label by label: fitted by L-BFGS in float32, served as one matrix product."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float32]


def softmax(logits: FloatArray) -> FloatArray:
    """Probabilities [n, labels] of logits [n, labels]."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: FloatArray = shifted / shifted.sum(axis=1, keepdims=True)
    return result


def fit_softmax(
    features: FloatArray,
    targets: FloatArray,
    *,
    penalty: float,
    weights: FloatArray | None = None,
    start: tuple[FloatArray, FloatArray] | None = None,
    steps: int = 100,
    tolerance: float = 1e-4,
) -> tuple[FloatArray, FloatArray]:
    """Weights [features, labels] and bias [labels] that minimise the weighted cross-entropy.

    targets: probabilities [n, labels], so that a message may have two labels. penalty: of the squared
    weights, per unit of the total weight (1 / (C n) in scikit-learn's terms). start: an earlier fit.
    """
    count, width = features.shape
    share = _shares(count, weights)
    transposed = np.ascontiguousarray(features.T)

    def loss(matrix: FloatArray) -> tuple[float, FloatArray]:
        logits = features @ matrix[:width] + matrix[width]
        logits -= logits.max(axis=1, keepdims=True)
        exponentials = np.exp(logits)
        sums = exponentials.sum(axis=1, keepdims=True)
        cross_entropy = float((share * (np.log(sums) - (targets * logits).sum(axis=1, keepdims=True))).sum())
        return cross_entropy, (exponentials / sums - targets) * share

    return _minimise(loss, transposed, targets.shape[1], penalty, start, steps, tolerance)


def fit_sigmoid(
    features: FloatArray,
    targets: FloatArray,
    *,
    penalty: float,
    weights: FloatArray | None = None,
    start: tuple[FloatArray, FloatArray] | None = None,
    steps: int = 100,
    tolerance: float = 1e-4,
) -> tuple[FloatArray, FloatArray]:
    """As `fit_softmax`, with every label a question of its own: targets are 1 for all that hold, 0 for the rest."""
    count, width = features.shape
    share = _shares(count, weights)
    transposed = np.ascontiguousarray(features.T)

    def loss(matrix: FloatArray) -> tuple[float, FloatArray]:
        logits = features @ matrix[:width] + matrix[width]
        small = np.exp(-np.abs(logits))
        cross_entropy = float((share * (np.maximum(logits, 0) - targets * logits + np.log1p(small))).sum())
        chances = np.where(logits >= 0, 1 / (1 + small), small / (1 + small))
        return cross_entropy, (chances - targets) * share

    return _minimise(loss, transposed, targets.shape[1], penalty, start, steps, tolerance)


def _shares(count: int, weights: FloatArray | None) -> FloatArray:
    share = np.ones(count, np.float32) if weights is None else weights.astype(np.float32)
    result: FloatArray = (share / share.sum())[:, None]
    return result


def _minimise(
    loss: Callable[[FloatArray], tuple[float, FloatArray]],
    transposed: FloatArray,
    labels: int,
    penalty: float,
    start: tuple[FloatArray, FloatArray] | None,
    steps: int,
    tolerance: float,
) -> tuple[FloatArray, FloatArray]:
    """L-BFGS over a loss that gives its value and its residual [n, labels] for weights with the bias as last row."""
    from scipy.optimize import minimize  # only training needs it, and loading it takes a while

    width = transposed.shape[0]

    def penalised(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        matrix = point.astype(np.float32).reshape(width + 1, labels)
        value, residual = loss(matrix)
        gradient = np.empty_like(matrix)
        gradient[:width] = transposed @ residual + penalty * matrix[:width]
        gradient[width] = residual.sum(axis=0)
        return value + 0.5 * penalty * float((matrix[:width] ** 2).sum()), gradient.ravel().astype(np.float64)

    begin = np.zeros((width + 1, labels)) if start is None else np.vstack([start[0], start[1][None]])
    found = minimize(
        penalised,
        begin.ravel().astype(np.float64),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "gtol": tolerance, "ftol": 1e-7},
    )
    matrix = found.x.astype(np.float32).reshape(width + 1, labels)
    return matrix[:width], matrix[width]
