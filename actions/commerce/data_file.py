"""Data a merchant may change, as YAML with a schema: read with the file and line of every mistake."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where it is there


class DataFileError(ValueError):
    """A wrong data file: `file:line: field: what was expected`."""


def read_data(path: Path, model: type[_Model]) -> _Model:
    """The file's content as `model`. Raises DataFileError."""
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe loader
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataFileError(f"{path}:{line}: not valid YAML: {error.problem}") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first, tree = error.errors()[0], yaml.compose(text, Loader=_LOADER)
        field = ".".join(map(str, first["loc"])) or "file"
        raise DataFileError(f"{path}:{_line(tree, first['loc'])}: {field}: {first['msg']}") from error


def _line(node: yaml.Node | None, place: Sequence[int | str]) -> int:
    """The line (from 1) of the innermost node on the way to `place` that the file has."""
    if node is None:
        return 1
    here = int(node.start_mark.line) + 1
    if not place:
        return here
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(place[0]):
                return _line(value, place[1:]) if place[1:] else int(key.start_mark.line) + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(place[0], int) and place[0] < len(node.value):
        return _line(node.value[place[0]], place[1:])
    return here
