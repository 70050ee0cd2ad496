"""Measures the rules on annotated examples: `python -m bot.nlu.entities.evaluate [DATA_DIR]`."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.nlu.entities.extractor import EntityExtractor
from bot.nlu.training_data import Example, read_training_data

_TODAY = date(2026, 11, 25)


@dataclass
class Score:
    """marked: annotations; met: those that a find of the same entity overlaps; exact: with the same span.

    found: finds; right: those that overlap an annotation of the same entity.
    """

    marked: int = 0
    met: int = 0
    exact: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Share of the annotations that are met, 0..1."""
        return self.met / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        """Share of the finds that are right, 0..1: a lower bound, for not every mention is annotated."""
        return self.right / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Score) -> None:
        """Add the counts of another score."""
        for name in ("marked", "met", "exact", "found", "right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def evaluate(extractor: EntityExtractor, examples: Iterable[Example]) -> dict[str, dict[str, Score]]:
    """Return language to entity to score."""
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    for example in examples:
        got = extractor.extract(example.text, example.language, today=_TODAY)
        table = scores[example.language]
        for mark in example.entities:
            same = [e for e in got if e.entity == mark.entity and e.start < mark.end and mark.start < e.end]
            table[mark.entity].marked += 1
            table[mark.entity].met += bool(same)
            table[mark.entity].exact += any((e.start, e.end) == (mark.start, mark.end) for e in same)
        for entity in got:
            score = table[entity.entity]
            score.found += 1
            score.right += any(
                m.entity == entity.entity and entity.start < m.end and m.start < entity.end for m in example.entities
            )
    return {language: dict(table) for language, table in scores.items()}


def total(table: Mapping[str, Score]) -> Score:
    """Return the sum over all entities."""
    score = Score()
    for one in table.values():
        score.add(one)
    return score


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.entities.evaluate", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("nlu_data"), metavar="DATA_DIR")
    options = parser.parse_args(arguments)
    examples = read_training_data(options.data).examples
    extractor = EntityExtractor()
    begin = time.perf_counter()
    scores = evaluate(extractor, examples)
    each = (time.perf_counter() - begin) / len(examples) * 1e3
    for language, table in sorted(scores.items()):
        whole = total(table)
        print(f"{language}: F1 {whole.f1:.3f}, precision {whole.precision:.3f}, recall {whole.recall:.3f}")
        print("  " + ", ".join(f"{name} {score.f1:.2f} ({score.marked})" for name, score in sorted(table.items())))
    print(f"{len(examples)} messages, {each:.2f} ms each")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
