"""What a colour is called in the shopper's language, and a variant in one line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from actions.commerce.data_file import read_data

_TABLE = Path(__file__).parent / "colours.yml"


class Colours(BaseModel):
    """Names of colours by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    names: dict[str, dict[str, str]]


@cache
def load_colours(path: Path = _TABLE) -> Colours:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Colours)


def shown(value: Any) -> Any:
    """A size or colour as a variable of a response: a known colour in the shopper's language, else as it is written."""
    names = load_colours().names.get(str(value).strip().casefold())
    return {"localized": names} if names else str(value)


def in_one_line(values: Iterable[Any]) -> Any:
    """Several of them as one variable."""
    said = [shown(value) for value in values]
    return {"list": said, "style": "plain"} if said else ""
