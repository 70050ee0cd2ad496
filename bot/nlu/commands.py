"""What the commands `train`, `evaluate` and `parse` do, without their command line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.nlu.bundle import Bundle, BundleError, activate, read_bundle
from bot.nlu.components.base import Resources
from bot.nlu.config import read_config
from bot.nlu.evaluate import evaluate
from bot.nlu.gate import losses
from bot.nlu.labelled import read_label_map, read_labelled
from bot.nlu.pipeline import Interpreter
from bot.nlu.report import as_html, as_table
from bot.nlu.train import train
from bot.nlu.understanding import JsonValue, ParseContext

_BATCH = 64


class InputError(Exception):
    """A line of input is wrong; the message says which and what was expected."""


def run_train(
    data: Path,
    config: Path,
    models: Path,
    progress: Callable[[str], None] = print,
    *,
    force: bool = False,
) -> tuple[Bundle, bool]:
    """Trains, writes a bundle under `models`, prints its measures on held-out examples; and whether it serves now.

    A bundle that is worse in a language than the active one is kept, but put to work only with `force`.
    """
    resources = Resources(models=models, progress=progress)
    bundle = train(data, read_config(config), models, progress, resources=resources, make_active=False)
    progress(held_out_table(bundle))
    try:
        worse = losses(read_bundle(models).metrics, bundle.metrics)
    except BundleError:
        worse = []
    if worse and not force:
        progress(f"Not put to work, because it is worse than the active model:\n{chr(10).join(worse)}")
        return bundle, False
    activate(models, bundle.version)
    return bundle, True


def run_evaluate(
    files: Sequence[Path],
    models: Path,
    *,
    version: str | None = None,
    label_map: Path | None = None,
    json_out: Path | None = None,
    html_out: Path | None = None,
    progress: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Measures a bundle (default: the active one) on labelled JSONL; prints a table, the weakest language first.

    label_map: a YAML file from a third party's labels to accepted intents.
    """
    rows = read_labelled(files, read_label_map(label_map) if label_map else None)
    interpreter = Interpreter.load(models / version if version else models)
    report = evaluate(interpreter, rows, progress)
    progress(as_table(report))
    if json_out:
        json_out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    if html_out:
        html_out.write_text(as_html(report), encoding="utf-8")
    return report


def run_parse(
    lines: Iterable[str], models: Path, *, version: str | None = None, interpreter: Interpreter | None = None
) -> Iterator[dict[str, JsonValue]]:
    """Understandings of JSONL lines `{"text", "lang"?, "market"?, "previous"?}`, in order, read in batches.

    `lang` is the profile's locale: a prior, not an order. InputError names the line that is wrong.
    """
    interpreter = interpreter or Interpreter.load(models / version if version else models)
    texts: list[str] = []
    contexts: list[ParseContext] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        text, context = _line(line, number)
        texts.append(text)
        contexts.append(context)
        if len(texts) == _BATCH:
            yield from (each.to_rasa() for each in interpreter.parse_batch(texts, contexts))
            texts, contexts = [], []
    yield from (each.to_rasa() for each in interpreter.parse_batch(texts, contexts))


def _line(line: str, number: int) -> tuple[str, ParseContext]:
    try:
        content = json.loads(line)
        text = content["text"]
        if not isinstance(text, str):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f'line {number}: expected a JSON object with a "text"') from error
    return text, ParseContext(
        previous_language=content.get("previous"), locale=content.get("lang"), country=content.get("market")
    )


def held_out_table(bundle: Bundle) -> str:
    """What training measured, one line per language, the weakest first."""
    metrics = bundle.metrics

    def row(code: str, part: dict[str, Any]) -> str:
        intent, emotion = part.get("intent", {}), part.get("emotion", {})
        cells = [
            intent.get("accuracy", {}).get("count"),
            intent.get("accuracy", {}).get("value"),
            part.get("both_intents", {}).get("value"),
            intent.get("calibration_error"),
            part.get("out_of_scope_auroc"),
            emotion.get("accuracy", {}).get("value"),
            emotion.get("macro_f1"),
            emotion.get("negative_recall", {}).get("value"),
            part.get("urgency", {}).get("accuracy", {}).get("value"),
        ]
        shown = ["" if cell is None or math.isnan(cell) else f"{cell:.3f}".rstrip("0").rstrip(".") for cell in cells]
        return f"{code:>4} " + " ".join(cell.rjust(9) for cell in shown)

    titles = ("n", "intent", "both", "ECE", "oos AUROC", "emotion", "emo F1", "negative", "urgency")
    languages = sorted(
        metrics["languages"].items(),
        key=lambda item: item[1].get("intent", {}).get("accuracy", {}).get("value") or 1,
    )
    lines = ["On held-out examples:", " " * 5 + " ".join(title.rjust(9) for title in titles)]
    return "\n".join(lines + [row(code, part) for code, part in [*languages, ("all", metrics["all"])]])
