"""Finds days and times by the forms of a rules file, such as `vor {n} {unit}` or `{month}月{d}日`.

A form is a row of placeholders and words. A word may name alternatives (`de|del`), stand for several (`dentro_de`)
and be left out when it ends in `?`. Between two elements there may be spaces and a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.nlu.entities.folding import fold_phrase
from bot.nlu.entities.numbers import Number
from bot.nlu.entities.phrasebook import ends_word, is_hangul, starts_word
from bot.nlu.entities.rules import Rules
from bot.nlu.entities.scene import Scene

_ELEMENT = re.compile(r"\{(\w+)\}(\?)?|([^\s{}]+)")
_GAP = re.compile(r" ?,? ?")
# an hour, with its minutes or without: `14:30`, `14h30`, `9.30`
_CLOCK = re.compile(r"(?<![\d:/.,-])(\d{1,2})(?:[:.h]([0-5]\d))?(?!\d)(?![.,/:]\d)")
_AFTER_DASH = re.compile(r"(?<=\d-)\d{1,2}(?!\d)")
_DIGITS = re.compile(r"(?<![\d:/])(?<!\d[.,-])\d{1,4}(?!\d)(?![.,/]\d| ?[%€$£])")
_DAY_BEFORE = re.compile(r"(?<![a-z0-9])\d{1,2}[.º]?(?: [^\W\d]{1,3})? ?$")
_WORDED = frozenset({"n", "d", "hour"})
_LEAST_WORDED_HOUR = 3  # `一点` is mostly a little
# how many digits and which values a placeholder takes
_RANGES = {
    "d": (1, 31),
    "m": (1, 12),
    "h": (0, 24),
    "hour": (0, 24),
    "min": (0, 59),
    "n": (1, 400),
    "year": (1990, 2620),
}


@dataclass(frozen=True, slots=True)
class Element:
    """A placeholder (kind) or words (the longest first)."""

    kind: str
    words: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class DateForm:
    """A compiled form."""

    elements: tuple[Element, ...]
    meaning: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A form found at `start:end`. values: placeholder to what stood there."""

    meaning: str
    values: Mapping[str, str]
    start: int
    end: int
    order: int


@cache
def compile_forms(forms: Sequence[tuple[str, str]]) -> tuple[DateForm, ...]:
    """Return the forms ready to match."""
    compiled = []
    for form, meaning in forms:
        elements = []
        for kind, maybe, word in _ELEMENT.findall(form):
            optional = bool(maybe) or word.endswith("?")
            words = tuple(
                sorted((fold_phrase(w.replace("_", " ")) for w in word.rstrip("?").split("|")), key=len, reverse=True)
            )
            elements.append(Element(kind, () if kind else words, optional))
        while len(elements) > 1 and elements[0].optional:  # the form with its first element is one of its own
            compiled.append(_form([replace(elements[0], optional=False), *elements[1:]], meaning))
            elements = elements[1:]
        compiled.append(_form(elements, meaning))
    return tuple(compiled)


def _form(elements: Sequence[Element], meaning: str) -> DateForm:
    needs = frozenset(e.kind for e in elements if e.kind in _HIT_KINDS and not e.optional)
    return DateForm(tuple(elements), meaning, needs)


_HOURS = frozenset({"h", "hour"})
_NAMES = {"hour": "h"}
_HIT_KINDS = frozenset({"day", "weekday", "month", "unit", "part", "holiday", "next", "last", "this"})


def match_forms(scene: Scene, rules: Rules, numbers: Sequence[Number]) -> Iterator[DateMatch]:
    """Yield every match of every form; they may overlap."""
    present = {kind for kind in _HIT_KINDS if scene.of(kind)}
    if scene.of("short_month"):
        present.add("month")
    board = _Board(scene, present, numbers)
    for order, form in enumerate(compile_forms(rules.forms)):
        if form.needs <= present:
            for start in board.starts(form.elements[0]):
                for values, end in board.follow(form.elements, 0, start, start):
                    if form.elements[-1].kind in _RANGES and _is_letter(scene.text[end : end + 1]):
                        continue  # `el 3B`
                    yield DateMatch(form.meaning, values, start, end, order)
                    if not form.elements[-1].optional:
                        break  # otherwise the shorter one too: `오늘 오후` ends in `오후 2시`


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


class _Board:
    """The pieces of one text by where they begin."""

    def __init__(self, scene: Scene, present: set[str], numbers: Sequence[Number]) -> None:
        self.text = scene.text
        self.hits: dict[str, dict[int, list[tuple[int, str]]]] = {}
        for kind in present:
            places = self.hits.setdefault(kind, {})
            for hit in scene.of(kind):
                places.setdefault(hit.begin, []).append((hit.stop, hit.value))
        self.numbers = {m.start(): (m.end(), m[0]) for m in _DIGITS.finditer(self.text)}
        self.clocks = {m.start(): (m.end(), f"{m[1]}:{m[2]}" if m[2] else m[1]) for m in _CLOCK.finditer(self.text)}
        for match in _AFTER_DASH.finditer(self.text):  # `3-5 December`; not `3-5 days`
            if any(hit.begin - match.end() in (0, 1, 2) for hit in scene.of("month")):
                self.numbers[match.start()] = (match.end(), match[0])
        short = {(hit.begin, (hit.stop, hit.value)) for hit in scene.of("short_month")}
        for begin, found in short:  # `20 déc`: short names of months count only behind a day
            if _DAY_BEFORE.search(self.text, 0, begin):
                self.hits.setdefault("month", {}).setdefault(begin, []).append(found)
        self.words: dict[int, list[tuple[int, str]]] = {}
        for number in numbers:
            if number.worded and number.value == int(number.value):
                self.words.setdefault(number.start, []).append((number.end, str(int(number.value))))

    def starts(self, element: Element) -> list[int]:
        """Return where the first element of a form may begin."""
        if element.kind in _RANGES:
            digits = self.clocks if element.kind in _HOURS else self.numbers
            return [*digits, *(self.words if element.kind in _WORDED else ())]
        if element.kind:
            return list(self.hits.get(element.kind, ()))
        found = []
        for word in element.words:
            at = self.text.find(word)
            while at >= 0:
                if self._is_word(word, at):
                    found.append(at)
                at = self.text.find(word, at + 1)
        return found

    def follow(
        self, elements: Sequence[Element], index: int, at: int, end: int
    ) -> Iterator[tuple[dict[str, str], int]]:
        """Yield the values and the end of `elements[index:]` from `at` on, the longest match first."""
        if index == len(elements):
            yield {}, end
            return
        element = elements[index]
        gap = _GAP.match(self.text, at) if index else None
        here = gap.end() if gap else at
        for stop, value in self._here(element, here):
            for rest, last in self.follow(elements, index + 1, stop, stop):
                yield ({_NAMES.get(element.kind, element.kind): value, **rest} if element.kind else rest), last
        if element.optional:
            yield from self.follow(elements, index + 1, at, end)

    def _is_word(self, word: str, at: int) -> bool:
        """Tell whether `word` stands at `at`; Korean particles may follow."""
        end = at + len(word)
        if not self.text.startswith(word, at) or not starts_word(self.text, at):
            return False
        return ends_word(self.text, end) or (is_hangul(word[-1]) and is_hangul(self.text[end]))

    def _behind_a_part(self, at: int) -> bool:
        """Tell whether a part of the day ends at `at`: `下午一点` is an hour."""
        return any(end == at for hits in self.hits.get("part", {}).values() for end, _ in hits)

    def _here(self, element: Element, at: int) -> Iterator[tuple[int, str]]:
        if element.kind in _RANGES:
            low, high = _RANGES[element.kind]
            found = (self.clocks if element.kind in _HOURS else self.numbers).get(at)
            if found and low <= int(found[1].partition(":")[0]) <= high:
                if element.kind != "year" or len(found[1]) == 4:
                    yield found
            elif element.kind in _WORDED:
                low = _LEAST_WORDED_HOUR if element.kind == "hour" and not self._behind_a_part(at) else low
                yield from ((e, v) for e, v in self.words.get(at, ()) if low <= int(v) <= high)
        elif element.kind:
            yield from self.hits.get(element.kind, {}).get(at, ())
        else:
            for word in element.words:
                if self._is_word(word, at):
                    yield at + len(word), word
                    return
