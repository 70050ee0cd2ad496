"""YAML with line numbers."""

from __future__ import annotations

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
        raise FlowFileError(path, mark.line + 1 if mark else None, f"not valid YAML: {error.problem}") from error
    except OSError as error:
        raise FlowFileError(path, None, f"cannot be read: {error.strerror}") from error


def line_of(node: Any, key: Any = None) -> int | None:
    """The 1-based line of a mapping or list, or of one of its keys."""
    mark = getattr(node, "lc", None)
    if mark is None:
        return None
    if key is not None and mark.data and key in mark.data:
        return int(mark.data[key][0]) + 1
    return int(mark.line) + 1
