"""YAML with line numbers."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.errors import FlowFileError
from bot.yaml_files import LOADER


class _Mapping(dict[Any, Any]):
    """A mapping that knows its own line and its keys' lines, from 1."""

    line: int
    lines: dict[Any, int]


class _List(list[Any]):
    """A list that knows its own line and its members' lines, from 1."""

    line: int
    lines: dict[Any, int]


class _Loader(LOADER):  # type: ignore[misc, valid-type]
    """YAML 1.2's core schema: `no` and `on` are words, not truth values."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _form, _starts in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})$"), list(_starts))


def load(path: Path) -> Any:
    """The file's content; mappings and lists remember their lines. Raises FlowFileError."""
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            return None if node is None else _with_lines(loader, node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise FlowFileError(path, mark.line + 1 if mark else None, f"not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise FlowFileError(path, None, f"not valid YAML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise FlowFileError(path, None, f"cannot be read: {reason}") from error


def _with_lines(loader: Any, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        mapping = _Mapping()
        mapping.line, mapping.lines = node.start_mark.line + 1, {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if isinstance(key, list | dict):
                raise yaml.constructor.ConstructorError(problem="a key is no text", problem_mark=key_node.start_mark)
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    problem=f"duplicate key {key!r}", problem_mark=key_node.start_mark
                )
            mapping.lines[key] = key_node.start_mark.line + 1
            mapping[key] = _with_lines(loader, value_node)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        listed = _List(_with_lines(loader, member) for member in node.value)
        listed.line = node.start_mark.line + 1
        listed.lines = {index: member.start_mark.line + 1 for index, member in enumerate(node.value)}
        return listed
    return loader.construct_object(node, deep=True)


def line_of(node: Any, key: Any = None) -> int | None:
    """The 1-based line of a mapping or list, or of one of its keys."""
    if not isinstance(node, _Mapping | _List):
        return None
    return node.lines.get(key, node.line) if key is not None else node.line


def check_keys(path: Path, node: Any, allowed: Collection[str], what: str, line: int | None = None) -> None:
    """Refuses a node that is no mapping or has a key that is not allowed, with the key's line."""
    if not isinstance(node, dict):
        raise FlowFileError(path, line, f"{what}: expected a mapping with {sorted(allowed)}")
    for key in node:
        if key not in allowed:
            at = line_of(node, key) or line
            raise FlowFileError(path, at, f"{what}: unknown key {key!r}; expected one of {sorted(allowed)}")


def plain(node: Any) -> Any:
    """The same content in plain dicts, lists and values."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return node
