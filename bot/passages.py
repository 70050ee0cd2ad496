"""Vectors for the search: those of passages kept on disk, of the encoder that understands messages."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from bot.knowledge.encoding import Encode, Encoded, Vectors
from bot.nlu.vectors import VectorCache, in_threads


def vectors_of(models: Path, encoder: str, outputs: Sequence[str]) -> VectorCache:
    """Vectors of passages on disk, of one encoder: its identity and its branches."""
    return VectorCache(models / "cache" / f"{encoder}-passages-{'-'.join(outputs)}.npz")


def stored(encode: Encode, vectors: VectorCache, progress: Callable[[float], None]) -> Encode:
    """Encodes passages that are not on disk yet, on all processors; told to `progress` as a share."""

    def encode_stored(texts: Sequence[str], kind: Literal["query", "passage"]) -> Encoded:
        def joined(part: list[str]) -> Vectors:
            found = encode(part, kind)
            return np.hstack([found.meaning, found.wish])

        both = vectors.encode(texts, lambda unknown: in_threads(unknown, joined, os.cpu_count() or 1, progress))
        width = encode(["-"], "query").meaning.shape[1]
        return Encoded(np.ascontiguousarray(both[:, :width]), np.ascontiguousarray(both[:, width:]))

    return encode_stored
