"""Multinomial logistic regression over features of which a message has few: small steps, message by message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.nlu.softmax import FloatArray, softmax

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


def fit_sparse_softmax(
    rows: csr_matrix,
    targets: FloatArray,
    *,
    rate: float = 0.5,
    epochs: int = 8,
    batch: int = 512,
    seed: int = 7,
    start: tuple[FloatArray, FloatArray] | None = None,
    near: bool = False,
) -> tuple[FloatArray, FloatArray]:
    """Weights [width, labels] and bias [labels] after some passes of AdaGrad (Duchi et al. 2011).

    rows: values of the messages' features [n, width]. Rare columns keep large steps, which suits words; the small
    number of passes is what holds the weights small. targets: probabilities [n, labels]. start: weights and bias of an
    earlier fit. Then a first pass only looks how far the earlier one had to go, so that what it knew keeps its place,
    and a quarter of the passes is enough; one is, where the earlier fit is near: of nearly the same messages.
    """
    from scipy.sparse import csr_matrix  # only training needs it

    width, labels = rows.shape[1], targets.shape[1]
    if start is None:
        weights, bias, passes, looking = np.zeros((width, labels), np.float32), np.zeros(labels, np.float32), epochs, 0
    else:
        weights, bias = start[0].copy(), start[1].copy()
        passes, looking = (1 if near else max(1, epochs // 4)) + 1, 1
    moved, moved_bias = np.full((width, labels), 1e-3, np.float32), np.full(labels, 1e-3, np.float32)
    place = np.zeros(width, np.int32)
    dice = np.random.default_rng(seed)
    for number in range(passes):
        order = dice.permutation(rows.shape[0])
        for first in range(0, len(order), batch):
            chosen = order[first : first + batch]
            part = rows[chosen]
            there = np.zeros(width, bool)
            there[part.indices] = True
            columns = np.flatnonzero(there)
            place[columns] = np.arange(len(columns), dtype=np.int32)
            part = csr_matrix((part.data, place[part.indices], part.indptr), shape=(len(chosen), len(columns)))
            own = weights[columns]
            residual = softmax(part @ own + bias) - targets[chosen]
            gradient = part.T @ residual
            slope = residual.sum(axis=0)
            if number < looking:
                moved[columns] += epochs * gradient**2
                moved_bias += epochs * slope**2
                continue
            pace = moved[columns] + gradient**2
            moved[columns] = pace
            weights[columns] = own - np.float32(rate) * gradient / np.sqrt(pace)
            moved_bias += slope**2
            bias -= np.float32(0.1 * rate) * slope / np.sqrt(moved_bias)
    return weights, bias
