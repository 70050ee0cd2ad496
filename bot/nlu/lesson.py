"""Prepares what components learn from: features of all examples, with stored vectors where there are any."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.components.base import Lesson
from bot.nlu.encoder.session import Encoder
from bot.nlu.pipeline import Pipeline
from bot.nlu.softmax import FloatArray
from bot.nlu.training_data import TrainingData, fold
from bot.nlu.vectors import VectorCache, in_threads

FOLDS = 3


class StoredEncoder:
    """An encoder for training: looks vectors up on disk, and encodes what is missing on several threads."""

    def __init__(self, encoder: Encoder, folder: Path, threads: int, progress: Callable[[str], None]) -> None:
        self.encoder = encoder
        self.name, self.outputs = encoder.name, encoder.outputs
        self.settings, self.identity = encoder.settings, encoder.identity
        self._folder = folder
        self._threads = threads
        self._progress = progress
        self._caches: dict[str, VectorCache] = {}
        self._lock = threading.Lock()  # components learn side by side

    def encode_outputs(
        self, texts: Sequence[str], outputs: Sequence[str], kind: str = "query"
    ) -> dict[str, FloatArray]:
        """Vectors [texts, dimension] by output, from one file for all of them."""
        names = tuple(outputs)
        width = self.encoder.dimension
        file = self._folder / f"{self.identity}-{kind}-{'-'.join(names)}.npz"
        with self._lock:
            if file.name not in self._caches:
                self._caches[file.name] = VectorCache(file)  # large: it is read once
            cache = self._caches[file.name]

        def encode(missing: list[str]) -> FloatArray:
            if not missing:
                return np.zeros((0, width * len(names)), np.float32)
            return in_threads(
                missing,
                lambda chunk: np.hstack(list(self.encoder.encode_outputs(chunk, names, kind).values())),
                self._threads,
                lambda share: self._progress(f"Encoding examples: {share:.0%}"),
            )

        joined = cache.encode(texts, encode)
        return {name: np.ascontiguousarray(joined[:, at * width : (at + 1) * width]) for at, name in enumerate(names)}


class StoredUse:
    """The same for USE-M."""

    def __init__(self, model: Any, folder: Path) -> None:
        self._model = model
        self._cache = VectorCache(folder / "use-m3.npz")

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors [texts, 512]."""
        return self._cache.encode(
            texts,
            lambda missing: np.asarray(self._model.encode(missing), np.float32).reshape(len(missing), -1),
        )


def prepare_lesson(data: TrainingData, pipeline: Pipeline) -> Lesson:
    """Features of all examples, with their languages as the data says."""

    def featurise(texts: Sequence[str], languages: Sequence[str]) -> Batch:
        return pipeline.featurise(Batch.of(texts, languages))

    batch = featurise([example.text for example in data.examples], [example.language for example in data.examples])
    return Lesson(data, data.examples, batch, featurise)


def part_of(lesson: Lesson, rows: Any) -> Lesson:
    """The lesson with some of the examples only."""
    examples = [lesson.examples[row] for row in rows]
    return Lesson(lesson.data, examples, lesson.batch.take(rows), lesson.featurise, lesson.notes)


def fold_of(text: str) -> int:
    """Which third a text belongs to; equal texts belong to the same one, whatever else changes."""
    return sum(fold(text).encode()) % FOLDS
