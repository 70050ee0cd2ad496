"""Measures the rules on annotated messages: `python -m bot.nlu.entities.evaluate [PATH…] [--wrong ENTITY]`.

A path is a folder of training data (the marks count) or a file of labelled JSONL (the values count).
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.nlu.entities.extractor import EntityExtractor
from bot.nlu.entities.phrasebook import ends_word, starts_word
from bot.nlu.training_data import Annotation, Example, read_training_data
from bot.nlu.understanding import Entity

TODAY = date(2026, 11, 25)  # the day that relative dates of annotated messages count from


@dataclass
class Score:
    """marked: annotations; met: those that a find of the same entity overlaps; exact: with the same span.

    found: finds; right: those that overlap an annotation of the same entity.
    valued: annotations that give a value other than what is written; same: those that are met with this value.
    """

    marked: int = 0
    met: int = 0
    exact: int = 0
    found: int = 0
    right: int = 0
    valued: int = 0
    same: int = 0

    @property
    def recall(self) -> float:
        """Share of the annotations that are met, 0..1."""
        return self.met / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        """Share of the finds that are right, 0..1: a lower bound where not every mention is annotated."""
        return self.right / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Score) -> None:
        """Add the counts of another score."""
        for name in ("marked", "met", "exact", "found", "right", "valued", "same"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mark that is not met (`missed`), a find without a mark (`extra`) or another value than marked (`value`)."""

    kind: str
    entity: str
    written: str
    example: Example


def evaluate(
    extractor: EntityExtractor, examples: Iterable[Example], wrong: list[Wrong] | None = None
) -> dict[str, dict[str, Score]]:
    """Return language to entity to score; what is wrong is added to `wrong`."""
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    errors: list[Wrong] = [] if wrong is None else wrong
    for example in examples:
        got = extractor.extract(example.text, example.language, today=TODAY)
        table = scores[example.language]
        for mark in example.entities:
            same = [entity for entity in got if _meet(entity, mark)]
            score, written = table[mark.entity], example.text[mark.start : mark.end]
            score.marked += 1
            score.met += bool(same)
            score.exact += any((e.start, e.end) == (mark.start, mark.end) for e in same)
            if not same:
                errors.append(Wrong("missed", mark.entity, written, example))
            if mark.value != written:
                score.valued += 1
                hit = any(str(entity.value).casefold() == mark.value.casefold() for entity in same)
                score.same += hit
                if same and not hit:
                    errors.append(Wrong("value", mark.entity, f"{written}: {same[0].value}", example))
        for entity in got:
            right = any(_meet(entity, mark) for mark in example.entities)
            table[entity.entity].found += 1
            table[entity.entity].right += right
            if not right:
                errors.append(Wrong("extra", entity.entity, entity.text, example))
    return {language: dict(table) for language, table in scores.items()}


def _meet(entity: Entity, mark: Annotation) -> bool:
    return entity.entity == mark.entity and entity.start < mark.end and mark.start < entity.end


def total(table: Mapping[str, Score]) -> Score:
    """Return the sum over all entities."""
    score = Score()
    for one in table.values():
        score.add(one)
    return score


def read_labelled(path: Path) -> Iterator[Example]:
    """Yield the messages of labelled JSONL; a value stands where it is written in the text. Raises `ValueError`."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        marks, text = [], row["text"]
        free = text.casefold()
        for entity in row.get("entities", ()):
            written = entity["value"].casefold()
            places = [match.start() for match in re.finditer(re.escape(written), free)]
            start = next((at for at in places if starts_word(free, at) and ends_word(free, at + len(written))), -1)
            start = start if start >= 0 or not places else places[0]
            if start < 0:
                raise ValueError(f"{path}:{number}: {entity['value']!r} is not in the text")
            end = start + len(written)
            free = free[:start] + "\0" * len(written) + free[end:]
            marks.append(Annotation(entity["entity"], text[start:end], start, end))
        yield Example(text, row["lang"], (row.get("intent", ""),), entities=tuple(marks), file=str(path), line=number)


def milliseconds(extractor: EntityExtractor, examples: Sequence[Example]) -> list[float]:
    """Return how long each of the messages takes, read one by one after a warm-up."""
    for example in {example.language: example for example in examples}.values():
        extractor.extract(example.text, example.language, today=TODAY)
    times = []
    for example in examples:
        begin = time.perf_counter()
        extractor.extract(example.text, example.language, today=TODAY)
        times.append((time.perf_counter() - begin) * 1e3)
    return times


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.entities.evaluate", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("nlu_data")], metavar="PATH")
    parser.add_argument("--wrong", metavar="ENTITY", help="list what is wrong with this entity, or with `all`")
    parser.add_argument("--language", help="only this language")
    options = parser.parse_args(arguments)
    examples: list[Example] = []
    for path in options.paths:
        examples += read_labelled(path) if path.suffix == ".jsonl" else read_training_data(path).examples
    examples = [one for one in examples if options.language in (None, one.language)]
    extractor = EntityExtractor()
    wrong: list[Wrong] = []
    scores = evaluate(extractor, examples, wrong)
    for language, table in sorted(scores.items()):
        whole = total(table)
        print(f"{language}: F1 {whole.f1:.3f}, precision {whole.precision:.3f}, recall {whole.recall:.3f}", end="")
        print(f", spans {whole.exact}/{whole.met}", end="")
        print(f", values {whole.same}/{whole.valued}" if whole.valued else "")
        print("  " + ", ".join(f"{name} {score.f1:.2f} ({score.marked})" for name, score in sorted(table.items())))
    for one in wrong:
        if options.wrong in (one.entity, "all"):
            print(f"{one.example.language} {one.kind} {one.entity} [{one.written}] {one.example.text}")
    times = sorted(milliseconds(extractor, examples[:: max(1, len(examples) // 2000)]))
    print(
        f"{len(examples)} messages, median {statistics.median(times):.2f} ms, p95 {times[len(times) * 95 // 100]:.2f}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
