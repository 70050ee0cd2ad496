"""Vectors for the search: of the encoder that understands messages, those of passages kept on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from bot.knowledge.encoding import Encode, Encoded, Vectors
from bot.nlu.encoder.session import Encoder
from bot.nlu.encoder.tuned import OUTPUT as WISH
from bot.nlu.lesson import in_threads
from bot.nlu.vectors import VectorCache


def encoder_of(serving: Callable[[], Encoder]) -> Encode:
    """Encodes texts with what serves now: by the plain branch, and by the tuned one where there is one."""

    def encode(texts: Sequence[str], kind: Literal["query", "passage"]) -> Encoded:
        encoder = serving()
        plain = encoder.outputs[0]
        if WISH not in encoder.outputs:
            meaning = encoder.encode(texts, kind)
            return Encoded(meaning, np.zeros((len(meaning), 0), np.float32))
        if kind == "query":  # one by one: understanding has asked for the wish before, and it is still known
            return Encoded(encoder.encode(texts, kind), encoder.encode(texts, kind, WISH))
        both = encoder.encode_outputs(texts, [plain, WISH], kind)
        return Encoded(both[plain], both[WISH])

    return encode


def vectors_of(models: Path, encoder: Encoder) -> VectorCache:
    """Vectors of passages on disk, of one encoder."""
    return VectorCache(models / "cache" / f"{encoder.identity}-passages-{'-'.join(encoder.outputs)}.npz")


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
