"""The other ends of ranges: `3` in `3 to 5 December`, `12` in `from 5 December to 12`, `20` in `20-30 €`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.nlu.entities.amounts import amount_value, read_amount
from bot.nlu.entities.calendar_days import month_back, month_on
from bot.nlu.entities.numbers import Number
from bot.nlu.entities.scene import Found, Scene, without_overlaps

_DASH = re.compile(r" ?[-~〜/] ?|\. ?- ?")
_LAST_DAY, _LAST_HOUR, _NOON = 31, 24, 12
_CERTAIN = 56  # a number that only looks like a sum has no other end
_REACH = 16  # characters between the two ends
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def complete_ranges(scene: Scene, numbers: Sequence[Number], found: Iterable[Found]) -> Iterator[Found]:
    """Yield the bare numbers of a message that are one end of a range whose other end is a day, a time or a sum.

    found: the days, times and sums of the message. An end that is named less exactly (`12月3号到12号`) is yielded again
    with the value that the first end gives it.
    """
    ends = without_overlaps(one for one in found if one.rank >= _CERTAIN)
    taken = [(one.start, one.end) for one in ends]
    free = [n for n in numbers if not any(n.start < end and start < n.end for start, end in taken)]
    for one in ends:
        for number in free:
            if one.extractor == "date_day_of_month" and _DASH.fullmatch(scene.text[number.end : one.start]):
                continue  # `3~5일` are days that something takes
            if _reaches(scene, number.start, number.end, one.start) and (low := _before(number, one, scene)):
                yield low
            elif _reaches(scene, one.start, one.end, number.start) and (high := _after(number, one, scene)):
                yield high
    for one, other in pairwise(ends):
        joined = other.extractor == "date_day_of_month" and _reaches(scene, one.start, one.end, other.start)
        if joined and (later := _later_day(one, int(str(other.value)[8:10]))):
            yield replace(other, value=later, rank=other.rank + 1)
        if _reaches(scene, one.start, one.end, other.start) and (afternoon := _after_noon_too(one, other)):
            yield replace(other, value=afternoon, rank=other.rank + 1)
        opens = one.extractor == "date_day_of_month" and _reaches(scene, one.start, one.end, other.start)
        if opens and (earlier := _earlier_day(other, int(str(one.value)[8:10]))):
            yield replace(one, value=earlier, rank=one.rank + 1)
    if any(one.entity == "date" for one in ends):
        for one_number, other_number in pairwise(free):
            yield from _hours(scene, one_number, other_number)


def _reaches(scene: Scene, start: int, end: int, other: int) -> bool:
    """Tell whether what stands between `end` and `other` makes a range of them. start: where the first end begins."""
    if not 0 < other - end <= _REACH:
        return False
    between = scene.text[end:other]
    if _DASH.fullmatch(between) or between.strip() in scene.rules.lists["to"]:  # Korean writes it onto the first end
        return True
    kinds = ("range_to", "range_and") if _opened(scene, start, end) else ("range_to",)
    hits = (hit for kind in kinds for hit in scene.of(kind))
    return any(hit.start in (end, end + 1) and other - 1 <= hit.stop <= other for hit in hits)


def _opened(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a word such as `between` stands before the first end."""
    return any(hit.start < start and start - 1 <= hit.stop <= end for hit in scene.of("range_from"))


def _before(number: Number, end: Found, scene: Scene) -> Found | None:
    """Return the first end of a range that `end` closes."""
    if end.entity == "amount":
        value, currency = read_amount(str(end.value))
        if number.value > value:
            return None
        return _found("amount", amount_value(number.value, currency), number, end, scene)
    if "T" in str(end.value):
        return _hour(number, end, scene)
    if _is_day(number) and (earlier := _earlier_day(end, int(number.value))):
        return _found("date", earlier, number, end, scene)
    return None


def _after(number: Number, begin: Found, scene: Scene) -> Found | None:
    """Return the last end of a range that `begin` opens."""
    if begin.entity == "amount":
        value, currency = read_amount(str(begin.value))
        if number.value <= value:
            return None
        return _found("amount", amount_value(number.value, currency), number, begin, scene)
    if "T" in str(begin.value):
        return _hour(number, begin, scene)
    if _is_day(number) and (later := _later_day(begin, int(number.value))):
        return _found("date", later, number, begin, scene)
    return None


def _after_noon_too(begin: Found, end: Found) -> str:
    """Return the last hour of a range whose first alone was said to be after noon: `下午2点到5点`; "" for another."""
    (_, _, first), (day, _, last) = str(begin.value).partition("T"), str(end.value).partition("T")
    if not (first and last and last < first and int(last[:2]) < _NOON <= int(first[:2]) < int(last[:2]) + _NOON):
        return ""
    return f"{day}T{int(last[:2]) + _NOON}{last[2:]}"


def _later_day(begin: Found, day: int) -> str:
    if begin.entity != "date" or not _DATE.fullmatch(str(begin.value)):
        return ""
    later = month_on(date.fromisoformat(str(begin.value)), day)
    return later.isoformat() if later else ""


def _earlier_day(end: Found, day: int) -> str:
    if end.entity != "date" or not _DATE.fullmatch(str(end.value)):
        return ""
    earlier = month_back(date.fromisoformat(str(end.value)), day)
    return earlier.isoformat() if earlier else ""


def _is_day(number: Number) -> bool:
    return not number.worded and number.value == int(number.value) and 1 <= number.value <= _LAST_DAY


def _hour(number: Number, other: Found, scene: Scene) -> Found | None:
    day, time = str(other.value).split("T")
    if number.worded or number.value != int(number.value) or number.value > _LAST_HOUR:
        return None
    hour, known = int(number.value), int(time[:2])
    if number.start < other.start and hour > known:
        return None
    if hour < _NOON and (hour + _NOON < known or (number.start > other.start and hour <= known)):
        hour += _NOON  # `between 2 and 5 pm`, `from 10 to 2`
    return _found("date", f"{day}T{hour % _LAST_HOUR:02}:00", number, other, scene)


def _hours(scene: Scene, one: Number, other: Number) -> Iterator[Found]:
    """Yield two bare numbers as times: `Saturday morning between 9 and 11`."""
    if one.worded or other.worded or not 0 < one.value < other.value <= _LAST_HOUR:
        return
    near = (other.end, other.end + 1)
    around = any(hit.start in near for hit in scene.of("range_around"))
    opened = around or _opened(scene, one.start, one.end)
    counted = any(hit.start in near for kind in ("unit", "counter", "currency", "month") for hit in scene.of(kind))
    if opened and not counted and _reaches(scene, one.start, one.end, other.start):
        for number in (one, other):
            value = f"{scene.today.isoformat()}T{int(number.value) % _LAST_HOUR:02}:00"
            yield Found("date", value, number.start, number.end, "time_range", 0.7, rank=61)


def _found(entity: str, value: str, number: Number, other: Found, scene: Scene) -> Found:
    end = number.end
    if entity == "date" and scene.text[end : end + 1] == "." and "T" not in value:
        end += 1  # `vom 3. bis 12. Dezember`
    return Found(entity, value, number.start, end, f"{other.entity}_range", 0.8, rank=other.rank)
