"""Measures a bundle on labelled messages."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.nlu.calibration import auroc, calibration_error, risk_coverage
from bot.nlu.labels import EMOTIONS, URGENCIES
from bot.nlu.measures import label_measures, negative_recall, share
from bot.nlu.pipeline import Interpreter
from bot.nlu.understanding import OUT_OF_SCOPE, ParseContext, Understanding


class EvaluationError(Exception):
    """A file of labelled messages is wrong; the message names file, line and what was expected."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and what is right about it; what is None or empty is not measured.

    accepted: intents that count as right; intents: all that were said, when it is several.
    language_given: the label says the language, so that it is measured.
    """

    text: str
    language: str | None = None
    market: str | None = None
    previous: str | None = None
    accepted: frozenset[str] = frozenset()
    intents: tuple[str, ...] = ()
    emotion: str | None = None
    urgency: str | None = None
    entities: tuple[tuple[str, str], ...] | None = None
    label: str = ""


@dataclass
class Case:
    """A labelled message and what was understood."""

    wanted: Labelled
    got: Understanding
    right: bool = field(init=False)

    def __post_init__(self) -> None:
        self.right = self.got.intent.name in self.wanted.accepted


def read_labelled(
    paths: Sequence[Path], label_map: Mapping[str, Mapping[str, list[str]]] | None = None
) -> list[Labelled]:
    """Messages of JSONL files: our own labels, or a third party's with a map from them to accepted intents.

    label_map: set name to label to intents; the set that a file belongs to is the one whose name its path
    (without `.jsonl`) ends with, or whose folder has that name. Rows of mapped sets have `labels`; a label
    that is not in the map is left out. EvaluationError when a file is wrong.
    """
    rows = []
    for path in paths:
        mapping = _mapping_of(path, label_map)
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise EvaluationError(f"{path} can't be read: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                content = json.loads(line)
                text = content["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise EvaluationError(f'{path}:{number}: expected a JSON object with "text"') from error
            if mapping is None:
                rows.append(_ours(text, content, f"{path}:{number}"))
                continue
            labels = content.get("labels") or []
            if len(labels) == 1 and labels[0] in mapping:
                accepted = frozenset(mapping[labels[0]])
                rows.append(Labelled(text, _code(content.get("lang")), accepted=accepted, label=labels[0]))
    return rows


def read_label_map(path: Path) -> dict[str, dict[str, list[str]]]:
    """A YAML file: set, label of the set, list of our intents."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not all(isinstance(value, dict) for value in content.values()):
        raise EvaluationError(f"{path}: expected set: label: [intents]")
    return content


def _mapping_of(path: Path, label_map: Mapping[str, Mapping[str, list[str]]] | None) -> Mapping[str, list[str]] | None:
    if label_map is None:
        return None
    shown = str(path.with_suffix("")).replace("\\", "/")
    for name, mapping in label_map.items():
        if shown.endswith("/" + name) or name in {shown, path.parent.name}:
            return mapping
    raise EvaluationError(f"the map has no set for {path}; it has {', '.join(sorted(label_map))}")


def _ours(text: str, content: dict[str, Any], place: str) -> Labelled:
    intents = tuple(content.get("intents") or ([content["intent"]] if content.get("intent") else []))
    for key, allowed in (("emotion", EMOTIONS), ("urgency", URGENCIES)):
        if content.get(key) is not None and content[key] not in allowed:
            raise EvaluationError(f"{place}: {key} {content[key]!r}; expected {', '.join(allowed)}")
    marks = content.get("entities")
    return Labelled(
        text,
        _code(content.get("lang")),
        content.get("market"),
        content.get("previous"),
        frozenset([content["intent"]] if content.get("intent") else intents),
        intents,
        content.get("emotion"),
        content.get("urgency"),
        None if marks is None else tuple((mark["entity"], str(mark["value"])) for mark in marks),
        content.get("intent") or "+".join(intents),
    )


def _code(language: str | None) -> str | None:
    return language.split("-")[0].lower() if language else None


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
        "risk_coverage": [[round(value, 4) for value in point] for point in risk_coverage(confidence, right)],
        "decisions": dict(Counter(case.got.decision for case in cases)),
        "by_intent": {name: share(values) for name, values in sorted(by_intent.items())},
        "confusions": [{"truth": a, "said": b, "count": count} for (a, b), count in confusions.most_common(30)],
    }
    if several:
        names = [({scored.name for scored in case.got.intents}, case.wanted.intents) for case in several]
        result["both_intents"] = share([set(wanted) <= got for got, wanted in names])
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
