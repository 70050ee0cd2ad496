"""The student: a pipeline that learns without the held-out examples, so that they can examine it.

It is kept on disk. After a few changed examples it examines as well as it did before, and stays as it is; after more,
the next one starts where it ended. What has learnt from all examples beside it is kept too: while the student stays,
the next ones start there.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.nlu.bundle import BundleError, read_bundle, restore, save_bundle
from bot.nlu.components.base import Lesson
from bot.nlu.config import NluConfig
from bot.nlu.encoder.session import Encoder
from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.lesson import StoredEncoder, part_of
from bot.nlu.pipeline import Pipeline

_FEW = 0.005
"""Share of the examples that may have changed since the student learnt."""


def examined(
    lesson: Lesson, pipeline: Pipeline, config: NluConfig, encoder: Encoder | StoredEncoder, cache: Path
) -> tuple[Pipeline, Lesson]:
    """A student of the same kind as `pipeline`, and the lesson of the examples that it has not learnt from.

    Those are the texts that the encoder's tuning never saw either; which they are depends on the text alone, so a
    student of an earlier day has not seen them.
    """
    kept = np.array([is_held_out(example.text) for example in lesson.examples])
    part = part_of(lesson, np.flatnonzero(~kept))
    folder = _folder(cache, "student", config, encoder)
    taught = _marks(part)
    earlier, learnt = _earlier(folder, pipeline.fresh())
    if earlier is not None and _is_of(learnt, taught):
        return earlier, part_of(lesson, np.flatnonzero(kept))
    student = pipeline.fresh()
    student.learn(part, earlier, of_today=False)
    for stale in (_folder(cache, "whole", config, encoder), folder):
        shutil.rmtree(stale, ignore_errors=True)
    save_bundle(cache, student, {"version": folder.name, "taught": taught})
    return student, part_of(lesson, np.flatnonzero(kept))


def learn_all(
    lesson: Lesson,
    pipeline: Pipeline,
    student: Pipeline,
    config: NluConfig,
    encoder: Encoder | StoredEncoder,
    cache: Path,
) -> None:
    """The pipeline learns from all examples. It starts from the student that was examined just before or, where that
    one stayed as it was, from the pipeline that learnt all on the student's day: nearly the same."""
    folder = _folder(cache, "whole", config, encoder)
    earlier, _ = _earlier(folder, pipeline.fresh())
    if earlier is not None:
        pipeline.learn(replace(lesson, near=True), earlier)
    else:
        pipeline.learn(lesson, student)
        shutil.rmtree(folder, ignore_errors=True)
        save_bundle(cache, pipeline, {"version": folder.name})


def _folder(cache: Path, kind: str, config: NluConfig, encoder: Encoder | StoredEncoder) -> Path:
    return cache / f"{kind}-{encoder.identity}-{config.fingerprint()[:8]}"


def _marks(lesson: Lesson) -> dict[str, list[str]]:
    """By what is to be told apart (an intent, a slot's value): marks of the texts and all that is said of them."""
    marks: dict[str, list[str]] = {}
    for one in lesson.examples:
        said = (one.text, one.language, one.label, one.emotion, one.urgency, one.kind)
        marks.setdefault(one.label, []).append(_mark(said))
    for value in lesson.data.values:
        marks.setdefault(f"{value.slot}/{value.value}", []).append(_mark((value.text, value.language)))
    return marks


def _mark(said: tuple[str | None, ...]) -> str:
    return hashlib.blake2b(repr(said).encode(), digest_size=6).hexdigest()


def _is_of(learnt: dict[str, list[str]], taught: dict[str, list[str]]) -> bool:
    """Whether nearly the same was taught, and the same things are to be told apart."""
    if learnt.keys() != taught.keys():
        return False
    changed = sum(len(set(learnt[label]) ^ set(marks)) for label, marks in taught.items())
    return changed <= _FEW * sum(len(marks) for marks in taught.values())


def _earlier(folder: Path, pipeline: Pipeline) -> tuple[Pipeline | None, dict[str, list[str]]]:
    try:
        bundle = read_bundle(folder)
        restore(pipeline, bundle)
    except (BundleError, OSError, KeyError, ValueError):
        return None, {}  # none yet, or one that cannot be read: the fit starts from nothing
    return pipeline, bundle.manifest.get("taught") or {}
