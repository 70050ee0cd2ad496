"""Training: from files to an active bundle, with what it is worth measured on the way."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.branches import with_encoders
from bot.nlu.bundle import Bundle, activate, save_bundle
from bot.nlu.components.base import Lesson, Resources
from bot.nlu.components.decision import Calibration
from bot.nlu.components.features import surface_version
from bot.nlu.config import NluConfig
from bot.nlu.encoder.tuned import OUTPUT as TUNED
from bot.nlu.lesson import FOLDS, StoredEncoder, StoredUse, fold_of, part_of, prepare_lesson
from bot.nlu.measures import measure
from bot.nlu.numbered import numbered_messages
from bot.nlu.pipeline import Pipeline
from bot.nlu.student import examined, learn_all
from bot.nlu.training_data import TrainingData, find_problems, read_training_data
from bot.nlu.unmarked import unmarked_messages, unmarked_values
from bot.nlu.vectors import VectorCache

Progress = Callable[[str], None]
_MANY = 3000
"""Examples from which the tenth that tuning has not seen is enough to measure on; of fewer, all take their turn."""
_NUMBERED = 0.06
"""Share of the examples that are learnt with a number or an address too."""
_UNMARKED = 0.7
"""Share of the examples with marks on most words that are learnt without the marks too."""


def train(
    data_dir: Path,
    config: NluConfig,
    out_dir: Path,
    progress: Progress = print,
    *,
    resources: Resources | None = None,
    make_active: bool = True,
) -> Bundle:
    """Trains from the files of `data_dir` and writes a bundle under `out_dir`; activates it unless told not to.

    Raises TrainingDataError, EncoderError or ComponentError with a sentence for the user.
    """
    progress(f"Reading training data from {data_dir}")
    data = read_training_data(data_dir)
    for problem in find_problems(data):
        progress(f"warning: {problem}")
    return train_on(data, config, out_dir, progress, resources=resources, make_active=make_active)


def train_on(
    data: TrainingData,
    config: NluConfig,
    out_dir: Path,
    progress: Progress = print,
    *,
    resources: Resources | None = None,
    make_active: bool = True,
) -> Bundle:
    """As `train`, from data in memory."""
    started = time.monotonic()
    resources = resources or Resources(models=out_dir, progress=progress)
    config = with_encoders(config, data, resources.models)
    pipeline, metrics = learn(data, config, resources, progress)
    manifest = _manifest(data, config, pipeline, metrics, time.monotonic() - started)
    bundle = save_bundle(out_dir, pipeline, manifest)
    if make_active:
        activate(out_dir, bundle.version)
    progress(f"Trained {bundle.version} in {time.monotonic() - started:.0f} s")
    return bundle


def learn(
    data: TrainingData, config: NluConfig, resources: Resources, progress: Progress
) -> tuple[Pipeline, dict[str, Any]]:
    """A trained pipeline, and its measures on held-out examples: the student's, or all in three folds."""
    pipeline = Pipeline.build(config, _with_storage(config, resources, progress))
    progress(f"Encoding {len(data.examples)} examples in {len(data.languages)} languages")
    # Only a tuned encoder's student is examined on messages that none of these were made of.
    by_student = TUNED in getattr(_encoder(pipeline), "outputs", ()) and len(data.examples) >= _MANY
    lesson = prepare_lesson(_with_more(data) if by_student else data, pipeline)
    if by_student and TUNED in lesson.batch.blocks:
        progress("Learning without the held-out examples")
        student, part = examined(lesson, pipeline, config, _encoder(pipeline), resources.models / "cache")
        held_out = student.run(part.batch)
        _widen(held_out, tuple(lesson.data.intents))
        progress("Learning from all examples")
        learn_all(lesson, pipeline, student, config, _encoder(pipeline), resources.models / "cache")
    else:
        progress("Learning")
        pipeline.learn(lesson)
        held_out, part = _in_folds(lesson, pipeline, progress), lesson
    progress("Calibrating")
    for component in pipeline.components:
        component.tune(held_out, part)
        if component.measured:
            component.finish(held_out)
    return pipeline, measure(held_out, part.examples)


def _with_more(data: TrainingData) -> TrainingData:
    """The data, and messages made of its messages that mean the same."""
    return replace(
        data,
        examples=(
            *data.examples,
            *numbered_messages(data.examples, _NUMBERED),
            *unmarked_messages(data.examples, _UNMARKED),
        ),
        values=(*data.values, *unmarked_values(data.values, data.examples, _UNMARKED)),
    )


def _with_storage(config: NluConfig, resources: Resources, progress: Progress) -> Resources:
    """The same resources with encoders that remember vectors on disk."""
    Pipeline.build(config, resources)  # loads what the configuration needs
    folder = resources.models / "cache"
    loaded = {**resources.loaded, "surface": VectorCache(folder / f"surface-{surface_version()}.npz")}
    if "encoder" in loaded:
        loaded["encoder"] = StoredEncoder(loaded["encoder"], folder, os.cpu_count() or 1, progress)
    if "use" in loaded:
        loaded["use"] = StoredUse(loaded["use"], folder)
    return Resources(resources.models, resources.catalogue, progress, resources.encoder_source, loaded)


def _in_folds(lesson: Lesson, pipeline: Pipeline, progress: Progress) -> Batch:
    """Evidence about all examples, each from a pipeline that did not learn from it."""
    fold = np.array([fold_of(example.text) for example in lesson.examples])
    scores: dict[str, Any] = {}
    labels: tuple[str, ...] = tuple(lesson.data.intents)
    for number in range(FOLDS):
        progress(f"Checking on held-out examples, part {number + 1} of {FOLDS}")
        test = np.flatnonzero(fold == number)
        rest = np.flatnonzero(fold != number)
        if not len(test) or not len(rest):
            continue
        student = pipeline.fresh()
        student.learn(part_of(lesson, rest))
        part = student.run(lesson.batch.take(test))
        for name, values in part.scores.items():
            wide = _widened(values, part.intent_labels, labels, _UNSEEN[name]) if name in _UNSEEN else values
            scores.setdefault(name, np.zeros((len(fold), wide.shape[1]), np.float32))[test] = wide
    held_out = lesson.batch.take(np.arange(len(fold)))
    held_out.scores, held_out.intent_labels = scores, labels
    return held_out


def _widen(batch: Batch, labels: tuple[str, ...]) -> None:
    """Gives the scores a column for every intent, also for those that the pipeline has not seen."""
    for name, values in batch.scores.items():
        if name in _UNSEEN:
            batch.scores[name] = _widened(values, batch.intent_labels, labels, _UNSEEN[name])
    batch.intent_labels = labels


_UNSEEN = {"intent": -20.0, "ngrams": -10.0, "vote": 0.0, "pair": 0.0, "spelt": 0.0, "said": -10.0}
"""Scores with one column per intent, and what an intent gets that a fold has never seen."""


def _widened(values: Any, own: tuple[str, ...], labels: tuple[str, ...], unseen: float) -> Any:
    wide = np.full((len(values), len(labels)), unseen, np.float32)
    wide[:, [labels.index(label) for label in own]] = values
    return wide


def _encoder(pipeline: Pipeline) -> Any:
    """The sentence encoder of the pipeline; None without one."""
    return next((component.encoder for component in pipeline.components if hasattr(component, "encoder")), None)


def _manifest(
    data: TrainingData, config: NluConfig, pipeline: Pipeline, metrics: dict[str, Any], seconds: float
) -> dict[str, Any]:
    fingerprint = data.fingerprint()
    version = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{fingerprint[:8]}"
    encoder = _encoder(pipeline)
    calibration = next((c for c in pipeline.components if isinstance(c, Calibration)), None)
    return {
        "version": version,
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "data": {
            "fingerprint": fingerprint,
            "examples": len(data.examples),
            "languages": dict(sorted(Counter(example.language for example in data.examples).items())),
            "intents": len(data.intents),
        },
        "encoder": {"name": encoder.name, "identity": encoder.identity} if encoder else {},
        "config": config.to_dict(),
        "config_fingerprint": config.fingerprint(),
        "metrics": metrics,
        "thresholds": calibration.thresholds if calibration else {},
    }
