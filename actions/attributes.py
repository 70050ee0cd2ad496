"""What a product is made of and can do, in the shopper's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from actions.colours import load_colours
from actions.commerce.data_file import read_data

_TABLE = Path(__file__).parent / "attributes.yml"
_ELSE = "en"

Words = Mapping[str, Mapping[str, str]]


class Attributes(BaseModel):
    """Names of attributes and of their values by language; joint, between: what stands between them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    joint: dict[str, str]
    between: dict[str, str]
    names: dict[str, dict[str, str]]
    values: dict[str, dict[str, str]]

    @model_validator(mode="after")
    def _has_the_base(self) -> Attributes:
        for name in ("joint", "between"):
            if _ELSE not in getattr(self, name):
                raise ValueError(f"{name} lacks {_ELSE}, which holds where a language has none of its own")
        return self

    @property
    def languages(self) -> list[str]:
        """Languages that have words here, English first."""
        known = {language for words in (*self.names.values(), *self.values.values()) for language in words}
        return [_ELSE, *sorted(known - {_ELSE})]


@cache
def load_attributes(path: Path = _TABLE) -> Attributes:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Attributes)


def described(attributes: Mapping[str, Any]) -> Any:
    """All of them in one line as a variable of a response, by language; empty text when there are none.

    A name or value that is not in the table is said as the catalogue writes it.
    """
    table = load_attributes()
    if not attributes:
        return ""
    return {"localized": {language: _line(attributes, table, language) for language in table.languages}}


def _line(attributes: Mapping[str, Any], table: Attributes, language: str) -> str:
    joint, between = (words.get(language, words[_ELSE]) for words in (table.joint, table.between))
    values: Words = {**load_colours().names, **table.values}
    said = []
    for name, value in attributes.items():
        members = value if isinstance(value, list) else [value]
        text = ", ".join(_word(member, values, language) for member in members)
        said.append(f"{_word(name, table.names, language)}{joint}{text}")
    return between.join(said)


def _word(written: Any, words: Words, language: str) -> str:
    return words.get(str(written).strip().casefold(), {}).get(language, str(written))
