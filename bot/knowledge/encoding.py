"""Texts as vectors: what they mean, and what a shopper who writes so wants; comparable across languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
_LANGUAGES = Path(__file__).parent / "data" / "languages.npy"


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of length 1 of some texts, row by row.

    meaning: of the plain encoder. wish: of a branch that was tuned on shoppers' wishes; no columns without one.
    """

    meaning: Vectors
    wish: Vectors


Encode = Callable[[Sequence[str], Literal["query", "passage"]], Encoded]


@lru_cache(maxsize=1)
def _languages() -> Vectors:
    basis: Vectors = np.load(_LANGUAGES).astype(np.float32)
    return basis


def without_language(vectors: Vectors) -> Vectors:
    """Vectors of length 1 without the directions in which languages differ (Yang et al. 2021, language-agnostic
    sentence representations): a question lies as near to an answer in another language as to one in its own.

    Vectors of another size than the offline encoder's come back as they are.
    """
    basis = _languages()
    if vectors.shape[1] != basis.shape[1]:
        return vectors
    rest = vectors - (vectors @ basis.T) @ basis
    shortened: Vectors = rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
    return shortened.astype(np.float32)
