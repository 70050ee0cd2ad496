"""What a component is, and what it may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.nlu.batch import Batch
from bot.nlu.entities import Catalogue
from bot.nlu.training_data import Example, TrainingData

Arrays: TypeAlias = dict[str, npt.NDArray[np.generic]]
Facts: TypeAlias = dict[str, Any]
Reader: TypeAlias = Callable[[Sequence[str], Sequence[str]], Batch]
"""Reads further texts, with their language codes, up to the evidence."""


class ComponentError(Exception):
    """A component can't be built or used as the configuration says; the message tells why."""


@dataclass
class Resources:
    """What components share: where models are kept, the shop's products, and what is loaded once."""

    models: Path
    catalogue: Catalogue | None = None
    progress: Callable[[str], None] = print
    encoder_source: str | None = None
    loaded: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from: examples and, row by row, the batch with their features.

    featurise: turns further texts and their language codes into a batch with features. notes: what a component has
    worked out about the texts and wants to find again in a lesson of other parts of the same examples. near: whoever
    learns it starts from what has learnt nearly the same examples.
    """

    data: TrainingData
    examples: Sequence[Example]
    batch: Batch
    featurise: Callable[[Sequence[str], Sequence[str]], Batch]
    notes: dict[str, Any] = field(default_factory=dict)
    near: bool = False


class Component:
    """One step. Its life: `learn` from examples, `run` on messages, `tune` on held-out results, `finish`.

    Messages pass `run` of all components, then `finish` of all: the first collects evidence message by
    message, the second weighs it with what was tuned on messages that the evidence was not learnt from.
    """

    name: ClassVar[str]
    defaults: ClassVar[Mapping[str, Any]] = {}
    measured: ClassVar[bool] = True
    """Whether training measures on held-out examples what `finish` sets."""
    chained: ClassVar[bool] = True
    """Whether it may start day by day from what it had learnt the day before."""

    def __init__(self, settings: Mapping[str, Any], resources: Resources) -> None:
        unknown = sorted(set(settings) - set(self.defaults))
        if unknown:
            expected = ", ".join(sorted(self.defaults)) or "none"
            raise ComponentError(f"{self.name} has no setting {unknown[0]}; expected {expected}")
        self.settings: dict[str, Any] = {**self.defaults, **settings}
        self.resources = resources

    def fresh(self) -> Component:
        """The same component before it learnt anything."""
        return type(self)(self.settings, self.resources)

    def attach(self, read: Reader, read_letters: Reader) -> None:
        """Hands over functions that read parts of messages: with all evidence, and by their letters alone."""

    def featurise(self, batch: Batch) -> None:
        """Adds features; done once per message, in training too."""

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Learns from examples. earlier: one that has learnt from nearly the same ones, to start from."""

    def run(self, batch: Batch) -> None:
        """Adds evidence."""

    def tune(self, held_out: Batch, lesson: Lesson) -> None:
        """Sets scales and thresholds on evidence about examples that were not learnt from."""

    def warm(self) -> None:
        """Makes ready what is made for the first message that needs it, language by language."""

    def finish(self, batch: Batch) -> None:
        """Turns evidence into results."""

    def state(self) -> tuple[Arrays, Facts]:
        """What was learnt: arrays and JSON values."""
        return {}, {}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what `state` gave."""
