"""Content files: YAML as plain data that remembers on which line everything stands.

Scalars follow YAML 1.2's core schema, so that an answer that reads `No` stays a text. libyaml does the parsing:
a start must not wait for twenty catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.answers.errors import ContentError, Problem
from bot.answers.message import JsonValue
from bot.yaml_files import LOADER

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_CONSTANTS: Mapping[str, JsonValue] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}

Key = str | int


@dataclass
class Source:
    """A content file: `data`, and the line (from 1) of every path in it. Problems are collected, not raised."""

    file: str
    data: JsonValue = None
    lines: dict[tuple[Key, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, *path: Key) -> int:
        """The line of a path, or of the nearest part of it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refuse(self, path: tuple[Key, ...], found: str, expected: str) -> None:
        """Note a mistake at a path."""
        where = ".".join(str(part) for part in path) or "file"
        self.problems.append(Problem(self.file, self.line(*path), where, found, expected))

    def mapping(self, value: JsonValue, path: tuple[Key, ...]) -> dict[str, JsonValue]:
        """The value as a mapping; anything else is refused and read as empty."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.refuse(path, f"found {describe(value)}", "a mapping")
        return {}

    def sequence(self, value: JsonValue, path: tuple[Key, ...]) -> list[JsonValue]:
        """The value as a list; anything else is refused and read as empty."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.refuse(path, f"found {describe(value)}", "a list")
        return []

    def texts(self, value: JsonValue, path: tuple[Key, ...]) -> tuple[str, ...]:
        """The value as a list of texts; other members are refused and left out."""
        members = self.sequence(value, path)
        for index, member in enumerate(members):
            if not isinstance(member, str):
                self.refuse((*path, index), f"found {describe(member)}", "a text")
        return tuple(member for member in members if isinstance(member, str))

    def only(self, value: Mapping[str, JsonValue], allowed: tuple[str, ...], path: tuple[Key, ...]) -> None:
        """Refuse keys that nobody reads: they are typing mistakes."""
        for key in value:
            if key not in allowed:
                self.refuse((*path, key), f"unknown key '{key}'", "one of " + ", ".join(allowed))


def describe(value: JsonValue) -> str:
    """A value as it is quoted in a problem: short."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def read_source(path: Path, shown: str | None = None) -> Source:
    """Read a YAML file. Raises ContentError when it cannot be read or is not YAML; `shown` names it in problems."""
    source = Source(shown or path.name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([Problem(source.file, 1, "file", str(error), "a readable UTF-8 file")]) from error
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        source.data = _construct(node, (), source) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError([Problem(source.file, line, "file", str(error.problem), "valid YAML")]) from error
    except yaml.YAMLError as error:
        raise ContentError([Problem(source.file, 1, "file", str(error), "valid YAML")]) from error
    finally:
        loader.dispose()
    return source


def _construct(node: yaml.Node, path: tuple[Key, ...], source: Source) -> JsonValue:
    source.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(member, (*path, index), source) for index, member in enumerate(node.value)]
    result: dict[str, JsonValue] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        below = (*path, key)
        if key in result:
            source.lines[below] = key_node.start_mark.line + 1
            source.refuse(below, f"'{key}' is there twice", "each key once")
            continue
        source.lines[below] = key_node.start_mark.line + 1
        result[key] = _construct(value_node, below, source)
    return result


def _scalar(node: yaml.ScalarNode) -> JsonValue:
    text: str = node.value
    if node.style:  # quoted or a block; libyaml gives "" for a plain scalar, the Python parser None
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
