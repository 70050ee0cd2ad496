"""YAML with line numbers."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.dialogue.errors import FlowFileError


def load(path: Path) -> Any:
    """The file's content; mappings and lists remember their lines. Raises FlowFileError."""
    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        problem = str(error.problem).split("\n", 1)[0]
        raise FlowFileError(path, mark.line + 1 if mark else None, f"not valid YAML: {problem}") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise FlowFileError(path, None, f"cannot be read: {reason}") from error


def line_of(node: Any, key: Any = None) -> int | None:
    """The 1-based line of a mapping or list, or of one of its keys."""
    mark = getattr(node, "lc", None)
    if mark is None:
        return None
    if key is not None and mark.data and key in mark.data:
        return int(mark.data[key][0]) + 1
    return int(mark.line) + 1


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
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)
