"""What a benchmark hands back: rows of measured claims, details for its page, series for its plots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

Sense = Literal["at least", "at most"]


class NotMeasured(Exception):
    """The benchmark could not be carried out; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One measured claim.

    value: median of `runs`. bar: what it should be `at least` or `at most`; None where nothing was promised.
    """

    name: str
    value: float
    unit: str
    bar: float | None = None
    sense: Sense = "at most"
    runs: tuple[float, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether the bar is reached; None without a bar."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.sense == "at most" else self.value >= self.bar


@dataclass(slots=True)
class Outcome:
    """Everything one benchmark found.

    details: Markdown under the table of its page. series: numbers for the plots, by name.
    """

    name: str
    claims: list[Claim]
    details: str = ""
    series: dict[str, list[float]] = field(default_factory=dict)


def claim(name: str, runs: Sequence[float], unit: str, bar: float | None = None, sense: Sense = "at most") -> Claim:
    """The claim with the median of its runs. Raises NotMeasured when there are none."""
    if not runs:
        raise NotMeasured(f"{name}: there was no run")
    return Claim(name, float(median(runs)), unit, bar, sense, tuple(float(run) for run in runs))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0..1) of the values do not exceed (nearest rank)."""
    if not values:
        raise NotMeasured("a percentile of nothing was asked for")
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]
