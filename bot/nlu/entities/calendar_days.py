"""What a day or time that was said means on the calendar: ISO 8601 days, intervals and times."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TypeAlias

from bot.nlu.entities.rules import DATA, RulesError
from bot.yaml_files import read_yaml

_Handler: TypeAlias = Callable[[Mapping[str, str], date], str]
_BUDDHIST, _BUDDHIST_FROM = 543, 2400
_ABOUT_NOW = 45  # days; within so many a weekday and a day of the month name one day
_LONG_AGO = 200  # days; a day and month without a year is at most so long ago, otherwise it lies ahead


@cache
def movable_feasts(path: Path = DATA / "feasts.yml") -> Mapping[str, tuple[date, ...]]:
    """Return feast to its days, year by year. Raises `RulesError`."""
    raw = read_yaml(path)
    try:
        return {name: tuple(sorted(day for day in days if isinstance(day, date))) for name, days in raw.items()}
    except (AttributeError, TypeError) as error:
        raise RulesError(f"{path}: expected `feast: [YYYY-MM-DD, …]` ({error})") from error


def resolve(meaning: str, values: Mapping[str, str], today: date) -> str:
    """Return `YYYY-MM-DD`, `YYYY-MM-DD/YYYY-MM-DD` (first and last day) or `YYYY-MM-DDTHH:MM`; "" for no such day.

    meaning: of `rules.MEANINGS`. values: placeholder to value; weekdays count from Monday = 0.
    """
    handler: _Handler | None = _HANDLERS.get(meaning)
    try:
        return handler(values, today) if handler else ""
    except (ValueError, OverflowError):
        return ""


def month_back(day: date, number: int) -> date | None:
    """Return the last `number`th of a month on or before `day`; None when that month has no such day."""
    first = day.replace(day=1) if number <= day.day else _months(day.replace(day=1), -1)
    return first.replace(day=number) if number <= calendar.monthrange(first.year, first.month)[1] else None


def month_on(day: date, number: int) -> date | None:
    """Return the next `number`th of a month after `day`; None when that month has no such day."""
    first = day.replace(day=1) if number > day.day else _months(day.replace(day=1), 1)
    return first.replace(day=number) if number <= calendar.monthrange(first.year, first.month)[1] else None


def _day(values: Mapping[str, str], today: date) -> str:
    return _time(values, today) if "h" in values else (today + timedelta(days=int(values["day"]))).isoformat()


def _weekday(week: int | None, values: Mapping[str, str], today: date, ahead: bool = True) -> str:
    """week: None = the next such day (or the one before when not `ahead`), else weeks from this one."""
    wanted = int(values["weekday"])
    if week is not None:
        return (_monday(today) + timedelta(weeks=week, days=wanted)).isoformat()
    distance = (wanted - today.weekday()) % 7
    return (today + timedelta(days=distance if ahead else distance - 7)).isoformat()


def _weekday_next(values: Mapping[str, str], today: date) -> str:
    distance = (int(values["weekday"]) - today.weekday()) % 7 or 7
    return (today + timedelta(days=distance)).isoformat()


def _weekday_in_a_week(values: Mapping[str, str], today: date) -> str:
    """A week after the next such day: `Saturday week`."""
    return (date.fromisoformat(_weekday_next(values, today)) + timedelta(weeks=1)).isoformat()


def _weekday_date(values: Mapping[str, str], today: date) -> str:
    """The day of a month that is such a weekday, about now: `lunes 7`; "" where the two do not agree."""
    number, weekday = int(values["d"]), int(values["weekday"])
    near = (today + timedelta(days=days) for days in range(-_ABOUT_NOW, _ABOUT_NOW + 1))
    agreeing = [day for day in near if (day.day, day.weekday()) == (number, weekday)]
    return min(agreeing, key=lambda day: abs(day - today)).isoformat() if agreeing else ""


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _shift(values: Mapping[str, str], today: date, sign: int) -> str:
    count, unit = sign * int(values.get("n", "1")), values["unit"]
    if unit in ("hour", "minute"):
        return today.isoformat()
    if unit in ("day", "week"):
        return (today + timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
    return _months(today, count * (12 if unit == "year" else 1)).isoformat()


def _months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _unit(values: Mapping[str, str], today: date, count: int, part: str = "") -> str:
    unit = values["unit"]
    if unit == "day":
        return (today + timedelta(days=count)).isoformat()
    if unit == "week":
        first = _monday(today) + timedelta(weeks=count)
        last = first + timedelta(days=6)
    elif unit == "month":
        first = _months(today.replace(day=1), count)
        last = _months(first, 1) - timedelta(days=1)
    elif unit == "year":
        first, last = date(today.year + count, 1, 1), date(today.year + count, 12, 31)
    else:
        return ""
    third = (last - first).days // 3
    if part == "start":
        last = first + timedelta(days=third)
    elif part == "end":
        first = last - timedelta(days=third)
    return _interval(first, last)


def _interval(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


def _weekend(values: Mapping[str, str], today: date, week: int) -> str:
    saturday = _monday(today) + timedelta(weeks=week, days=5)
    return _interval(saturday, saturday + timedelta(days=1))


def _date(values: Mapping[str, str], today: date) -> str:
    if "day" in values:  # a named day beside the date
        return _day(values, today)
    number = int(values["d"])
    month = int(values.get("month") or values.get("m") or 0)
    if not month:
        day = _with_day(today, number)
        return day.isoformat()
    if "year" in values:
        year = int(values["year"])
        return date(year - _BUDDHIST if year > _BUDDHIST_FROM else year, month, number).isoformat()
    return _nearest(today, month, number).isoformat()


def _with_day(today: date, number: int) -> date:
    """The next such day of a month, today and the last five days included."""
    for months in range(-1, 4):
        first = _months(today.replace(day=1), months)
        if number <= calendar.monthrange(first.year, first.month)[1]:
            day = first.replace(day=number)
            if (today - day).days <= 5:
                return day
    raise ValueError("no such day")


def _nearest(today: date, month: int, number: int) -> date:
    """The latest such day that is not more than a few months ahead, or not long ago."""
    candidates = [
        date(year, month, number)
        for year in (today.year - 1, today.year, today.year + 1)
        if number <= calendar.monthrange(year, month)[1]
    ]
    if not candidates:
        raise ValueError("no such day")
    return min(candidates, key=lambda day: abs((day - today).days) if day >= today else (today - day).days * 0.9)


def _month(values: Mapping[str, str], today: date, years: int | None = None) -> str:
    month = int(values.get("month") or values["m"])
    if "year" in values:
        year = int(values["year"])
        year -= _BUDDHIST if year > _BUDDHIST_FROM else 0
    elif years is None:
        year = _nearest(today, month, 1).year
    elif years > 0:
        year = today.year + (month <= today.month)
    else:
        year = today.year - (month >= today.month)
    first = date(year, month, 1)
    return _interval(first, _months(first, 1) - timedelta(days=1))


def _holiday(values: Mapping[str, str], today: date) -> str:
    name = values["holiday"]
    if name[:2].isdigit():
        month, day = (int(part) for part in name.split("-"))
        return _nearest(today, month, day).isoformat()
    days = movable_feasts().get(name, ())
    coming = [day for day in days if (today - day).days <= 30]
    return coming[0].isoformat() if coming else ""


def _time(values: Mapping[str, str], today: date, afternoon: bool = False, minutes: str = "0") -> str:
    """afternoon: hours below twelve are after noon. The hour may be written with its minutes (`14:30`)."""
    written, _, beside = values["h"].partition(":")
    hour, part = int(written), values.get("part")
    if hour < 12 and (afternoon or part in ("afternoon", "evening") or (part == "night" and hour > 5)):
        hour += 12
    elif hour == 12 and part == "night":
        hour = 0
    day = today + timedelta(days=int(values.get("day", "0")))
    return f"{day.isoformat()}T{hour % 24:02}:{int(values.get('min', beside or minutes)):02}"


_HANDLERS: dict[str, _Handler] = {
    "day": _day,
    "weekday": lambda v, t: _weekday(None, v, t),
    "weekday_next": _weekday_next,
    "weekday_last": lambda v, t: _weekday(None, v, t, ahead=False),
    "weekday_this_week": lambda v, t: _weekday(0, v, t),
    "weekday_next_week": lambda v, t: _weekday(1, v, t),
    "weekday_last_week": lambda v, t: _weekday(-1, v, t),
    "weekday_week_after": lambda v, t: _weekday(2, v, t),
    "weekday_in_a_week": _weekday_in_a_week,
    "weekday_date": _weekday_date,
    "week_after": lambda v, t: _unit({"unit": "week"}, t, 2),
    "ago": lambda v, t: _shift(v, t, -1),
    "ahead": lambda v, t: _shift(v, t, 1),
    "unit_next": lambda v, t: _unit(v, t, 1),
    "unit_last": lambda v, t: _unit(v, t, -1),
    "unit_this": lambda v, t: _unit(v, t, 0),
    "week_next": lambda v, t: _unit({"unit": "week"}, t, 1),
    "week_last": lambda v, t: _unit({"unit": "week"}, t, -1),
    "week_this": lambda v, t: _unit({"unit": "week"}, t, 0),
    "month_after": lambda v, t: _unit({"unit": "month"}, t, 1),
    "month_before": lambda v, t: _unit({"unit": "month"}, t, -1),
    "month_this": lambda v, t: _unit({"unit": "month"}, t, 0),
    "year_next": lambda v, t: _unit({"unit": "year"}, t, 1),
    "year_last": lambda v, t: _unit({"unit": "year"}, t, -1),
    "week_end": lambda v, t: _unit({"unit": "week"}, t, 0, "end"),
    "month_end": lambda v, t: _unit({"unit": "month"}, t, 0, "end"),
    "month_start": lambda v, t: _unit({"unit": "month"}, t, 0, "start"),
    "month_end_next": lambda v, t: _unit({"unit": "month"}, t, 1, "end"),
    "month_end_last": lambda v, t: _unit({"unit": "month"}, t, -1, "end"),
    "year_end": lambda v, t: _unit({"unit": "year"}, t, 0, "end"),
    "year_start": lambda v, t: _unit({"unit": "year"}, t, 0, "start"),
    "unit_start": lambda v, t: _unit(v, t, 0, "start"),
    "unit_end": lambda v, t: _unit(v, t, 0, "end"),
    "weekend": lambda v, t: _weekend(v, t, 0),
    "weekend_next": lambda v, t: _weekend(v, t, 1),
    "weekend_last": lambda v, t: _weekend(v, t, -1),
    "date": _date,
    "day_next_month": lambda v, t: _months(t.replace(day=1), 1).replace(day=int(v["d"])).isoformat(),
    "month": _month,
    "month_next": lambda v, t: _month(v, t, 1),
    "month_last": lambda v, t: _month(v, t, -1),
    "holiday": _holiday,
    "part": lambda v, t: t.isoformat(),
    "part_last": lambda v, t: (t - timedelta(days=1)).isoformat(),
    "time": _time,
    "time_pm": lambda v, t: _time(v, t, afternoon=True),
    "time_after_six": lambda v, t: _time({**v, "h": str(int(v["h"].partition(":")[0]) + 18)}, t),
    "time_half": lambda v, t: _time(v, t, minutes="30"),
}
