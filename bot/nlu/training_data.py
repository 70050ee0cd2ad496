"""Training data: what the files of `nlu_data/<language>/` say, checked."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.nlu.arabic import ARABIC_VARIANTS
from bot.nlu.labels import SEPARATOR


class TrainingDataError(Exception):
    """A training file is wrong; the message names file, line and what was expected."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True)
class Annotation:
    """An entity marked in an example: `text[start:end]` of the example, and its value."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """One message with what it means. `emotion`, `urgency`, `kind` are None where the data does not say."""

    text: str
    language: str
    intents: tuple[str, ...]
    emotion: str | None = None
    urgency: str | None = None
    kind: str | None = None
    entities: tuple[Annotation, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def label(self) -> str:
        """The intents as one name, `order_status+return_policy`."""
        return SEPARATOR.join(self.intents)

    @property
    def place(self) -> str:
        """Where it is written, `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class ValueExample:
    """An answer to a question of the bot: `too tight` says `too_small` for the slot `return_reason`.

    Written as Rasa writes sub-intents: `return_reason/too_small`.
    """

    text: str
    language: str
    slot: str
    value: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All examples, and the synonyms (variant to value), lookups and regexes (by entity or name)."""

    examples: tuple[Example, ...] = ()
    values: tuple[ValueExample, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regexes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes, sorted."""
        return tuple(sorted({example.language for example in self.examples}))

    @property
    def intents(self) -> tuple[str, ...]:
        """Names of all single intents, sorted."""
        return tuple(sorted({intent for example in self.examples for intent in example.intents}))

    def fingerprint(self) -> str:
        """SHA-256 of what can be learnt from the data; the order of files and examples does not matter."""
        rows = sorted(
            (
                example.language,
                example.text,
                example.label,
                example.emotion or "",
                example.urgency or "",
                tuple((mark.entity, mark.value, mark.start, mark.end) for mark in example.entities),
            )
            for example in self.examples
        )
        values = sorted((each.language, each.text, each.slot, each.value) for each in self.values)
        rest = [
            values,
            sorted(self.synonyms.items()),
            sorted(self.lookups.items()),
            sorted(self.regexes.items()),
        ]
        return hashlib.sha256(repr([rows, rest]).encode()).hexdigest()


def read_training_data(
    folder: Path, *, intents: Collection[str] | None = None, entities: Collection[str] | None = None
) -> TrainingData:
    """All `*.yml` files in the language folders of `folder`.

    intents, entities: allowed names, where the caller knows them. TrainingDataError when a file is wrong, a
    name is not allowed or there is nothing to read.
    """
    from bot.nlu.training_files import read_file

    files = sorted(path for path in folder.glob("*/*.y*ml") if not path.name.startswith("."))
    if not files:
        raise TrainingDataError(str(folder), 0, "no training data: expected <language>/*.yml in it")
    data = merge(read_file(path, str(path.relative_to(folder.parent))) for path in files)
    for example in data.examples:
        for intent in example.intents:
            if intents is not None and intent not in intents:
                problem = f"the intent {intent} is not in the domain; expected one of {_names(intents)}"
                raise TrainingDataError(example.file, example.line, problem)
        for mark in example.entities:
            if entities is not None and mark.entity not in entities:
                expected = _names(entities)
                problem = f"the entity {mark.entity} is not in the domain; expected one of {expected}"
                raise TrainingDataError(example.file, example.line, problem)
    return data


def merge(parts: Iterable[TrainingData]) -> TrainingData:
    """One set of several; lookups and regexes of the same name are joined."""
    examples: list[Example] = []
    values: list[ValueExample] = []
    synonyms: dict[str, str] = {}
    lookups: defaultdict[str, list[str]] = defaultdict(list)
    regexes: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        examples += part.examples
        values += part.values
        synonyms.update(part.synonyms)
        for name, listed in part.lookups.items():
            lookups[name] += listed
        for name, listed in part.regexes.items():
            regexes[name] += listed
    return TrainingData(
        tuple(examples),
        tuple(values),
        synonyms,
        {name: tuple(dict.fromkeys(listed)) for name, listed in lookups.items()},
        {name: tuple(dict.fromkeys(listed)) for name, listed in regexes.items()},
    )


def find_problems(data: TrainingData) -> list[str]:
    """Warnings: the same text twice in a language, and the same text with different labels anywhere."""
    by_text: defaultdict[str, list[Example]] = defaultdict(list)
    for example in data.examples:
        by_text[fold(example.text)].append(example)
    warnings = []
    for same in by_text.values():
        if len(same) == 1:
            continue
        first = same[0]
        if len({example.label for example in same}) > 1:
            said = ", ".join(f"{example.label} ({example.place})" for example in same)
            warnings.append(f"conflict: {first.text!r} is {said}")
        for language, count in Counter(example.language for example in same).items():
            if count > 1:
                places = ", ".join(example.place for example in same if example.language == language)
                warnings.append(f"duplicate: {first.text!r} in {places}")
    return warnings


def fold(text: str) -> str:
    """The text without case, spacing, final punctuation and Arabic spelling variants: equal ones mean the same.

    Of the variants that Arabic shoppers type at will, hamza on or under alef, final dotless ya and ta marbuta become
    the plain letter; vowel signs and lengthening strokes go.
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().translate(ARABIC_VARIANTS).split())
    return folded.rstrip(" .!?。！？…،؟~") or folded


def _names(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
