"""Hashes of a text's character n-grams and words, all at once in numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LONGEST = 5
_BASE = 0x9E3779B97F4A7C15 | 1
_MODULUS = 1 << 64
_MAX = 1024
_SHIFT, _MIXER, _UPPER = np.uint64(30), np.uint64(0xBF58476D1CE4E5B9), np.uint64(32)


def _powers(base: int) -> NDArray[np.uint64]:
    values = [1]
    for _ in range(_MAX):
        values.append(values[-1] * base % _MODULUS)
    return np.array(values, dtype=np.uint64)


_POWERS = _powers(_BASE)
_INVERSES = _powers(pow(_BASE, -1, _MODULUS))


def ngram_hashes(text: str, *, fragment: bool = False) -> NDArray[np.uint32]:
    """Return the 32-bit hashes of the 1- to 5-grams of ` text ` and of its whole words, with repetitions.

    `text` is cleaned: words divided by one space. Spaces count as characters, so that an n-gram knows whether it
    begins or ends a word. Polynomial hashes by prefix sums modulo 2**64: hash(i, j) = (S[j] - S[i]) / B**i.
    """
    whole = text[:_MAX] if fragment else f" {text[: _MAX - 3]} "
    points = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    size = len(points)
    prefix = np.zeros(size + 1, dtype=np.uint64)
    np.cumsum((points + np.uint64(1)) * _POWERS[:size], out=prefix[1:])
    parts = [(prefix[n:] - prefix[:-n]) * _INVERSES[: size + 1 - n] for n in range(1, min(LONGEST, size) + 1)]
    spaces = np.flatnonzero(points == 32)
    starts, ends = (spaces[:-1], spaces[1:] + 1) if len(spaces) > 1 else (spaces[:0], spaces[:0])
    parts.append((prefix[ends] - prefix[starts]) * _INVERSES[starts])
    value = np.concatenate(parts)
    # Mix the bits (the first round of splitmix64's finaliser), so that the upper 32 are a hash of all.
    value ^= value >> _SHIFT
    value *= _MIXER
    value >>= _UPPER
    return value.astype(np.uint32)
