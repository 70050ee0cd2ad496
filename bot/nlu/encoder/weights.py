"""The encoder's weights, as a graph is built from them and as a tuned branch keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder.wheel import FloatArray, FourBit

_EASE = 0.7
"""How much of the inputs' unevenness the weights take over, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RowScaled:
    """A matrix in int8, one scale per row (output). `values` int8 [rows, columns], `scales` [rows]."""

    values: npt.NDArray[np.int8]
    scales: FloatArray

    @classmethod
    def of(cls, dense: FloatArray) -> RowScaled:
        """Rounds a float32 matrix [rows, columns] to the nearest of 255 steps per row."""
        scales = np.maximum(np.abs(dense).max(axis=1) / 127, 1e-12).astype(np.float32)
        return cls(np.rint(dense / scales[:, None]).astype(np.int8), scales)

    def dense(self) -> FloatArray:
        """The matrix in float32 [rows, columns]."""
        return self.values.astype(np.float32) * self.scales[:, None]


@dataclass(frozen=True, slots=True)
class Smoothed:
    """An int8 matrix for inputs of very different size: they are divided by `smooth` [columns] before."""

    matrix: RowScaled
    smooth: FloatArray

    @classmethod
    def of(cls, dense: FloatArray, peaks: FloatArray) -> Smoothed:
        """Rounds a float32 matrix [rows, columns]; peaks [columns]: the largest size of each input."""
        sizes = np.maximum(peaks, 1e-3) ** _EASE / np.maximum(np.abs(dense).max(axis=0), 1e-3) ** (1 - _EASE)
        smooth = (sizes / np.exp(np.log(sizes).mean())).astype(np.float32)
        return cls(RowScaled.of(dense * smooth), smooth)

    def dense(self) -> FloatArray:
        """The matrix in float32 [rows, columns]."""
        return self.matrix.dense() / self.smooth


Matrix: TypeAlias = FourBit | RowScaled | Smoothed


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer. Matrices are [outputs, inputs]; `qkv`: query, key, value one under the other."""

    qkv: Matrix
    qkv_bias: FloatArray
    attention: Matrix
    attention_bias: FloatArray
    attention_norm: tuple[FloatArray, FloatArray]
    up: Matrix
    up_bias: FloatArray
    down: Matrix
    down_bias: FloatArray
    norm: tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Word vectors in 4 bits, position vectors (token type already added) and their layer norm."""

    words: FourBit
    positions: FloatArray
    norm: tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True)
class Branch:
    """Layers that end in one output vector; they start above the first `after` layers of the main branch."""

    output: str
    layers: Sequence[Layer]
    after: int = 0
