"""Results as tables: on the screen, as pages and plots under `docs/benchmarks`, and in the README."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.claims import Claim, Outcome
from benchmarks.house import PROJECT
from benchmarks.plots import draw

FOLDER = PROJECT / "docs" / "benchmarks"
README = PROJECT / "README.md"
_BEGIN, _END = "<!-- numbers: python -m benchmarks --write -->", "<!-- /numbers -->"
_SHOWN_WITHOUT_BAR = ("understanding", "knowledge", "peer")
_HEAD = ("what", "measured", "bar", "met")


def cells(one: Claim) -> tuple[str, str, str, str]:
    """A row: what, measured with its runs' spread, bar, whether it is met."""
    measured = _amount(one.value, one.unit)
    if len(one.runs) > 1 and min(one.runs) != max(one.runs):
        measured += f" ({_number(min(one.runs))} – {_number(max(one.runs))})"
    sign = {"at most": "≤", "at least": "≥"}[one.sense]
    bar = "" if one.bar is None else f"{sign} {_amount(one.bar, one.unit)}"
    return one.name, measured, bar, {None: "", True: "yes", False: "no"}[one.met]


def as_text(claims: Iterable[Claim]) -> str:
    """Rows in columns."""
    rows = [cells(one) for one in claims]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_markdown(claims: Iterable[Claim]) -> str:
    """A Markdown table."""
    rows = [_HEAD, ("---",) * 4, *(cells(one) for one in claims)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def write(outcomes: Sequence[Outcome]) -> list[Path]:
    """Writes the page and plots of each outcome, remembers its numbers, renews the README's; returns the paths."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = circumstances()
    written = []
    remembered = _remembered()
    for outcome in outcomes:
        plots = draw(outcome, FOLDER)
        page = FOLDER / f"{outcome.name}.md"
        pictures = "".join(f"\n![{path.stem}]({path.name})\n" for path in plots)
        page.write_text(
            f"# {outcome.name}\n\n`python -m benchmarks {outcome.name} --write` wrote this page. {told}\n\n"
            f"{as_markdown(outcome.claims)}\n{pictures}\n{outcome.details}\n",
            encoding="utf-8",
        )
        remembered[outcome.name] = {"told": told, "claims": [asdict(one) for one in outcome.claims]}
        written += [page, *plots]
    (FOLDER / "results.json").write_text(json.dumps(remembered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _renew_readme(remembered)
    return [*written, FOLDER / "results.json", README]


def circumstances() -> str:
    """When, on what and with which model it was measured, as a sentence."""
    day = datetime.now(UTC).date().isoformat()
    load = os.getloadavg()[0]
    return (
        f"Measured on {day} at commit {_commit()}: {os.cpu_count()} cores ({_processor()}), "
        f"Python {platform.python_version()}, load {load:.1f} when it ended."
    )


def _remembered() -> dict[str, Any]:
    path = FOLDER / "results.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _renew_readme(remembered: dict[str, Any]) -> None:
    text = README.read_text(encoding="utf-8")
    if _BEGIN not in text or _END not in text:
        return
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    from benchmarks.measures import ALL

    known = [one.name for one in ALL if one.name in remembered]
    found = [
        Claim(**{**row, "runs": tuple(row["runs"])})
        for name in known
        for row in remembered[name]["claims"]
        if row["bar"] is not None or name in _SHOWN_WITHOUT_BAR
    ]
    links = ", ".join(f"[{name}](docs/benchmarks/{name}.md)" for name in known)
    table = f"{as_markdown(found)}\n\nHow each was measured, and on what: {links}."
    README.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or "unknown"


def _processor() -> str:
    """Its name, and whether it multiplies eight-bit numbers quickly: the encoder's speed hangs on that."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    told = {line.partition(":")[0].strip(): line.partition(":")[2].strip() for line in lines}
    name = told.get("model name", platform.machine())
    return f"{name}, {'with' if 'vnni' in told.get('flags', '') else 'without'} VNNI"


def _amount(value: float, unit: str) -> str:
    return f"{_number(value)} {unit}".strip()


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value)}"
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
