"""Multinomial logistic regression: fitted by L-BFGS in float32, served as one matrix product."""

from __future__ import annotations

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
    from scipy.optimize import minimize  # only training needs it, and loading it takes a while

    count, width = features.shape
    labels = targets.shape[1]
    share = np.ones(count, np.float32) if weights is None else weights.astype(np.float32)
    share = (share / share.sum())[:, None]
    transposed = np.ascontiguousarray(features.T)

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        matrix = point.astype(np.float32).reshape(width + 1, labels)
        logits = features @ matrix[:width] + matrix[width]
        logits -= logits.max(axis=1, keepdims=True)
        exponentials = np.exp(logits)
        sums = exponentials.sum(axis=1, keepdims=True)
        cross_entropy = float((share * (np.log(sums) - (targets * logits).sum(axis=1, keepdims=True))).sum())
        residual = (exponentials / sums - targets) * share
        gradient = np.empty_like(matrix)
        gradient[:width] = transposed @ residual + penalty * matrix[:width]
        gradient[width] = residual.sum(axis=0)
        penalised = cross_entropy + 0.5 * penalty * float((matrix[:width] ** 2).sum())
        return penalised, gradient.ravel().astype(np.float64)

    begin = np.zeros((width + 1, labels)) if start is None else np.vstack([start[0], start[1][None]])
    found = minimize(
        loss,
        begin.ravel().astype(np.float64),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "gtol": tolerance, "ftol": 1e-7},
    )
    matrix = found.x.astype(np.float32).reshape(width + 1, labels)
    return matrix[:width], matrix[width]
