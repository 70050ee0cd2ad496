"""Pictures of a report as SVG: no scripts, no outside files, readable in dark and light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any


def intervals(rows: Sequence[tuple[str, Mapping[str, Any]]], what: str) -> str:
    """A line per row with its share as a point and its 95 % interval as a bar. rows: name, {value, low, high}."""
    known = [(name, each) for name, each in rows if each.get("value") is not None]
    if not known:
        return ""
    least = min(0.9, *(each["low"] for _, each in known))
    first = int(least * 10) / 10

    def place(value: float) -> float:
        return 60 + 320 * (value - first) / (1 - first)

    height = 30 + 18 * len(known)
    parts = [f"<svg viewBox='0 0 400 {height}' role=img aria-label='{escape(what)}, with 95 % intervals'>"]
    steps = round((1 - first) * 10)
    for step in range(steps + 1):
        value = first + step / 10
        parts.append(
            f"<line x1={place(value):.0f} y1=16 x2={place(value):.0f} y2={height - 8} stroke=gray stroke-opacity=.3 />"
            f"<text x={place(value):.0f} y=11 font-size=9 text-anchor=middle fill=currentColor>{value:.1f}</text>"
        )
    for at, (name, each) in enumerate(known):
        y = 26 + 18 * at
        parts.append(
            f"<text x=4 y={y + 4} font-size=11 fill=currentColor>{escape(name)}</text>"
            f"<line x1={place(each['low']):.1f} y1={y} x2={place(each['high']):.1f} y2={y} stroke=currentColor "
            f"stroke-width=3 stroke-opacity=.4 /><circle cx={place(each['value']):.1f} cy={y} r=4 fill=currentColor />"
        )
    return "".join(parts) + "</svg>"


def risk_coverage_curve(points: Sequence[Sequence[float]]) -> str:
    """Share of wrong answers over the share of answered messages. points: (threshold, coverage, risk)."""
    if not points:
        return ""
    worst = max(0.01, *(risk for _, _, risk in points))
    path = " ".join(f"{40 + 340 * coverage:.1f},{180 - 160 * risk / worst:.1f}" for _, coverage, risk in points)
    return (
        "<svg viewBox='0 0 400 210' role=img aria-label='share of wrong answers over share of answered messages'>"
        f"<polyline points='{path}' fill=none stroke=currentColor stroke-width=2 />"
        "<line x1=40 y1=180 x2=380 y2=180 stroke=gray /><line x1=40 y1=20 x2=40 y2=180 stroke=gray />"
        f"<text x=40 y=14 font-size=11 fill=currentColor>wrong, up to {worst:.1%}</text>"
        "<text x=300 y=200 font-size=11 fill=currentColor>answered, to 100 %</text></svg>"
    )


def calibration_plot(points: Sequence[Sequence[float]]) -> str:
    """Share of right answers over the confidence told; on the line, probabilities mean what they say."""
    if not points:
        return ""
    most = max(count for _, _, count in points)
    dots = "".join(
        f"<circle cx={40 + 160 * confidence:.1f} cy={180 - 160 * right:.1f} r={2 + 6 * (count / most) ** 0.5:.1f} "
        f"fill=currentColor fill-opacity=.6><title>told {confidence:.2f}, right {right:.2f}, {count:.0f} messages"
        "</title></circle>"
        for confidence, right, count in points
    )
    return (
        "<svg viewBox='0 0 400 210' role=img aria-label='share of right answers over the confidence told'>"
        "<line x1=40 y1=180 x2=200 y2=20 stroke=gray stroke-dasharray=4 />"
        "<line x1=40 y1=180 x2=200 y2=180 stroke=gray /><line x1=40 y1=20 x2=40 y2=180 stroke=gray />"
        f"{dots}<text x=40 y=14 font-size=11 fill=currentColor>right</text>"
        "<text x=205 y=184 font-size=11 fill=currentColor>confidence told, to 1</text></svg>"
    )


def matrix_table(matrix: Mapping[str, Mapping[str, int]]) -> str:
    """Truth by row, understood by column; the darker, the larger the share of the row."""
    if not matrix:
        return ""
    labels = list(next(iter(matrix.values())))
    head = "".join(f"<th scope=col>{escape(label)}</th>" for label in labels)
    lines = []
    for truth, row in matrix.items():
        total = max(1, sum(row.values()))
        cells = "".join(
            f"<td style='background:rgb(90 130 220 / {row[label] / total:.2f})'>{row[label] or ''}</td>"
            for label in labels
        )
        lines.append(f"<tr><th scope=row>{escape(truth)}</th>{cells}</tr>")
    return f"<table><tr><th>is, understood as</th>{head}</tr>{''.join(lines)}</table>"
