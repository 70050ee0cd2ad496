"""The day and the time of day on which a parcel is wished, from all that a message says of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.base import JsonDict, Slots
from actions.commerce.data_file import read_data
from actions.delivery.days_said import Sense, on_which_it_is_brought, sense_of
from actions.policy.calendar import add_working_days, working_day_before
from actions.said.words import says

_NOON, _DAWN = 12, "07:00"
_REACH = 8  # letters between the hours of a span, at most
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
    """What was said. time: HH:MM, or the shopper's own words for a part of the day. away: days on which nobody is there
    to take a parcel."""

    day: date | None = None
    time: str | None = None
    away: frozenset[date] = frozenset()


def wished(slots: Slots, today: date, weekend: Collection[int]) -> Wished:
    """The last day that the message names, with the time that belongs to it: the one told with the day, or just before
    it ("from 2 to 4 on Saturday"), else the first that is told alone ("Saturday from 2 to 4"), else a part of the day.
    A time or part of the day alone is read as one of today, on which nothing can be delivered any more, and is no day;
    nor is one on which nobody is at home. After a day is the working day that follows, before it
    the one that precedes."""
    dates = [one for one in slots.entities if one.get("entity") == "date"]
    said = _senses(dates, slots.text)
    away = frozenset(found for one, how in said if how is Sense.AWAY and (found := day_of(one.get("value"))))
    told = [pair for one, how in said if how is not Sense.AWAY and (pair := _told(one, how, weekend)) is not None]
    part = part_of_a_day(slots.text)
    days = [(found, time) for found, time in told if found != today or not (time or part)]
    times = [time for found, time in told if found == today and time]
    wanted, time = days[-1] if days else (None, "")
    return Wished(wanted, _opening(dates, today) or time or next(iter(times), None) or part, away)


def _senses(dates: Sequence[JsonDict], text: str) -> list[tuple[JsonDict, Sense]]:
    """What is said of each day; where somebody is away on all of them, the one that is wanted after all is plain."""
    said = [(one, sense_of(one, text)) for one in dates]
    wanted = on_which_it_is_brought(dates, text) if {how for _, how in said} == {Sense.AWAY} else None
    return [(one, Sense.PLAIN if one is wanted else how) for one, how in said]


def _opening(dates: Sequence[JsonDict], today: date) -> str:
    """The hour told just before a day with a later one, which ends the span that it opens; "" without one."""
    for one, other in pairwise(dates):
        near = 0 <= int(other.get("start") or 0) - int(one.get("end") or 0) <= _REACH
        alone, of_a_day = day_of(one.get("value")) == today, day_of(other.get("value")) != today
        if near and alone and of_a_day and "" < _hour(one) < _hour(other):
            return _hour(one)
    return ""


def _hour(told: JsonDict) -> str:
    """The hour of a date as HH:MM, "" without one. Nobody has a parcel brought before dawn: "at 5" is after noon."""
    time = str(told.get("value") or "").partition("T")[2][:5]
    return f"{int(time[:2]) + _NOON}{time[2:]}" if "00:59" < time < _DAWN else time


def _told(entity: JsonDict, how: Sense, weekend: Collection[int]) -> tuple[date, str] | None:
    """The day and time that a date stands for; None for none."""
    value, time = str(entity.get("value") or ""), _hour(entity)
    if how is Sense.AFTER and not time:
        last = day_of(value.rpartition("/")[2])
        return (add_working_days(last, 1, weekend), "") if last else None
    found = day_of(value)
    if found and how is Sense.BEFORE and not time:
        return working_day_before(found, weekend), ""
    return (found, time) if found else None


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
