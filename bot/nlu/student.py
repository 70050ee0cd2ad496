"""The student: a pipeline that learns without the held-out examples, so that they can examine it.

It is kept on disk. The next training, after a few changed examples, starts where this one ended.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from bot.nlu.bundle import BundleError, read_bundle, restore, save_bundle
from bot.nlu.components.base import Lesson
from bot.nlu.config import NluConfig
from bot.nlu.encoder.session import Encoder
from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.lesson import StoredEncoder, part_of
from bot.nlu.pipeline import Pipeline


def examined(
    lesson: Lesson, pipeline: Pipeline, config: NluConfig, encoder: Encoder | StoredEncoder, cache: Path
) -> tuple[Pipeline, Lesson]:
    """A student of the same kind as `pipeline`, and the lesson of the examples that it has not learnt from.

    Those are the texts that the encoder's tuning never saw either; which they are depends on the text alone, so a
    student of an earlier day has not seen them.
    """
    kept = np.array([is_held_out(example.text) for example in lesson.examples])
    folder = cache / f"student-{encoder.identity}-{config.fingerprint()[:8]}"
    student = pipeline.fresh()
    student.learn(part_of(lesson, np.flatnonzero(~kept)), _earlier(folder, pipeline.fresh()))
    shutil.rmtree(folder, ignore_errors=True)
    save_bundle(cache, student, {"version": folder.name})
    return student, part_of(lesson, np.flatnonzero(kept))


def _earlier(folder: Path, pipeline: Pipeline) -> Pipeline | None:
    try:
        restore(pipeline, read_bundle(folder))
    except (BundleError, OSError, KeyError, ValueError):
        return None  # none yet, or one that cannot be read: the fit starts from nothing
    return pipeline
