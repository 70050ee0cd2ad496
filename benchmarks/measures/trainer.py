"""Our trainer on third parties' intents: BANKING77, and what CLINC150 holds to be out of scope."""

from __future__ import annotations

import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.house import House
from benchmarks.plan import Plan
from bot.nlu.branches import with_encoders
from bot.nlu.calibration import auroc
from bot.nlu.components.base import Resources
from bot.nlu.config import read_config
from bot.nlu.pipeline import Interpreter
from bot.nlu.train import learn
from bot.nlu.training_data import Example, TrainingData
from bot.nlu.understanding import OUT_OF_SCOPE
from bot.settings import read_settings

_FEW = 10
_DRAWS = 3


def measure(house: House, plan: Plan) -> Outcome:
    """Trains the shop's recipe on each set and tests on its test split."""
    del house
    if plan.banking77 is None and plan.clinc is None:
        raise NotMeasured("give the sets as JSONL with text, labels and split: --banking77 FILE, --clinc FILE")
    claims = []
    notes = [
        "The recipe of `config.yml` as it is: it finds these intents foreign to the tuned branch, so the plain branch "
        "and USE-M read the messages too."
    ]
    with tempfile.TemporaryDirectory(prefix="dragoman-trainer-") as folder:
        resources = _resources(Path(folder))
        if plan.banking77 is not None:
            rows = _rows(plan.banking77)
            train = [row for row in rows if row["split"] == "train"]
            test = [row for row in rows if row["split"] == "test"]
            claims.append(claim("BANKING77, all examples", [_accuracy(train, test, resources)], "", 0.93, "at least"))
            draws = [_accuracy(_few(train, seed), test, resources) for seed in range(plan.amount(_DRAWS, 1))]
            claims.append(claim(f"BANKING77, {_FEW} examples a class", [mean(draws)], "", 0.84, "at least"))
            notes.append(f"BANKING77: {len(train)} texts to learn from, {len(test)} to test.")
        if plan.clinc is not None:
            rows = _rows(plan.clinc)
            accuracy, ranking, count = _out_of_scope(rows, resources)
            claims.append(claim("CLINC150, out of scope told from the rest, AUROC", [ranking], "", 0.92, "at least"))
            claims.append(claim("CLINC150, intents in scope", [accuracy], ""))
            notes.append(f"CLINC150: {count} texts to test; its few examples of what is out of scope are learnt from.")
    return Outcome("trainer", claims, " ".join(notes))


def _resources(folder: Path) -> Resources:
    """The project's encoder, and a place for vectors that is gone afterwards."""
    models = read_settings().models
    for name in ("encoder", "tuned"):
        if (models / name).is_dir():
            (folder / name).symlink_to(models / name)
    return Resources(models=folder, progress=lambda _message: None)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise NotMeasured(f"not there: {path}")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in rows if len(row["labels"]) == 1]


def _few(rows: Sequence[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)  # a repeatable draw, nothing secret
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_label[row["labels"][0]].append(row)
    return [row for _, each in sorted(by_label.items()) for row in dice.sample(each, min(_FEW, len(each)))]


def _interpreter(rows: Sequence[dict[str, Any]], resources: Resources) -> Interpreter:
    data = TrainingData(tuple(Example(row["text"], "en", (_label(row),)) for row in rows))
    config = with_encoders(read_config(read_settings().config), data, resources.models)
    pipeline, _ = learn(data, config, resources, lambda _message: None)
    return Interpreter(pipeline, "trainer", resources, config)


def _label(row: dict[str, Any]) -> str:
    label = str(row["labels"][0])
    return OUT_OF_SCOPE if label == "oos" else label


def _accuracy(train: Sequence[dict[str, Any]], test: Sequence[dict[str, Any]], resources: Resources) -> float:
    got = _interpreter(train, resources).parse_batch([row["text"] for row in test])
    return mean(each.intent.name == _label(row) for each, row in zip(got, test, strict=True))


def _out_of_scope(rows: Sequence[dict[str, Any]], resources: Resources) -> tuple[float, float, int]:
    """Accuracy in scope, AUROC of what is out of scope, and how many texts it was tested on."""
    train = [row for row in rows if row["split"] in {"train", "oos_train"}]
    test = [row for row in rows if row["split"] in {"test", "oos_test"}]
    got = _interpreter(train, resources).parse_batch([row["text"] for row in test])
    chances = np.array(
        [next((s.confidence for s in each.intent_ranking if s.name == OUT_OF_SCOPE), 0.0) for each in got]
    )
    outside = np.array([_label(row) == OUT_OF_SCOPE for row in test])
    inside = [
        next(s.name for s in each.intent_ranking if s.name != OUT_OF_SCOPE) == _label(row)
        for each, row in zip(got, test, strict=True)
        if _label(row) != OUT_OF_SCOPE
    ]
    return mean(inside), auroc(chances, outside), len(test)
