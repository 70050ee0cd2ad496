"""Multinomial logistic regression over features of which a message has few: small steps, message by message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.nlu.softmax import FloatArray, softmax

SparseRow: TypeAlias = tuple[npt.NDArray[np.int32], FloatArray]
"""Columns and values of one message."""


def fit_sparse_softmax(
    rows: Sequence[SparseRow],
    width: int,
    targets: FloatArray,
    *,
    rate: float = 0.5,
    epochs: int = 8,
    batch: int = 512,
    seed: int = 7,
) -> tuple[FloatArray, FloatArray]:
    """Weights [width, labels] and bias [labels] after some passes of AdaGrad (Duchi et al. 2011).

    Rare columns keep large steps, which suits words; the small number of passes is what holds the weights small.
    targets: probabilities [n, labels].
    """
    from scipy.sparse import csr_matrix  # only training needs it

    labels = targets.shape[1]
    weights, bias = np.zeros((width, labels), np.float32), np.zeros(labels, np.float32)
    moved, moved_bias = np.full((width, labels), 1e-3, np.float32), np.full(labels, 1e-3, np.float32)
    dice = np.random.default_rng(seed)
    for _ in range(epochs):
        order = dice.permutation(len(rows))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            columns, places = np.unique(np.concatenate([rows[row][0] for row in chosen]), return_inverse=True)
            ends = np.cumsum([0, *(len(rows[row][0]) for row in chosen)])
            values = np.concatenate([rows[row][1] for row in chosen])
            part = csr_matrix((values, places, ends), shape=(len(chosen), len(columns)))
            residual = softmax(part @ weights[columns] + bias) - targets[chosen]
            gradient = part.T @ residual
            moved[columns] += gradient**2
            weights[columns] -= np.float32(rate) * gradient / np.sqrt(moved[columns])
            slope = residual.sum(axis=0)
            moved_bias += slope**2
            bias -= np.float32(0.1 * rate) * slope / np.sqrt(moved_bias)
    return weights, bias
