"""How many messages are understood, per language, on labelled messages that nothing was trained on."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.house import House
from benchmarks.mixed import MESSAGES
from benchmarks.plan import Plan


def measure(house: House, plan: Plan) -> Outcome:
    """`dragoman evaluate` on `benchmarks/data/messages`."""
    del plan
    files = sorted(MESSAGES.glob("*.jsonl"))
    if not files:
        raise NotMeasured(f"there are no messages in {MESSAGES}")
    out = house.folder / "understanding.json"
    house.run(["evaluate", *map(str, files), "--json", str(out)])
    report = json.loads(out.read_text(encoding="utf-8"))
    numbered = {
        name: _with_behind(house, files, name, behind)
        for name, behind in (("an order number", "PA-2026-104233"), ("an e-mail address", "m.lind@post.example"))
    }
    languages: dict[str, Any] = report["languages"]
    accuracy = {code: part["intent"]["accuracy"]["value"] for code, part in languages.items()}
    weakest = min(accuracy, key=lambda code: accuracy[code])
    ranked = sorted(languages, key=lambda code: accuracy[code])
    table = "\n".join(f"| {code} | {_cells(languages[code])} |" for code in ranked)
    return Outcome(
        "understanding",
        [
            claim("intent accuracy, mean of languages", [mean(accuracy.values())], ""),
            claim(f"intent accuracy, weakest language ({weakest})", [accuracy[weakest]], ""),
            *(
                claim(f"intent accuracy with {name} behind the message", [value], "")
                for name, value in numbered.items()
            ),
            claim("emotion accuracy", [report["all"]["emotion"]["accuracy"]["value"]], ""),
            claim("entities, F1", [report["all"]["entities"]["all"]["f1"] or 0.0], ""),
            claim("language of the message", [report["all"]["language"]["value"]], ""),
        ],
        f"{report['messages']} labelled messages of `benchmarks/data/messages`, model {report['model']}. The "
        "weakest language first; the interval is the 95 % one.\n\n"
        f"| language | messages | intent | interval | language | emotion | negative, recall |\n"
        f"|---|---|---|---|---|---|---|\n{table}",
    )


def _with_behind(house: House, files: Sequence[Path], name: str, behind: str) -> float:
    """Intent accuracy on the same messages with something behind them that changes nothing of what they want."""
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    changed = [{**line, "text": f"{line['text']} {behind}"} for line in lines if not re.search(r"[\d@]", line["text"])]
    file = house.folder / f"{name}.jsonl".replace(" ", "-")
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in changed), encoding="utf-8")
    out = file.with_suffix(".json")
    house.run(["evaluate", str(file), "--json", str(out)])
    report = json.loads(out.read_text(encoding="utf-8"))
    return float(mean(part["intent"]["accuracy"]["value"] for part in report["languages"].values()))


def _cells(part: dict[str, Any]) -> str:
    intent = part["intent"]["accuracy"]
    cells = [f"{intent['count']}", f"{intent['value']:.3f}", f"{intent['low']:.3f} – {intent['high']:.3f}"]
    for path in (("language",), ("emotion", "accuracy"), ("emotion", "negative_recall")):
        found: Any = part
        for key in path:
            found = (found or {}).get(key)
        value = found.get("value") if isinstance(found, dict) else found
        cells.append("" if value is None else f"{value:.3f}")
    return " | ".join(cells)
