"""What a message says of a day that it names: nobody is at home then, or only what comes after it is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.base import JsonDict
from actions.commerce.data_file import read_data
from actions.said.words import lowered, places_of, says

_TABLE = Path(__file__).parent / "days_said.yml"
_PAUSE = re.compile(r"(?<!\d)\.|[,;:!?…\n،؛؟。、，；！？]")
_SEVERAL = 2
_NEAR = 6
"""Letters behind a day up to which a word belongs to it, endings of the day among them: "4'ünden sonra"."""


class Sense(Enum):
    """What is said of a day: nothing besides, that nobody takes a parcel then, or that an earlier or later one is
    meant."""

    PLAIN = auto()
    AWAY = auto()
    BEFORE = auto()
    AFTER = auto()


class DaysSaid(BaseModel):
    """Words for it in all languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    away: tuple[str, ...] = Field(min_length=1)
    turns: tuple[str, ...] = Field(min_length=1)
    brings: tuple[str, ...] = Field(min_length=1)
    until: tuple[str, ...] = Field(min_length=1)
    until_behind: tuple[str, ...] = Field(min_length=1)
    after: tuple[str, ...] = Field(min_length=1)
    after_behind: tuple[str, ...] = Field(min_length=1)
    before: tuple[str, ...] = Field(min_length=1)
    before_behind: tuple[str, ...] = Field(min_length=1)
    not_before: tuple[str, ...] = Field(min_length=1)
    since: tuple[str, ...] = Field(min_length=1)
    since_behind: tuple[str, ...] = Field(min_length=1)


@cache
def load_days_said(path: Path = _TABLE) -> DaysSaid:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, DaysSaid)


def sense_of(entity: JsonDict, text: str) -> Sense:
    """What the text says of the day of an entity. Until a day on which somebody is away is after it, as a period is."""
    place, folded, table = _place(entity), _folded(text), load_days_said()
    if place is None:
        return Sense.PLAIN
    start, end = place
    if _beside(folded, start, end, table.after, table.after_behind):
        return Sense.AFTER
    if not any(says(_clause(folded, start), word) for word in table.away):
        later = _beside(folded, start, end, table.not_before, ())
        early = not later and _beside(folded, start, end, table.before, table.before_behind)
        return Sense.BEFORE if early else Sense.PLAIN
    until = _beside(folded, start, end, table.until, table.until_behind)
    return Sense.AFTER if until or "/" in str(entity.get("value")) else Sense.AWAY


def on_which_it_is_brought(away: Sequence[JsonDict], text: str) -> JsonDict | None:
    """Of several days that one part of a sentence names together with being away, the one on which the parcel is wanted
    after all: "I'm not home Monday bring it Tuesday". Languages tell it in either order, but what is said first is said
    of the first day, and the words for one of both stand between the days. None where nothing is to be brought."""
    folded, table = _folded(text), load_days_said()
    days = sorted((*place, at) for at, one in enumerate(away) if (place := _place(one)) is not None)
    gone, brought = _first(folded, table.away), _first(folded, table.brings)
    if len(days) < _SEVERAL or gone is None or brought is None:
        return None
    one, other = days[:2] if brought < gone else days[-2:]
    between = folded[one[1] : other[0]]
    told = _first(between, (*table.away, *table.brings)) is not None
    return away[(one if brought < gone else other)[2]] if told else None


def _first(text: str, words: tuple[str, ...]) -> int | None:
    """Where the first of the words stands."""
    return min((at for word in words if (at := next(places_of(word, text), None)) is not None), default=None)


def is_since(entity: JsonDict, text: str) -> bool:
    """Whether the text says that something is so since the day of an entity: "stuck since Tuesday"."""
    place, table = _place(entity), load_days_said()
    return place is not None and _beside(_folded(text), *place, table.since, table.since_behind)


def _place(entity: JsonDict) -> tuple[int, int] | None:
    start, end = entity.get("start"), entity.get("end")
    return (start, end) if isinstance(start, int) and isinstance(end, int) else None


def _folded(text: str) -> str:
    """The text as the table is written, letter by letter."""
    return lowered(text).replace("’", "'")


def _beside(text: str, start: int, end: int, before: tuple[str, ...], behind: tuple[str, ...]) -> bool:
    ahead, rest = text[:start].rstrip(), text[end:]
    if any(_ends_with(ahead, word) for word in before):
        return True
    at = min((found for word in behind if (found := rest.find(word)) >= 0), default=-1)
    return 0 <= at <= _NEAR and not _PAUSE.search(rest[:at])


def _ends_with(text: str, word: str) -> bool:
    """Whether a text ends with the word; where letters stand before it, only if it is written without spaces."""
    at = len(text) - len(word)
    return text.endswith(word) and next((found for found in places_of(word, text) if found == at), None) is not None


def _clause(text: str, start: int) -> str:
    """The part of a sentence that a place is in."""
    cuts = [match.start() for match in _PAUSE.finditer(text)]
    cuts += [at for word in load_days_said().turns for at in places_of(word, text)]
    first = max((at for at in cuts if at < start), default=0)
    return text[first : min((at for at in cuts if at > start), default=len(text))]
