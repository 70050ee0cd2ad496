"""The rules of one language (`data/<language>.yml`), read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.yaml_files import LOADER

DATA = Path(__file__).parent / "data"

# section -> what its entries are: a list of phrases, phrases by name, pairs of form and meaning, regular
# expressions, or one word
_LIST, _BY_NAME, _FORMS, _PATTERNS, _WORD = "list", "by name", "forms", "patterns", "word"
_SECTIONS = {
    "prefixes": _LIST, "articles": _LIST, "suffixes": _LIST, "strict_signs": _WORD, "borrows": _WORD, "typos": _WORD,
    "compounds": _WORD, "tails": _WORD,
    "numbers": _BY_NAME, "digits": _BY_NAME, "multipliers": _BY_NAME, "multiplier_currency": _WORD,
    "letters": _BY_NAME, "dash": _LIST, "number_joins": _LIST,
    "cues": _BY_NAME, "hints": _BY_NAME,
    "weekdays": _BY_NAME, "months": _BY_NAME, "days": _BY_NAME, "parts": _BY_NAME, "units": _BY_NAME,
    "next": _LIST, "last": _LIST, "this": _LIST, "short_months": _BY_NAME, "dotted_dates": _WORD, "outside": _LIST,
    "from": _LIST, "to": _LIST, "and": _LIST, "around": _LIST,
    "holidays": _BY_NAME, "date_forms": _FORMS, "not_dates": _LIST,
    "currencies": _BY_NAME, "not_amounts": _LIST, "tenths": _LIST, "about": _LIST, "free": _LIST,
    "not_codes": _PATTERNS, "colours": _BY_NAME, "shades": _LIST, "not_colours": _LIST,
    "sizes": _BY_NAME, "size_letters": _BY_NAME, "size_marks": _LIST, "size_numbers": _LIST, "centimetres": _LIST,
    "not_sizes": _LIST, "scripts": _LIST,
    "instead": _LIST, "or": _LIST, "counters": _LIST, "uncounted": _LIST, "partitives": _LIST, "measures": _LIST,
    "quantities": _BY_NAME, "not_quantities": _LIST,
    "payments": _BY_NAME, "not_payments": _LIST, "goods": _LIST, "modifiers": _LIST, "not_goods": _LIST,
    "not_compounds": _LIST,
    "places": _BY_NAME, "more_places": _LIST, "place_endings": _LIST, "not_places": _LIST, "address_forms": _PATTERNS,
    "address_parts": _PATTERNS, "address_leads": _PATTERNS,
}  # fmt: skip
PLACEHOLDERS = (
    "day", "weekday", "month", "unit", "part", "holiday", "next", "last", "this", "n", "d", "m", "year", "h",
    "hour", "min",
)  # fmt: skip
MEANINGS = (
    "day", "weekday", "weekday_next", "weekday_last", "weekday_next_week", "weekday_last_week", "weekday_this_week",
    "weekday_week_after", "weekday_in_a_week", "weekday_date", "week_after",
    "ago", "ahead", "unit_next", "unit_last", "unit_this", "unit_start", "unit_end", "weekend", "weekend_next",
    "weekend_last", "date", "month", "month_next", "month_last", "day_next_month", "holiday", "part", "part_last",
    "week_next", "week_last", "week_this", "month_after", "month_before", "month_this", "year_next", "year_last",
    "week_end", "month_end", "month_start", "month_end_next", "month_end_last", "year_end", "year_start",
    "time", "time_pm", "time_half", "time_after_six", "none",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# what a meaning's form must have one of; the longest beginning that fits a meaning counts
_NEEDED = {
    "weekday": ("weekday",), "day_next_month": ("d",), "day": ("day",), "ago": ("unit",), "ahead": ("unit",),
    "unit": ("unit",), "date": ("d", "day"), "month_after": (), "month_before": (), "month_this": (),
    "month_end": (), "month_start": (),
    "month": ("month", "m"), "holiday": ("holiday",), "time": ("h", "hour"),
}  # fmt: skip
_USUAL_SIZES = ("33-48",)  # shoes and clothes in European sizes
_BORROWS = ("", "names", "all")
_SCRIPTS = ("s2t", "s2tw", "s2twp", "s2hk", "t2s", "tw2sp", "hk2s")  # conversions of OpenCC


class RulesError(ValueError):
    """A rules file is wrong; the message names file, line, what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The sections of a rules file; a section that is not in the file is empty.

    lists: section to phrases. named: section to name to phrases. forms: (form, meaning) of dates, in order.
    words: section to its word. patterns: section to regular expressions over the folded text without accents.
    """

    language: str
    lists: Mapping[str, tuple[str, ...]]
    named: Mapping[str, Mapping[str, tuple[str, ...]]]
    forms: tuple[tuple[str, str], ...]
    words: Mapping[str, str]
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]

    @property
    def strict_signs(self) -> bool:
        """Whether accents tell words apart so much that they may not be left out word by word."""
        return self.words["strict_signs"] == "true"

    @property
    def borrows(self) -> str:
        """What messages borrow from English: `all` its phrases, only `names` (payments, cues, carriers), or nothing."""
        return self.words["borrows"]

    def size_numbers(self) -> tuple[range, ...]:
        """Return the numbers that are mostly sizes, from `33-48` or `220-300/5` (step). Raises `RulesError`."""
        ranges = []
        for written in self.lists["size_numbers"] or _USUAL_SIZES:
            found = re.fullmatch(r"(\d+)-(\d+)(?:/(\d+))?", written)
            if not found:
                raise RulesError(f"{self.language}: size_numbers: `{written}`; expected `from-to` or `from-to/step`")
            ranges.append(range(int(found[1]), int(found[2]) + 1, int(found[3] or 1)))
        return tuple(ranges)


@cache
def load_rules(language: str, folder: Path = DATA) -> Rules:
    """Return the rules of `language`. Raises `RulesError`; `FileNotFoundError` when there is no such file."""
    return parse_rules(folder / f"{language}.yml", language)


def available_languages(folder: Path = DATA) -> tuple[str, ...]:
    """Return the codes that have a rules file."""
    return tuple(sorted(p.stem for p in folder.glob("??.yml")))


def parse_rules(path: Path, language: str) -> Rules:
    """Read one rules file. Raises `RulesError` with file and line."""
    text = path.read_text(encoding="utf-8")
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        # libyaml may see a mistake at the line after the last one
        line = min(error.problem_mark.line + 1, len(text.splitlines())) if error.problem_mark else 0
        raise RulesError(f"{path}:{line}: not readable as YAML: {error.problem}") from error
    reader = _Reader(path)
    lists: dict[str, tuple[str, ...]] = {name: () for name, kind in _SECTIONS.items() if kind == _LIST}
    named: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name, kind in _SECTIONS.items() if kind == _BY_NAME}
    words = {name: "" for name, kind in _SECTIONS.items() if kind == _WORD}
    patterns: dict[str, tuple[re.Pattern[str], ...]] = {n: () for n, kind in _SECTIONS.items() if kind == _PATTERNS}
    forms: tuple[tuple[str, str], ...] = ()
    for key, node in reader.pairs(root, "the file"):
        match _SECTIONS.get(key):
            case "list":
                lists[key] = reader.phrases(node, key)
            case "by name":
                named[key] = {name: reader.phrases(value, f"{key}.{name}") for name, value in reader.pairs(node, key)}
            case "forms":
                forms = reader.forms(node)
            case "patterns":
                patterns[key] = reader.patterns(node, key)
            case "word":
                words[key] = reader.text(node, key)
            case _:
                raise reader.error(node, f"unknown section `{key}`; expected one of {', '.join(sorted(_SECTIONS))}")
    if words["borrows"] not in _BORROWS:
        raise reader.error(root, f"borrows: `{words['borrows']}`; expected all or names")
    if unknown := [name for name in lists["scripts"] if name not in _SCRIPTS]:
        raise reader.error(root, f"scripts: `{unknown[0]}`; expected {', '.join(_SCRIPTS)}")
    return Rules(language, lists, named, forms, words, patterns)


class _Reader:
    """Reads YAML nodes, so that errors know their line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def error(self, node: yaml.Node | None, problem: str) -> RulesError:
        line = node.start_mark.line + 1 if node is not None else 1
        return RulesError(f"{self._path}:{line}: {problem}")

    def pairs(self, node: yaml.Node | None, name: str) -> list[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, f"{name}: expected `key: value` lines")
        found = [(self.text(key, name), value) for key, value in node.value]
        seen: set[str] = set()
        for (key, _), (key_node, _) in zip(found, node.value, strict=True):
            if key in seen:
                raise self.error(key_node, f"{name}: `{key}` stands there twice")
            seen.add(key)
        return found

    def text(self, node: yaml.Node, name: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value:
            raise self.error(node, f"{name}: expected a word or phrase")
        return str(node.value)

    def phrases(self, node: yaml.Node, name: str) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, f"{name}: expected a list of phrases")
        return tuple(self.text(item, name) for item in node.value)

    def patterns(self, node: yaml.Node, name: str) -> tuple[re.Pattern[str], ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, f"{name}: expected a list of regular expressions")
        compiled = []
        for item in node.value:
            try:
                compiled.append(re.compile(self.text(item, name)))
            except re.error as error:
                raise self.error(item, f"{name}: not a regular expression: {error}") from error
        return tuple(compiled)

    def forms(self, node: yaml.Node) -> tuple[tuple[str, str], ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, "date_forms: expected a list of [form, meaning]")
        pairs = []
        for item in node.value:
            parts = self.phrases(item, "date_forms")
            if len(parts) != 2 or parts[1] not in MEANINGS:
                raise self.error(
                    item, f"date_forms: expected [form, meaning], the meaning one of {', '.join(MEANINGS)}"
                )
            form, meaning = parts
            needed = next((names for start, names in _NEEDED.items() if meaning.startswith(start)), ())
            if needed and not any(f"{{{name}}}" in form for name in needed):
                raise self.error(item, f"date_forms: `{meaning}` needs {{{'} or {'.join(needed)}}} in its form")
            for name in _PLACEHOLDER.findall(parts[0]):
                if name not in PLACEHOLDERS:
                    raise self.error(item, f"date_forms: unknown {{{name}}}; expected {', '.join(PLACEHOLDERS)}")
            pairs.append((parts[0], parts[1]))
        return tuple(pairs)
