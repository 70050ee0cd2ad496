"""The day and the time of day on which a parcel is wished, from all that a message says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.base import Slots
from actions.commerce.data_file import read_data
from actions.words import says

_TABLE = Path(__file__).parent / "times_of_day.yml"


class TimesOfDay(BaseModel):
    """Words for a part of the day, and what is said with such a word and means none."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    words: tuple[str, ...] = Field(min_length=1)
    besides: tuple[str, ...] = Field(min_length=1)


@cache
def load_times_of_day(path: Path = _TABLE) -> TimesOfDay:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, TimesOfDay)


@dataclass(frozen=True, slots=True)
class Wished:
    """What was said. time: HH:MM, or the shopper's own words for a part of the day."""

    day: date | None = None
    time: str | None = None


def wished(slots: Slots, today: date) -> Wished:
    """The last day that the message names, with the time that belongs to it: the one told with the day, else the first
    that is told alone ("Saturday from 2 to 4"), else a part of the day. A time or part of the day alone is read as one
    of today, on which nothing can be delivered any more, and is no day."""
    said = [str(one.get("value") or "") for one in slots.entities if one.get("entity") == "date"]
    told = [(found, value.partition("T")[2][:5]) for value in said if (found := day_of(value))]
    part = part_of_a_day(slots.text)
    days = [(found, time) for found, time in told if found != today or not (time or part)]
    times = [time for found, time in told if found == today and time]
    wanted, time = days[-1] if days else (None, "")
    return Wished(wanted, time or next(iter(times), None) or part)


def day_of(value: object) -> date | None:
    """The day of a date as it is recognised, with or without a time."""
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def part_of_a_day(text: str) -> str | None:
    """The longest words for a part of the day that stand in the text, greetings aside."""
    folded = text.casefold()
    for greeting in load_times_of_day().besides:
        folded = folded.replace(greeting.casefold(), " ")
    return max((word for word in load_times_of_day().words if says(folded, word.casefold())), key=len, default=None)
