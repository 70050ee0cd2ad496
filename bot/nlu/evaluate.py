"""Measures a bundle on labelled messages."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.nlu.calibration import auroc, calibration_error, reliability, risk_coverage
from bot.nlu.labelled import Labelled
from bot.nlu.labels import EMOTIONS, URGENCIES
from bot.nlu.measures import label_measures, negative_recall, share
from bot.nlu.pipeline import Interpreter
from bot.nlu.understanding import OUT_OF_SCOPE, ParseContext, Understanding


@dataclass
class Case:
    """A labelled message and what was understood."""

    wanted: Labelled
    got: Understanding
    right: bool = field(init=False)

    def __post_init__(self) -> None:
        self.right = self.got.intent.name in self.wanted.accepted


def evaluate(
    interpreter: Interpreter,
    rows: Sequence[Labelled],
    progress: Callable[[str], None] = lambda _message: None,
) -> dict[str, Any]:
    """The report: `all` and `languages`, each with what its rows have labels for; speed; slowest texts.

    The language of a message is told to nobody: it is found as in a conversation's first message, unless the
    row says what was spoken before.
    """
    speed = _speed(interpreter, rows)  # first, while the encoder has not seen the texts
    cases = []
    for start in range(0, len(rows), 256):
        part = rows[start : start + 256]
        contexts = [ParseContext(previous_language=row.previous, country=row.market) for row in part]
        got = interpreter.parse_batch([row.text for row in part], contexts)
        cases += [Case(wanted, understood) for wanted, understood in zip(part, got, strict=True)]
        if len(rows) > 1000:
            progress(f"Understood {len(cases)} of {len(rows)}")
    by_language: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_language[case.wanted.language or case.got.language.name].append(case)
    return {
        "model": interpreter.version,
        "messages": len(rows),
        "all": _report(cases),
        "languages": {code: _report(part) for code, part in sorted(by_language.items())},
        "speed": speed,
    }


def _report(cases: Sequence[Case]) -> dict[str, Any]:
    report: dict[str, Any] = {"messages": len(cases)}
    known = [case for case in cases if case.wanted.accepted]
    if known:
        report["intent"] = _intents(known)
    spoken = [case for case in cases if case.wanted.language]
    if spoken:
        report["language"] = share([case.got.language.name == case.wanted.language for case in spoken])
    for name, labels in (("emotion", EMOTIONS), ("urgency", URGENCIES)):
        told = [case for case in cases if getattr(case.wanted, name)]
        if told:
            wanted = [getattr(case.wanted, name) for case in told]
            got = [getattr(case.got, name).name for case in told]
            report[name] = label_measures(wanted, got, labels)
            if name == "emotion":
                report[name]["negative_recall"] = negative_recall(wanted, got)
    marked = [case for case in cases if case.wanted.entities is not None]
    if marked:
        report["entities"] = _entities(marked)
    return report


def _intents(cases: Sequence[Case]) -> dict[str, Any]:
    right = np.array([case.right for case in cases])
    confidence = np.array([case.got.intent.confidence for case in cases])
    confusions: Counter[tuple[str, str]] = Counter()
    by_intent: defaultdict[str, list[bool]] = defaultdict(list)
    for case in cases:
        by_intent[case.wanted.label].append(case.right)
        if not case.right:
            confusions[case.wanted.label, case.got.intent.name] += 1
    several = [case for case in cases if len(case.wanted.intents) > 1]
    result = {
        "accuracy": share(right.tolist()),
        "calibration_error": round(calibration_error(confidence, right), 4),
        "calibration": [[round(value, 4) for value in point] for point in reliability(confidence, right)],
        "risk_coverage": [[round(value, 4) for value in point] for point in risk_coverage(confidence, right)],
        "decisions": dict(Counter(case.got.decision for case in cases)),
        "by_intent": {name: share(values) for name, values in sorted(by_intent.items())},
        "confusions": [{"truth": a, "said": b, "count": count} for (a, b), count in confusions.most_common(30)],
    }
    if several:
        names = [({scored.name for scored in case.got.intents}, case.wanted.intents) for case in several]
        result["both_intents"] = share([set(wanted) <= got for got, wanted in names])
    alone = [case for case in cases if len(case.wanted.intents) == 1]
    if alone:
        result["false_second_intent"] = share([len(case.got.intents) > 1 for case in alone])
    outside = np.array([case.wanted.accepted == {OUT_OF_SCOPE} for case in cases])
    scores = np.array([_chance(case.got, OUT_OF_SCOPE) for case in cases])
    if outside.any() and not outside.all():
        result["out_of_scope_auroc"] = round(auroc(scores, outside), 4)
    return result


def _chance(understood: Understanding, intent: str) -> float:
    return next((scored.confidence for scored in understood.intent_ranking if scored.name == intent), 0.0)


def _entities(cases: Sequence[Case]) -> dict[str, Any]:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in cases:
        wanted = Counter((name, _plain(value)) for name, value in case.wanted.entities or ())
        got = Counter((entity.entity, _plain(str(entity.value))) for entity in case.got.entities)
        written = Counter((entity.entity, _plain(entity.text)) for entity in case.got.entities)
        for (name, value), count in wanted.items():
            counts[name][0] += count
            counts[name][2] += min(count, max(got[name, value], written[name, value]))
        for (name, _), count in got.items():
            counts[name][1] += count
    total = [sum(values) for values in zip(*counts.values(), strict=True)] if counts else [0, 0, 0]
    return {"all": _f1(total)} | {name: _f1(values) for name, values in sorted(counts.items())}


def _plain(value: str) -> str:
    return " ".join(value.casefold().split())


def _f1(counts: Sequence[int]) -> dict[str, Any]:
    wanted, got, both = counts
    return {
        "wanted": wanted,
        "found": got,
        "precision": round(both / got, 4) if got else None,
        "recall": round(both / wanted, 4) if wanted else None,
        "f1": round(2 * both / (wanted + got), 4) if wanted + got else None,
    }


def _speed(interpreter: Interpreter, rows: Sequence[Labelled]) -> dict[str, Any]:
    """Milliseconds for single messages, one after another."""
    sample: Iterable[Labelled] = rows[:: max(1, len(rows) // 200)]
    times = []
    for row in sample:
        start = time.perf_counter()
        interpreter.parse(row.text)
        times.append((1000 * (time.perf_counter() - start), row.text))
    if not times:
        return {}
    values = np.array([each for each, _ in times])
    return {
        "p50_ms": round(float(np.percentile(values, 50)), 2),
        "p95_ms": round(float(np.percentile(values, 95)), 2),
        "slowest": [{"ms": round(each, 1), "text": text[:120]} for each, text in sorted(times, reverse=True)[:5]],
    }
