"""Vectors of training texts on disk, so that a changed example costs one encoding and not all."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.nlu.softmax import FloatArray

_CHUNK = 256
UNREADABLE = (OSError, ValueError, KeyError, EOFError, BadZipFile)
"""What reading a broken file of arrays raises."""


def save_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Writes a file of arrays, which appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.npz")
    np.savez(aside, allow_pickle=False, **arrays)
    aside.replace(path)


class VectorCache:
    """Vectors of one model by text, in one file. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Reads the file; a missing or broken one is an empty cache."""
        self.path = path
        self._rows: dict[bytes, int] = {}
        self._vectors: FloatArray | None = None
        self._lock = threading.Lock()
        try:
            with np.load(path, allow_pickle=False) as stored:
                keys: npt.NDArray[np.uint8] = stored["keys"]
                self._vectors = stored["vectors"]
            self._rows = {key.tobytes(): row for row, key in enumerate(keys)}
        except UNREADABLE:
            self._rows, self._vectors = {}, None

    def encode(self, texts: Sequence[str], encode: Callable[[list[str]], FloatArray]) -> FloatArray:
        """Vectors of texts; `encode` is called for the unknown ones only. What is new is written."""
        with self._lock:
            return self._encode(texts, encode)

    def _encode(self, texts: Sequence[str], encode: Callable[[list[str]], FloatArray]) -> FloatArray:
        keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if unknown:
            fresh = encode(list(unknown.values()))
            start = 0 if self._vectors is None else len(self._vectors)
            self._vectors = fresh if self._vectors is None else np.vstack([self._vectors, fresh])
            self._rows |= {key: start + row for row, key in enumerate(unknown)}
            self._write(self._vectors)
        if self._vectors is None:
            return encode([])
        return self._vectors[[self._rows[key] for key in keys]]

    def _write(self, vectors: FloatArray) -> None:
        keys = np.frombuffer(b"".join(self._rows), np.uint8).reshape(-1, 16)
        save_arrays(self.path, {"keys": keys, "vectors": vectors})


def in_threads(
    texts: list[str],
    encode: Callable[[list[str]], FloatArray],
    threads: int,
    progress: Callable[[float], None],
) -> FloatArray:
    """Vectors of texts, encoded in chunks side by side; no text gives an empty matrix."""
    if not texts:
        return np.zeros((0, 0), np.float32)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))  # like lengths together: less padding
    chunks = [order[at : at + _CHUNK] for at in range(0, len(order), _CHUNK)]
    vectors: FloatArray | None = None
    done = 0
    with ThreadPoolExecutor(max(1, threads)) as pool:
        results = pool.map(lambda rows: encode([texts[row] for row in rows]), chunks)
        for rows, part in zip(chunks, results, strict=True):
            if vectors is None:
                vectors = np.zeros((len(texts), part.shape[1]), np.float32)
            vectors[rows] = part
            done += len(rows)
            if len(chunks) > 4:
                progress(done / len(order))
    assert vectors is not None
    return vectors
