"""What a product is made of and can do, in the shopper's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.units import format_unit, get_unit_name
from pydantic import BaseModel, ConfigDict, model_validator

from actions.commerce.data_file import read_data
from actions.goods.colours import load_colours

_TABLE = Path(__file__).parent / "attributes.yml"
_ELSE = "en"
_MEASURE = re.compile(r"(\d+(?:\.\d+)?)\s([a-z]+)\b(.*)")

Words = Mapping[str, Mapping[str, str]]


class Attributes(BaseModel):
    """Names of attributes and of their values by language; joint, between: what stands between them.

    units: words behind a number, with the units' names in CLDR.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    joint: dict[str, str]
    between: dict[str, str]
    units: dict[str, str]
    names: dict[str, dict[str, str]]
    values: dict[str, dict[str, str]]

    @model_validator(mode="after")
    def _can_be_said(self) -> Attributes:
        for name in ("joint", "between"):
            if _ELSE not in getattr(self, name):
                raise ValueError(f"{name} lacks {_ELSE}, which holds where a language has none of its own")
        for unit in self.units.values():
            get_unit_name(unit, locale=_ELSE)  # raises a ValueError for one that CLDR does not know
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
        text = ", ".join(_measure(_word(member, values, language), table.units, language) for member in members)
        said.append(f"{_word(name, table.names, language)}{joint}{text}")
    return between.join(said)


def _word(written: Any, words: Words, language: str) -> str:
    return words.get(str(written).strip().casefold(), {}).get(language, str(written))


def _measure(text: str, units: Mapping[str, str], language: str) -> str:
    """ "10 days" as the language writes it, and what stands behind it as it is."""
    found = _MEASURE.fullmatch(text)
    if found is None or found[2] not in units:
        return text
    number = float(found[1])
    locale = Locale.parse(language)
    amount = int(number) if number.is_integer() else number
    return f"{format_unit(amount, units[found[2]], 'long', locale=locale)}{found[3]}"
