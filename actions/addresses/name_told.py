"""The name of who gets a parcel, among the words that tell it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.said.word_tables import PHONE, load_word_table
from actions.said.words import UNSPACED, lowered, places_of

_TABLE = Path(__file__).parent / "name_told.yml"
_NAME = re.compile(r"[^\d,，、،;；\n()+（）:：!！。]*")
_GAP = re.compile(r"[\s:：,，、،.\-–]*")
_ENDS_A_LEAD = re.compile(r"[\s:：,，、،]|$")
_MARKS = " .:：,，、،;\"'“”「」"
_MOST_WORDS, _LONGEST = 4, 40


class NameWords(BaseModel):
    """The table."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    words: tuple[str, ...] = Field(min_length=1)
    leads: tuple[str, ...]
    ends: tuple[str, ...]
    stays: tuple[str, ...]
    particles: frozenset[str]
    recipient: dict[str, str]


@cache
def load_name_words(path: Path = _TABLE) -> NameWords:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, NameWords)


def name_in(rest: str) -> str:
    """The name that the words begin with, behind such as only bring it in: "is wrong, it should be Anna Huber". Empty
    where they begin with none."""
    found = _NAME.match(_without_leads(rest))
    name = found[0] if found else ""
    folded = lowered(name)
    stops = [at for word in load_word_table(PHONE).words for at in places_of(word.casefold(), folded)]
    stops += [at for end in load_name_words().ends if (at := _end_at(folded, end)) > 0]
    name = name[: min(stops, default=None)]
    return _capitals(name.strip(_MARKS))


def _without_leads(rest: str) -> str:
    leads = sorted(load_name_words().leads, key=len, reverse=True)
    while True:
        gap = _GAP.match(rest)
        rest = rest[gap.end() :] if gap else rest
        folded = lowered(rest)
        lead = next((one for one in leads if folded.startswith(one) and _ends(rest, one)), None)
        if lead is None:
            return rest
        rest = rest[len(lead) :]


def _ends(rest: str, lead: str) -> bool:
    return bool(UNSPACED.match(lead)) or _ENDS_A_LEAD.match(rest, len(lead)) is not None


def _end_at(folded: str, end: str) -> int:
    """Where a word stands that no name goes on behind; -1 without. What is part of a name only ends one."""
    if len(end) > 1:
        return folded.find(end)
    return len(folded.rstrip()) - 1 if folded.rstrip().endswith(end) else -1


def _capitals(name: str) -> str:
    """The words that are written large, with the small ones that belong between them, where a script has both."""
    words, taken = name.split(), 0
    for index, word in enumerate(words):
        small = word.lower() != word.upper() and not word[0].isupper()
        if small and word.lower() not in load_name_words().particles:
            break
        taken = taken if small else index + 1
    name = " ".join(words[:taken])
    return "" if taken > _MOST_WORDS or len(name) > _LONGEST else name
