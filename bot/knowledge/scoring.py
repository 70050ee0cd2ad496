"""From three scores to one: meaning, words and intent, and how sure the best of them is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each score counts. `place` prefers the more specific of articles that are otherwise close."""

    dense: float = 1.0
    lexical: float = 0.35
    prior: float = 0.5
    place: float = 0.12
    bias: float = -0.4
    slope: float = 1.0


def _standard(scores: Vectors) -> Vectors:
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-6 else np.zeros_like(scores)


def blend(dense: Vectors, lexical: Vectors, prior: Vectors, place: Vectors, weights: Weights) -> tuple[Vectors, float]:
    """One score for each passage and, 0..1, how sure it is that the best one answers.

    dense: cosine; lexical: BM25; prior: probability of the passage's topic; place: 0 everywhere … 3 state.
    """
    # A few passages have no spread to standardise by: raw cosines above the floor of unrelated text stand in.
    meaning = (dense - 0.75) / 0.05
    term = lexical / (lexical + 6.0)
    scores = weights.dense * meaning + weights.lexical * 4 * term + weights.prior * 4 * prior + weights.place * place
    best = int(np.argmax(scores))
    evidence = weights.slope * (0.9 * float(meaning[best]) + 1.5 * float(term[best]) + 2.0 * float(prior[best]) - 2.2)
    return scores / 10.0, float(1.0 / (1.0 + np.exp(-evidence)))
