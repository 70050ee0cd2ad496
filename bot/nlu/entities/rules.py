"""The rules of one language (`data/<language>.yml`), read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data"

# section -> what its entries are: a list of phrases, phrases by name, or pairs of form and meaning
_LIST, _BY_NAME, _FORMS = "list", "by name", "forms"
_SECTIONS = {
    "prefixes": _LIST, "suffixes": _LIST, "numbers": _BY_NAME, "multipliers": _BY_NAME,
    "letters": _BY_NAME, "dash": _LIST, "cues": _BY_NAME, "weekdays": _BY_NAME, "months": _BY_NAME,
    "days": _BY_NAME, "parts": _BY_NAME, "units": _BY_NAME, "next": _LIST, "last": _LIST, "this": _LIST,
    "holidays": _BY_NAME, "date_forms": _FORMS, "time_forms": _LIST, "currencies": _BY_NAME,
    "colours": _BY_NAME, "sizes": _BY_NAME, "counters": _LIST, "payments": _BY_NAME, "goods": _LIST,
    "modifiers": _LIST, "places": _BY_NAME, "street_forms": _LIST,
}  # fmt: skip


class RulesError(ValueError):
    """A rules file is wrong; the message names file, line, what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The sections of a rules file; a section that is not in the file is empty.

    lists: section to phrases. named: section to name to phrases. forms: (pattern, meaning) of dates, in order.
    strict_signs: whether accents tell words apart so much that they may not be left out word by word.
    """

    language: str
    lists: Mapping[str, tuple[str, ...]]
    named: Mapping[str, Mapping[str, tuple[str, ...]]]
    forms: tuple[tuple[str, str], ...]
    strict_signs: bool = False


@cache
def load_rules(language: str, folder: Path = DATA) -> Rules:
    """Return the rules of `language`. Raises `RulesError`; `FileNotFoundError` when there is no such file."""
    return parse_rules(folder / f"{language}.yml", language)


def available_languages(folder: Path = DATA) -> tuple[str, ...]:
    """Return the codes that have a rules file."""
    return tuple(sorted(p.stem for p in folder.glob("??.yml")))


def parse_rules(path: Path, language: str) -> Rules:
    """Read one rules file. Raises `RulesError` with file and line."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RulesError(f"{path}:{line}: not readable as YAML: {error.problem}") from error
    reader = _Reader(path)
    lists: dict[str, tuple[str, ...]] = {}
    named: dict[str, dict[str, tuple[str, ...]]] = {}
    forms: tuple[tuple[str, str], ...] = ()
    strict = False
    for key, node in reader.pairs(root, "the file"):
        match _SECTIONS.get(key):
            case "list":
                lists[key] = reader.phrases(node, key)
            case "by name":
                named[key] = {name: reader.phrases(value, name) for name, value in reader.pairs(node, key)}
            case "forms":
                forms = reader.forms(node)
            case _ if key == "strict_signs":
                strict = reader.text(node, key) == "true"
            case _:
                raise reader.error(node, f"unknown section `{key}`; expected one of {', '.join(sorted(_SECTIONS))}")
    for section, kind in _SECTIONS.items():
        if kind == _LIST:
            lists.setdefault(section, ())
        elif kind == _BY_NAME:
            named.setdefault(section, {})
    return Rules(language, lists, named, forms, strict)


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
            pairs.append((parts[0], parts[1]))
        return tuple(pairs)


MEANINGS = (
    "day", "weekday", "weekday_next", "weekday_last", "weekday_this_week", "weekday_next_week",
    "weekday_last_week", "ago", "ahead", "unit_next", "unit_last", "unit_this", "weekend", "date",
    "month", "holiday", "duration", "part", "unit_start", "unit_end",
)  # fmt: skip
