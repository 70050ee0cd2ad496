"""The country that an address names, as it is written at its end or as a part of its own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data

_TABLE = Path(__file__).parent / "countries.yml"
_LANGUAGES = ("en", "zh", "zh_Hant", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id")
_PARTS = re.compile(r"[,，、،\n;]+")
_CODE = re.compile(r"\d[\d -]{2,}\d")
_DENSE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_MARKS = " .。:：()（）"
_MOST_WORDS, _STREET_WITHIN = 5, 2


class Countries(BaseModel):
    """The table."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    codes: tuple[str, ...] = Field(min_length=1)
    more: dict[str, tuple[str, ...]]
    streets: tuple[str, ...]
    before: tuple[str, ...]


@cache
def load_countries(path: Path = _TABLE) -> Countries:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Countries)


def country_told(text: str) -> str | None:
    """The ISO code of the country that the address names: a part between commas, the words it ends with behind a
    number, or what it begins with where words are not written apart. None without."""
    parts = [part.strip(_MARKS) for part in _PARTS.split(text) if part.strip(_MARKS)]
    named = [code for part in parts if (code := _of_words(_CODE.sub(" ", part)) or _at_the_end(part))]
    if named:
        return named[-1]
    return _at_the_start(text.strip(_MARKS))


def _of_words(words: str) -> str | None:
    plain = words.strip(_MARKS).casefold()
    for before in load_countries().before:
        joined = before if _DENSE.match(before) else f"{before} "
        plain = plain.removeprefix(joined.casefold()).strip(_MARKS)
    return _names().get(plain)


def _at_the_end(part: str) -> str | None:
    """A name behind a number: "10115 Berlin Germany" and no "Calle Colombia"."""
    words = part.split()
    for count in range(1, min(_MOST_WORDS, len(words))):
        rest = " ".join(words[:-count])
        if any(map(str.isdigit, rest)) and (code := _of_words(" ".join(words[-count:]))):
            return code
    return None


def _at_the_start(text: str) -> str | None:
    """A name that an address without spaces begins with, and no street that is called so: "香港九龙…"."""
    begun = [(len(name), code) for name, code in _names().items() if _DENSE.match(name) and text.startswith(name)]
    if not begun:
        return None
    length, code = max(begun)
    follows = text[length:].lstrip()
    streets = load_countries().streets
    return None if any(follows.startswith(one, at) for one in streets for at in range(_STREET_WITHIN)) else code


@cache
def _names() -> dict[str, str]:
    """Countries by name, folded."""
    table = load_countries()
    names = {
        str(Locale.parse(language).territories[code]).casefold().strip(_MARKS): code
        for language in _LANGUAGES
        for code in table.codes
        if code in Locale.parse(language).territories
    }
    return names | {name.casefold().strip(_MARKS): code for code, more in table.more.items() for name in more}
