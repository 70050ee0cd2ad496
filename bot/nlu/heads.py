"""A linear classifier over blocks of features, of which some may be missing for a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.batch import Block
from bot.nlu.softmax import FloatArray, fit_softmax


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Logits = sum over the present blocks of `values @ weights + biases`. Scaling is folded in."""

    labels: tuple[str, ...]
    blocks: tuple[str, ...]
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]

    def __call__(self, blocks: Mapping[str, Block]) -> FloatArray:
        """Logits [n, labels]."""
        total: FloatArray | None = None
        for name, weights, bias in zip(self.blocks, self.weights, self.biases, strict=True):
            block = blocks[name]
            part = block.values @ weights + bias
            if not block.present.all():
                part = np.where(block.present[:, None], part, np.float32(0))
            total = part if total is None else total + part
        if total is None:
            raise ValueError("a head needs at least one block of features")
        return total

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """What is stored of the head."""
        stored: dict[str, npt.NDArray[np.generic]] = {}
        for name, weights, bias in zip(self.blocks, self.weights, self.biases, strict=True):
            stored[f"{name}.weights"] = weights
            stored[f"{name}.bias"] = bias
        return stored

    @classmethod
    def restore(
        cls, labels: Sequence[str], blocks: Sequence[str], arrays: Mapping[str, npt.NDArray[np.generic]]
    ) -> LinearHead:
        """The head that `arrays` were taken of."""
        weights = tuple(np.asarray(arrays[f"{name}.weights"], np.float32) for name in blocks)
        biases = tuple(np.asarray(arrays[f"{name}.bias"], np.float32) for name in blocks)
        return cls(tuple(labels), tuple(blocks), weights, biases)


def fit_head(
    blocks: Mapping[str, Block],
    names: Sequence[str],
    labels: Sequence[str],
    targets: FloatArray,
    *,
    penalty: float,
    weights: FloatArray | None = None,
    steps: int = 80,
) -> LinearHead:
    """Fits a head on the blocks `names`. targets: probabilities [n, labels]; weights: of the rows."""
    scaled, scales = [], []
    for name in names:
        block = blocks[name]
        present = block.values[block.present]
        mean, deviation = _moments(present, block.values.shape[1])
        values = (block.values - mean) / deviation
        values[~block.present] = 0
        scaled.append(values)
        scales.append((mean, deviation))
    features = np.ascontiguousarray(np.hstack(scaled), dtype=np.float32)
    matrix, bias = fit_softmax(features, targets, penalty=penalty, weights=weights, steps=steps)
    folded, biases, at = [], [], 0
    for (mean, deviation), values in zip(scales, scaled, strict=True):
        part = matrix[at : at + values.shape[1]] / deviation[:, None]
        at += values.shape[1]
        folded.append(np.ascontiguousarray(part, dtype=np.float32))
        biases.append(np.asarray(-mean @ part, np.float32))
    biases[0] = biases[0] + bias  # the first block is always present
    return LinearHead(tuple(labels), tuple(names), tuple(folded), tuple(biases))


def _moments(values: FloatArray, width: int) -> tuple[FloatArray, FloatArray]:
    if not len(values):
        return np.zeros(width, np.float32), np.ones(width, np.float32)
    return values.mean(axis=0), values.std(axis=0) + np.float32(1e-4)
