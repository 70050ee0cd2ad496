"""An evaluation as a table for the terminal and as a page."""

from __future__ import annotations

from html import escape
from typing import Any

from bot.nlu.report_plots import calibration_plot, intervals, matrix_table, risk_coverage_curve

_COLUMNS = (
    ("messages", "n"),
    ("intent", "intent"),
    ("interval", "95 %"),
    ("both", "both"),
    ("false", "false 2nd"),
    ("ece", "ECE"),
    ("auroc", "oos AUROC"),
    ("emotion", "emotion"),
    ("macro", "emo F1"),
    ("negative", "neg. recall"),
    ("urgency", "urgency"),
    ("entity", "entity F1"),
    ("language", "language"),
)


def rows_of(report: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """A line per language, the weakest first (by intents, then emotion), and `all` at the end."""
    return [(code, _cells(part)) for code, part in [*_weakest_first(report), ("all", report["all"])]]


def _weakest_first(report: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return sorted(report["languages"].items(), key=lambda item: _rank(item[1]))


def _rank(part: dict[str, Any]) -> tuple[float, float]:
    intent = part.get("intent", {}).get("accuracy", {}).get("value")
    emotion = part.get("emotion", {}).get("accuracy", {}).get("value")
    return (1.0 if intent is None else intent, 1.0 if emotion is None else emotion)


def _cells(part: dict[str, Any]) -> dict[str, str]:
    intent, emotion = part.get("intent", {}), part.get("emotion", {})
    accuracy = intent.get("accuracy")
    return {
        "messages": str(part["messages"]),
        "intent": _number(accuracy),
        "interval": f"{accuracy['low']:.2f}-{accuracy['high']:.2f}" if accuracy else "",
        "both": _number(intent.get("both_intents")),
        "false": _number(intent.get("false_second_intent")),
        "ece": _number(intent.get("calibration_error")),
        "auroc": _number(intent.get("out_of_scope_auroc")),
        "emotion": _number(emotion.get("accuracy")),
        "macro": _number(emotion.get("macro_f1")),
        "negative": _number(emotion.get("negative_recall")),
        "urgency": _number(part.get("urgency", {}).get("accuracy")),
        "entity": _number(part.get("entities", {}).get("all", {}).get("f1")),
        "language": _number(part.get("language")),
    }


def _number(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("value")
    return "" if value is None else f"{value:.3f}"


def as_table(report: dict[str, Any]) -> str:
    """The report as text: one line per language."""
    rows = rows_of(report)
    used = [(key, title) for key, title in _COLUMNS if any(cells[key] for _, cells in rows)]
    lines = [["", *(title for _, title in used)]]
    lines += [[code, *(cells[key] for key, _ in used)] for code, cells in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    text = "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    confusions = report["all"].get("intent", {}).get("confusions", [])[:8]
    if confusions:
        said = ", ".join(f"{each['truth']} > {each['said']} {each['count']}" for each in confusions)
        text += f"\nmost confused: {said}"
    if report.get("speed"):
        text += f"\none message: p50 {report['speed']['p50_ms']} ms, p95 {report['speed']['p95_ms']} ms"
    return text


def as_html(report: dict[str, Any], title: str = "Evaluation") -> str:
    """The report as one page without scripts or outside files."""
    rows = rows_of(report)
    used = [(key, name) for key, name in _COLUMNS if any(cells[key] for _, cells in rows)]
    head = "".join(f"<th scope=col>{escape(name)}</th>" for _, name in used)
    body = "".join(
        f"<tr><th scope=row>{escape(code)}</th>"
        + "".join(f"<td>{escape(cells[key])}</td>" for key, _ in used)
        + "</tr>"
        for code, cells in rows
    )
    parts = [f"<h1>{escape(title)}</h1><p>Model {escape(str(report['model']))}, {report['messages']} messages.</p>"]
    parts.append(f"<h2>By language, weakest first</h2><table><tr><th></th>{head}</tr>{body}</table>")
    intent = report["all"].get("intent")
    if intent:
        told = [(code, part["intent"]["accuracy"]) for code, part in _weakest_first(report) if "intent" in part]
        parts.append("<h2>Intents right, by language</h2>" + intervals(told, "share of intents that are right"))
        parts.append("<h2>Accuracy of intents</h2>" + _bars(intent["by_intent"]))
        parts.append("<h2>Answering less, answering better</h2>" + risk_coverage_curve(intent["risk_coverage"]))
        parts.append("<h2>Do probabilities mean what they say</h2>" + calibration_plot(intent["calibration"]))
        parts.append("<h2>Confused intents</h2>" + _confusions(intent["confusions"]))
    for name in ("emotion", "urgency"):
        if report["all"].get(name):
            parts.append(f"<h2>Confused in {name}</h2>" + matrix_table(report["all"][name]["matrix"]))
    if report.get("speed"):
        slow = "".join(f"<li>{each['ms']} ms: {escape(each['text'])}</li>" for each in report["speed"]["slowest"])
        parts.append(f"<h2>Slowest messages</h2><ol>{slow}</ol>")
    return _PAGE.format(title=escape(title), body="\n".join(parts))


def _bars(by_intent: dict[str, Any]) -> str:
    rows = sorted(by_intent.items(), key=lambda item: item[1]["value"])
    cells = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{each['count']}</td><td>{each['value']:.3f}</td>"
        f"<td><meter min=0 max=1 low=0.8 high=0.9 optimum=1 value={each['value']}></meter></td></tr>"
        for name, each in rows
    )
    return f"<table><tr><th>intent</th><th>n</th><th>accuracy</th><th></th></tr>{cells}</table>"


def _confusions(confusions: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(each['truth'])}</td><td>{escape(each['said'])}</td><td>{each['count']}</td></tr>"
        for each in confusions
    )
    return f"<table><tr><th>is</th><th>understood as</th><th>n</th></tr>{rows}</table>"


_PAGE = """<!doctype html>
<html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width"><title>{title}</title>
<style>body{{font:15px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}}
table{{border-collapse:collapse}}td,th{{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #ccc}}
th[scope=row],td:first-child{{text-align:left}}svg{{max-width:32rem}}</style>
{body}
</html>
"""
