"""How good results are: per language, intent, emotion, urgency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.calibration import auroc, calibration_error, wilson
from bot.nlu.labels import EMOTIONS, NEGATIVE, URGENCIES
from bot.nlu.training_data import Example
from bot.nlu.understanding import OUT_OF_SCOPE


def share(right: Sequence[bool]) -> dict[str, Any]:
    """Count, share, and its 95 % interval."""
    low, high = wilson(sum(right), len(right))
    value = sum(right) / len(right) if right else None
    return {
        "count": len(right),
        "value": None if value is None else round(value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def macro_f1(truth: Sequence[str], said: Sequence[str], labels: Sequence[str]) -> float:
    """Mean F1 over the labels that occur in the truth."""
    scores = []
    for label in labels:
        wanted = sum(each == label for each in truth)
        if not wanted:
            continue
        found = sum(each == label for each in said)
        both = sum(a == label and b == label for a, b in zip(truth, said, strict=True))
        scores.append(2 * both / (wanted + found))
    return float(np.mean(scores)) if scores else 0.0


def label_measures(truth: Sequence[str], said: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    """Accuracy with interval, macro-F1, the most frequent confusions, and the matrix: truth by row, said by column."""
    pairs = Counter(zip(truth, said, strict=True))
    confusions = Counter((a, b) for a, b in zip(truth, said, strict=True) if a != b)
    return {
        "accuracy": share([a == b for a, b in zip(truth, said, strict=True)]),
        "macro_f1": round(macro_f1(truth, said, labels), 4),
        "confusions": [{"truth": a, "said": b, "count": count} for (a, b), count in confusions.most_common(20)],
        "matrix": {a: {b: pairs[a, b] for b in labels} for a in labels if a in truth},
    }


def negative_recall(truth: Sequence[str], said: Sequence[str]) -> dict[str, Any]:
    """Of the negative messages, how many were taken for negative ones."""
    return share([b in NEGATIVE for a, b in zip(truth, said, strict=True) if a in NEGATIVE])


def measure(batch: Batch, examples: Sequence[Example]) -> dict[str, Any]:
    """Measures of a finished batch against its examples, over all and by language."""
    codes = np.array([example.language for example in examples])
    found = {"all": _measure(batch, examples, np.arange(len(examples)))}
    by_language = {
        code: _measure(batch, examples, np.flatnonzero(codes == code)) for code in sorted(set(codes.tolist()))
    }
    return found | {"languages": by_language}


def _measure(batch: Batch, examples: Sequence[Example], rows: Any) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if batch.intents is not None:
        best = batch.intents[rows].argmax(axis=1)
        truth = [set(examples[row].intents) for row in rows]
        said = [batch.intent_labels[column] for column in best]
        right = [name in wanted for name, wanted in zip(said, truth, strict=True)]
        confidence = batch.intents[rows].max(axis=1)
        result["intent"] = {
            "accuracy": share(right),
            "calibration_error": round(calibration_error(confidence, np.array(right)), 4),
        }
        if OUT_OF_SCOPE in batch.intent_labels:
            outside = np.array([OUT_OF_SCOPE in wanted for wanted in truth])
            scores = batch.intents[rows, batch.intent_labels.index(OUT_OF_SCOPE)]
            result["out_of_scope_auroc"] = round(auroc(scores, outside), 4)
        if batch.wishes:
            wishes = [{scored.name for scored in batch.wishes[row]} for row in rows]
            several = [wanted <= got for wanted, got in zip(truth, wishes, strict=True) if len(wanted) > 1]
            alone = [len(got) > 1 for wanted, got in zip(truth, wishes, strict=True) if len(wanted) == 1]
            result["both_intents"] = share(several)
            result["false_second_intent"] = share(alone)
    for name, labels, said_all in (
        ("emotion", EMOTIONS, batch.emotion),
        ("urgency", URGENCIES, _urgencies(batch)),
    ):
        known = [row for row in rows if getattr(examples[row], name) is not None]
        if known and said_all:
            wanted_labels = [str(getattr(examples[row], name)) for row in known]
            got_labels = [said_all[row] for row in known]
            result[name] = label_measures(wanted_labels, got_labels, labels)
            if name == "emotion":
                result[name]["negative_recall"] = negative_recall(wanted_labels, got_labels)
    return result


def _urgencies(batch: Batch) -> list[str]:
    if batch.urgencies is None:
        return []
    return [URGENCIES[int(column)] for column in batch.urgencies.argmax(axis=1)]
