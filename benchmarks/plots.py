"""Plots of measured series as PNG; without matplotlib (the extra `bench`) there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.claims import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Series = dict[str, list[float]]
_Paint = Callable[[Sequence["Axes"], _Series], None]
_OURS, _PEER = "#0b5d5b", "#c2762a"
_PEER_ROWS = (
    ("start", "start, s"),
    ("memory", "memory, MB"),
    ("p50", "answer p50, ms"),
    ("p95", "answer p95, ms"),
    ("rate", "32 senders, messages/s"),
)


def draw(outcome: Outcome, folder: Path) -> list[Path]:
    """Draws what the outcome has series for; the files."""
    try:
        import matplotlib as mpl
    except ImportError:
        return []
    mpl.use("Agg")
    series = outcome.series
    pictures: list[tuple[str, tuple[str, ...], _Paint]] = [
        ("latency", ("latency",), _spread("milliseconds to the answer, mixed languages", "latency")),
        ("turns", ("turns",), _turns({"Dragoman": "turns"})),
        ("throughput", ("throughput",), _spread("milliseconds to the answer, 32 senders at once", "throughput")),
        ("peer-turns", ("Dragoman turns", "Rasa turns"), _turns({"Dragoman": "Dragoman turns", "Rasa": "Rasa turns"})),
        ("peer", ("Rasa start",), _beside),
    ]
    return [
        _save(folder / f"{name}.png", len(_PEER_ROWS) if paint is _beside else 1, paint, series)
        for name, wanted, paint in pictures
        if all(series.get(key) for key in wanted)
    ]


def _save(path: Path, columns: int, paint: _Paint, series: _Series) -> Path:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, columns, figsize=(max(7, 2.2 * columns), 3.2), squeeze=False)
    for one in axes[0]:
        one.spines[["top", "right"]].set_visible(False)
    paint(list(axes[0]), series)
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": ""})
    pyplot.close(figure)
    return path


def _spread(label: str, key: str) -> _Paint:
    """The share of answers that came within so many milliseconds."""

    def paint(all_axes: Sequence[Axes], series: _Series) -> None:
        axes = all_axes[0]
        ranked = sorted(series[key])
        axes.plot(ranked, [(place + 1) / len(ranked) for place in range(len(ranked))], color=_OURS, linewidth=2)
        axes.set_xlim(0, ranked[int(len(ranked) * 0.99)] * 1.05)
        axes.set_ylim(0, 1)
        axes.set_xlabel(label)
        axes.set_ylabel("share of messages")
        axes.grid(alpha=0.3)

    return paint


def _turns(names: dict[str, str]) -> _Paint:
    def paint(all_axes: Sequence[Axes], series: _Series) -> None:
        axes = all_axes[0]
        for (name, key), colour in zip(names.items(), (_OURS, _PEER), strict=False):
            values = series[key]
            axes.plot(range(1, len(values) + 1), values, ".", markersize=3, color=colour, label=name)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("turn of one conversation")
        axes.set_ylabel("ms")
        axes.grid(alpha=0.3)
        if len(names) > 1:
            axes.legend(frameon=False)

    return paint


def _beside(axes: Sequence[Axes], series: _Series) -> None:
    for one, (key, title) in zip(axes, _PEER_ROWS, strict=True):
        values = [series[f"{name} {key}"][0] for name in ("Dragoman", "Rasa")]
        bars = one.bar(["Dragoman", "Rasa"], values, color=[_OURS, _PEER])
        one.bar_label(bars, fmt="{:.3g}", fontsize=8)
        one.set_title(title, fontsize=9)
        one.set_yticks([])
        one.spines["left"].set_visible(False)
