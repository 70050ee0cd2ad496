"""The pipeline that is examined on examples it has not learnt from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.nlu.batch import Batch, Block
from bot.nlu.components.base import Lesson, Resources
from bot.nlu.components.intents import IntentClassifier
from bot.nlu.config import NluConfig, Step
from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.pipeline import Pipeline
from bot.nlu.student import examined, learn_all
from bot.nlu.training_data import Example, TrainingData

CONFIG = NluConfig("en", ("en",), ("US",), (Step("IntentClassifier", {"features": ["tuned"], "steps": 200}),))
ENCODER: Any = SimpleNamespace(identity="0123456789ab")


def lesson() -> Lesson:
    examples = tuple(Example(f"message number {at}", "en", ("ab"[at % 2],)) for at in range(300))
    dice = np.random.default_rng(3)
    vectors = dice.normal(0, 1, (300, 6)).astype(np.float32)
    vectors[:, 0] += np.arange(300) % 2
    batch = Batch.of([one.text for one in examples], ["en"] * 300)
    batch.blocks["tuned"] = Block(vectors, np.ones(300, bool))

    def nothing_more(_texts: Any, _languages: Any) -> Batch:
        raise AssertionError("nothing else is to be read")

    return Lesson(TrainingData(examples), examples, batch, nothing_more)


def study(given: Lesson, folder: Path, config: NluConfig = CONFIG) -> tuple[Any, Lesson]:
    pipeline = Pipeline.build(config, Resources(models=folder))
    student, part = examined(given, pipeline, config, ENCODER, folder / "cache")
    (head,) = (one.head for one in student.components if isinstance(one, IntentClassifier))
    return head(given.batch.blocks), part


def test_the_student_is_examined_on_what_it_has_not_seen(tmp_path: Path) -> None:
    given = lesson()
    logits, part = study(given, tmp_path)
    assert [one.text for one in part.examples] == [one.text for one in given.examples if is_held_out(one.text)]
    turned = [
        replace(one, intents=("b" if one.intents == ("a",) else "a",)) if is_held_out(one.text) else one
        for one in given.examples
    ]
    other, _ = study(replace(given, examples=turned), tmp_path / "other")
    assert np.array_equal(logits, other)


def test_a_second_student_starts_where_the_first_one_ended(tmp_path: Path) -> None:
    given = lesson()
    first, _ = study(given, tmp_path)
    folders = list((tmp_path / "cache").iterdir())
    hasty = replace(CONFIG, pipeline=(Step("IntentClassifier", {"features": ["tuned"], "steps": 1}),))
    alone, _ = study(given, tmp_path / "alone", hasty)
    (folder,) = folders
    folder.rename(folder.with_name(f"student-{ENCODER.identity}-{hasty.fingerprint()[:8]}"))
    again, _ = study(given, tmp_path, hasty)
    assert np.abs(again - first).max() < np.abs(alone - first).max() / 5
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize(("changed", "stays"), [(1, True), (9, False)])
def test_after_a_few_changes_the_student_stays_and_after_more_it_learns_again(
    tmp_path: Path, changed: int, stays: bool
) -> None:
    given = lesson()
    study(given, tmp_path)
    gone = [at for at, one in enumerate(given.examples) if not is_held_out(one.text)][:changed]
    rest = np.array([at for at in range(len(given.examples)) if at not in gone])
    examples = tuple(given.examples[at] for at in rest)
    (folder,) = (tmp_path / "cache").iterdir()
    before = (folder / "manifest.json").stat().st_mtime_ns
    study(Lesson(TrainingData(examples), examples, given.batch.take(rest), given.featurise), tmp_path)
    assert ((folder / "manifest.json").stat().st_mtime_ns == before) is stays


def whole(given: Lesson, folder: Path, config: NluConfig = CONFIG) -> Any:
    """Logits of what has learnt all of the lesson, after the student was examined."""
    pipeline = Pipeline.build(config, Resources(models=folder))
    student, _ = examined(given, pipeline, config, ENCODER, folder / "cache")
    learn_all(given, pipeline, student, config, ENCODER, folder / "cache")
    (head,) = (one.head for one in pipeline.components if isinstance(one, IntentClassifier))
    return head(given.batch.blocks)


def test_a_changed_example_is_learnt_from_where_the_last_whole_one_ended(tmp_path: Path) -> None:
    given = lesson()
    first = whole(given, tmp_path)
    at = next(at for at, one in enumerate(given.examples) if not is_held_out(one.text))
    examples = [replace(one, intents=("b" if one.intents == ("a",) else "a",)) for one in given.examples[at : at + 1]]
    turned = replace(given, examples=[*given.examples[:at], *examples, *given.examples[at + 1 :]])
    near, anew = whole(turned, tmp_path), whole(turned, tmp_path / "alone")
    assert np.abs(near - anew).max() < np.abs(first - anew).max() / 5  # few steps, and the change is learnt


def test_what_was_learnt_beside_another_student_is_not_started_from(tmp_path: Path) -> None:
    given = lesson()
    whole(given, tmp_path)
    turned = [replace(one, intents=("b" if one.intents == ("a",) else "a",)) for one in given.examples]
    again = whole(replace(given, examples=turned), tmp_path)
    assert np.allclose(again, whole(replace(given, examples=turned), tmp_path / "alone"), atol=1e-2)


def test_a_new_intent_is_learnt_by_the_student_too(tmp_path: Path) -> None:
    given = lesson()
    study(given, tmp_path)
    at = next(at for at, one in enumerate(given.examples) if not is_held_out(one.text))
    examples = [replace(one, intents=("c",)) if place == at else one for place, one in enumerate(given.examples)]
    pipeline = Pipeline.build(CONFIG, Resources(models=tmp_path))
    student, _ = examined(replace(given, examples=examples), pipeline, CONFIG, ENCODER, tmp_path / "cache")
    (labels,) = (one.head.labels for one in student.components if isinstance(one, IntentClassifier))
    assert set(labels) == {"a", "b", "c"}


@pytest.mark.parametrize("file", ["manifest.json", "weights.npz"])
def test_a_damaged_student_is_left_aside(tmp_path: Path, file: str) -> None:
    given = lesson()
    first, _ = study(given, tmp_path)
    (folder,) = (tmp_path / "cache").iterdir()
    (folder / file).write_bytes(b"torn")
    again, _ = study(given, tmp_path)
    assert np.allclose(first, again, atol=1e-3)


@pytest.mark.parametrize(
    ("text", "kept_back"),
    [("أين الشحنة", False), ("اين الشحنه", True), ("سيئة", True), ("سيئه", False), ("خدمة", False), ("خدمه", True)],
)
def test_the_draw_of_unseen_texts_does_not_follow_how_training_folds_spellings(text: str, kept_back: bool) -> None:
    assert is_held_out(text) is kept_back
