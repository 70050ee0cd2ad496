"""Words that belong to the sentence an address was told in, and not to the address."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.said.words import UNSPACED

_TABLE = Path(__file__).parent / "address_words.yml"
_MARKS = " 。．.!！~〜、，,　"
_SENTENCE = r"(?<=[\uac00-\ud7a3])\.+\s+"  # a Korean one ends so, and nothing within an address
_BEFORE = re.compile(r"[^\d,，、\n]*")  # a sentence goes before the first number and the first comma


class AddressWords(BaseModel):
    """Beginnings and endings of such sentences, in all languages that need them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    beginnings: tuple[str, ...] = Field(min_length=1)
    endings: tuple[str, ...] = Field(min_length=1)


@cache
def load_address_words(path: Path = _TABLE) -> AddressWords:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, AddressWords)


@cache
def _beginning() -> re.Pattern[str]:
    words = sorted(load_address_words().beginnings, key=len, reverse=True)
    apart, joined = ([word for word in words if bool(UNSPACED.match(word)) is kind] for kind in (False, True))
    alone, within = ("|".join(map(re.escape, some)) for some in (apart, joined))
    return re.compile(rf"(?:(?<!\w)(?:{alone})(?!\w)|{within})[\s:：]*|{_SENTENCE}", re.IGNORECASE)


def beginnings_of(text: str) -> list[int]:
    """Where in a text an address may begin, behind the words that announce one or a sentence that ends."""
    return [found.end() for found in _beginning().finditer(text)]


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(load_address_words().endings, key=len, reverse=True))


def address_alone(text: str) -> str:
    """The text without the beginning and the ending of its sentence: what is left is repeated and stored. As it was
    written where it has none."""
    left = text.strip()
    while ending := next((one for one in _endings() if left.rstrip(_MARKS).lower().endswith(one)), None):
        left = left.rstrip(_MARKS)[: -len(ending)].rstrip(_MARKS)
    before = _BEFORE.match(left)
    told = beginnings_of(before[0]) if before else []
    return left[max(told, default=0) :] or text.strip()
