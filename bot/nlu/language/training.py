"""Fits the weights: softmax regression over hashed n-grams, pruned and rounded to int8."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.nlu.language.blocks import DAMPING, Block, log_softmax

Hashes = NDArray[np.uint32]
Floats = NDArray[np.float32]
_BATCH = 256
_BALANCE = 0.3  # classes weigh by size ** (1 - BALANCE)
_USUAL_CLASS = 8000.0
_STEPS = 31


@dataclass(frozen=True, slots=True)
class FitSettings:
    """kept: n-grams that the block keeps. seen: in how many texts an n-gram must stand to be learned at all."""

    kept: int
    seen: int = 3
    epochs: int = 2
    epochs_after_pruning: int = 2
    rate: float = 0.3
    l2: float = 1e-7
    seed: int = 0


def fit_block(
    documents: Sequence[Hashes],
    labels: Sequence[str],
    names: Sequence[str],
    settings: FitSettings,
    report: Callable[[str], None],
) -> Block:
    """Return the block that tells `names` apart, fitted to the n-gram hashes of labelled texts.

    AdaGrad with one rate per n-gram; then the n-grams with the largest weights (by how often they occur) are kept
    and fitted again.
    """
    keys, counts = np.unique(np.concatenate([np.unique(d) for d in documents]), return_counts=True)
    keys, counts = keys[counts >= settings.seen], counts[counts >= settings.seen]
    column = {name: i for i, name in enumerate(names)}
    targets = np.array([column[label] for label in labels])
    sizes = np.bincount(targets, minlength=len(names))
    weight = (np.clip(sizes / _USUAL_CLASS, 0.15, None) ** -_BALANCE)[targets].astype(np.float32)
    weight /= weight.mean()
    report(f"{len(documents)} texts, {len(keys)} n-grams, {len(names)} labels")

    features = count_matrix(documents, keys)
    weights, bias = np.zeros((len(keys), len(names)), np.float32), np.zeros(len(names), np.float32)
    weights, bias = _descend(features, targets, weight, weights, bias, settings, settings.epochs, report)
    if len(keys) > settings.kept:
        centred = weights - weights.mean(axis=1, keepdims=True)
        worth = np.sqrt((centred**2).sum(axis=1)) * np.sqrt(counts)
        best = np.sort(np.argsort(-worth)[: settings.kept])
        keys, weights, features = keys[best], centred[best], features[:, best]
        weights, bias = _descend(
            features, targets, weight, weights, bias, settings, settings.epochs_after_pruning, report
        )
    return _round(tuple(names), keys, weights, bias)


def count_matrix(documents: Sequence[Hashes], keys: Hashes) -> sparse.csr_matrix:
    """Return texts x n-grams: how often each known n-gram occurs, damped by the text's length."""
    columns, values, ends = [], [], [0]
    for document in documents:
        at = np.searchsorted(keys, document)
        at[at == len(keys)] = 0
        found, times = np.unique(at[keys[at] == document], return_counts=True)
        columns.append(found.astype(np.int32))
        values.append((times / max(len(document), 1) ** DAMPING).astype(np.float32))
        ends.append(ends[-1] + len(found))
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=(len(documents), len(keys))
    )


def _descend(
    features: sparse.csr_matrix,
    targets: NDArray[np.int64],
    weight: Floats,
    weights: Floats,
    bias: Floats,
    settings: FitSettings,
    epochs: int,
    report: Callable[[str], None],
) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(settings.seed)
    squares = np.full((features.shape[1], 1), 1e-8, np.float32)
    for epoch in range(epochs):
        order, loss = rng.permutation(len(targets)), 0.0
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            batch = features[rows]
            used = np.unique(batch.indices)
            local = sparse.csr_matrix(
                (batch.data, np.searchsorted(used, batch.indices), batch.indptr),
                shape=(len(rows), len(used)),
            )
            part = weights[used]
            log_p = log_softmax(local @ part + bias)
            hit = (np.arange(len(rows)), targets[rows])
            loss -= float(log_p[hit].sum())
            error = np.exp(log_p)
            error[hit] -= 1
            error *= weight[rows][:, None]
            gradient = local.T @ error / len(rows) + settings.l2 * part
            squares[used] += (gradient**2).mean(axis=1, keepdims=True)
            weights[used] = part - settings.rate * gradient / np.sqrt(squares[used])
            bias = bias - np.float32(0.1) * error.mean(axis=0)
        report(f"epoch {epoch + 1}: loss {loss / len(order):.4f}")
    return weights, bias


def _round(names: tuple[str, ...], keys: Hashes, weights: Floats, bias: Floats) -> Block:
    """Round to int8, a step per column: the column's 99.99th percentile is the largest that is told.

    31 steps on either side measure as well as 127 and make the file a third smaller.
    """
    scale = np.maximum(np.quantile(np.abs(weights), 0.9999, axis=0) / _STEPS, 1e-6).astype(np.float32)
    rounded = np.clip(np.rint(weights / scale), -_STEPS, _STEPS).astype(np.int8)
    return Block(names, keys, rounded, scale, bias.astype(np.float32))
