"""Do probabilities mean what they say, and from which one on may the bot answer."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.floating]
Truths: TypeAlias = npt.NDArray[np.bool_]


def calibration_error(confidence: Numbers, right: Truths, bins: int = 15) -> float:
    """Expected calibration error (Naeini et al. 2015): mean gap of confidence and accuracy in equal bins."""
    if not len(confidence):
        return 0.0
    bin_of = np.minimum((np.asarray(confidence) * bins).astype(int), bins - 1)
    gaps = 0.0
    for index in range(bins):
        inside = bin_of == index
        if inside.any():
            gaps += inside.mean() * abs(float(confidence[inside].mean()) - float(right[inside].mean()))
    return float(gaps)


def reliability(confidence: Numbers, right: Truths, bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, accuracy, messages) of each of so many equal bins that is not empty."""
    values, truths = np.asarray(confidence), np.asarray(right, bool)
    bin_of = np.minimum((values * bins).astype(int), bins - 1)
    inside = [np.flatnonzero(bin_of == index) for index in range(bins)]
    return [(float(values[rows].mean()), float(truths[rows].mean()), len(rows)) for rows in inside if len(rows)]


def risk_coverage(confidence: Numbers, right: Truths) -> list[tuple[float, float, float]]:
    """(threshold, coverage, risk) for falling thresholds: how many are answered, how many of them wrong."""
    if not len(confidence):
        return []
    order = np.argsort(-np.asarray(confidence), kind="stable")
    wrong = np.cumsum(~np.asarray(right, bool)[order])
    count = np.arange(1, len(order) + 1)
    at = np.unique(np.linspace(0, len(order) - 1, min(len(order), 51)).astype(int))
    ordered = np.asarray(confidence)[order]
    return [(float(ordered[i]), float(count[i] / len(order)), float(wrong[i] / count[i])) for i in at]


def lowest_threshold(confidence: Numbers, right: Truths, risk: float) -> float:
    """The lowest threshold above which at most a share of `risk` is wrong; 1.0 when there is none."""
    order = np.argsort(-np.asarray(confidence), kind="stable")
    wrong = np.cumsum(~np.asarray(right, bool)[order])
    share = wrong / np.arange(1, len(order) + 1)
    fine = np.flatnonzero(share <= risk)
    return float(np.asarray(confidence)[order][fine[-1]]) if len(fine) else 1.0


def auroc(scores: Numbers, positive: Truths) -> float:
    """Area under the ROC curve: the chance that a positive outscores a negative; nan without both."""
    positive = np.asarray(positive, bool)
    count = int(positive.sum())
    if count in (0, len(positive)):
        return float("nan")
    _, ranks = np.unique(np.asarray(scores), return_inverse=True)
    sizes = np.bincount(ranks)
    middle = np.cumsum(sizes) - (sizes - 1) / 2
    total = middle[ranks][positive].sum()
    return float((total - count * (count + 1) / 2) / (count * (len(positive) - count)))


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """95 % confidence interval of a share (Wilson 1927); (0, 1) without data."""
    if total == 0:
        return 0.0, 1.0
    share = right / total
    middle = share + z * z / (2 * total)
    spread = z * float(np.sqrt(share * (1 - share) / total + z * z / (4 * total * total)))
    scale = 1 + z * z / total
    return (middle - spread) / scale, (middle + spread) / scale
