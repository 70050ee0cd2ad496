"""From how an article fits a question to its rank, and to how sure it is that the best one answers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.yaml_files import read_yaml

Floats = npt.NDArray[np.float32]
_FILE = Path(__file__).parent / "data" / "ranking.yml"


@dataclass(frozen=True, slots=True)
class Fit:
    """How each live article fits a question: one value an article.

    sentence: cosine of its nearest sentence. wish: of the nearest sentence in what shoppers want. words: 0..1, words in
    common (BM25). topic: probability of its likeliest topic. place: 0 everywhere … 3 state. hidden: likeness to the
    likest article that is more specific. And of the question, foreign: how likely, 0..1, it is not about the shop.
    """

    sentence: Floats
    wish: Floats
    words: Floats
    topic: Floats
    place: Floats
    hidden: Floats
    foreign: float

    def matrix(self) -> Floats:
        """[articles, features], in the order of RANKED."""
        return np.column_stack([getattr(self, name) for name in RANKED])


RANKED = tuple(field.name for field in fields(Fit) if field.name != "foreign")
EVIDENCE = ("score", "sentence", "standout", "foreign", "margin")


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much: `rank` by feature of RANKED; `sure` by EVIDENCE, and `bias`."""

    rank: dict[str, float]
    sure: dict[str, float]
    bias: float


def read_weights(path: Path = _FILE) -> Weights:
    """The weights of `data/ranking.yml`; raises ValueError naming what is missing or no number."""
    data: Any = read_yaml(path)
    rank, sure = ({name: _number(path, data, part, name) for name in names} for part, names in _PARTS)
    return Weights(rank, sure, _number(path, data, "sure", "bias"))


_PARTS = (("rank", RANKED), ("sure", EVIDENCE))


def _number(path: Path, data: Any, part: str, name: str) -> float:
    value = (data.get(part) or {}).get(name) if isinstance(data, dict) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"{path}: {part}.{name} is {value!r}; expected a number")
    return float(value)


@lru_cache(maxsize=1)
def tuned_weights() -> Weights:
    """The weights that serve."""
    return read_weights()


def rank(fit: Fit, weights: Weights) -> Floats:
    """One score an article; only differences mean something."""
    total: Floats = fit.matrix() @ np.array([weights.rank[name] for name in RANKED], np.float32)
    return total


def evidence(fit: Fit, scores: Floats) -> Floats:
    """[features] in the order of EVIDENCE, of the article that is ranked first.

    standout: how much nearer the nearest article is than the average one, which tells an answer from a question that
    lies equally near to everything.
    """
    order = np.argsort(-scores, kind="stable")
    best, second = order[0], order[min(1, len(order) - 1)]
    return np.array(
        [
            scores[best],
            fit.sentence.max(),
            fit.sentence.max() - fit.sentence.mean(),
            fit.foreign,
            min(float(scores[best] - scores[second]), 5.0),
        ],
        np.float32,
    )


def certainty(fit: Fit, scores: Floats, weights: Weights) -> Floats:
    """Of each article how sure it is that it answers, 0..1; the order is that of the scores."""
    found = evidence(fit, scores)
    best = float(found @ np.array([weights.sure[name] for name in EVIDENCE], np.float32)) + weights.bias
    logits = best - (scores.max() - scores) * max(weights.sure["score"], 0.1)
    sure: Floats = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
    return sure
