"""Dates, times, days and lists as a locale writes them: CLDR by Babel, with the forms of `formats.yml` for sentences.

CLDR's ready forms stand alone; inside a sentence a weekday may need another case (Russian) or a word before the
time (German), so each language says its own pattern there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.dates import format_time, parse_pattern

from bot.answers.errors import ContentError
from bot.answers.locales import BASE, chain, normalised
from bot.answers.pattern import Pattern, PatternError, read_pattern
from bot.answers.sources import Source, read_source

_FIELDS = ("date", "date_year", "date_short", "datetime", "time", "days", "comma", "first")
_DAY = re.compile(r"'[^']*'|(?<!d)d(?!d)")


@dataclass(frozen=True, slots=True)
class LocaleFormat:
    """How one locale writes moments. date, date_year, date_short, time: CLDR date patterns.

    datetime: `{date}` and `{time}` joined. time: None takes CLDR's short form of the region.
    days: ICU pattern with the plural of `{days}`. comma: between the members of a plain list. first: how the first of
    a month is written where it is no plain 1.
    """

    date: str
    date_year: str
    date_short: str
    datetime: str
    time: str | None
    days: Pattern
    comma: str
    first: str = ""

    def say_date(self, value: dt.date, locale: Locale, today: dt.date, style: str = "") -> str:
        """A day; the year is said when it is not today's. style: `short`, `full` (always with the year) or ``."""
        if style == "full" or value.year != today.year:
            pattern = self.date_year
        else:
            pattern = self.date_short if style == "short" else self.date
        if self.first and value.day == 1:
            pattern = _DAY.sub(lambda one: one[0] if one[0].startswith("'") else f"'{self.first}'", pattern)
        return str(parse_pattern(pattern).apply(value, locale))

    def say_time(self, value: dt.datetime, locale: Locale) -> str:
        """The time of day of a moment that is already in the shopper's zone."""
        if self.time is None:
            return str(format_time(value.timetz(), "short", locale=locale)).replace("\u202f", "\u00a0")
        return str(parse_pattern(self.time).apply(value, locale))

    def say_datetime(self, value: dt.datetime, locale: Locale, today: dt.date, style: str = "") -> str:
        """Day and time of a moment that is already in the shopper's zone."""
        day = self.say_date(value.date(), locale, today, style)
        return self.datetime.replace("{date}", day).replace("{time}", self.say_time(value, locale))


@dataclass(frozen=True)
class Formats:
    """The forms of every locale that has its own; `of` finds the nearest."""

    by_locale: Mapping[str, LocaleFormat]

    @classmethod
    def load(cls, path: Path) -> Formats:
        """Read `formats.yml`. Raises ContentError naming file, line and what was expected."""
        source = read_source(path)
        root = source.mapping(source.data, ())
        source.only(root, ("version", "locales"), ())
        raw = source.mapping(root.get("locales"), ("locales",))
        found: dict[str, LocaleFormat] = {}
        # The base locale and languages first: a region says only what differs.
        for tag in sorted(raw, key=lambda name: (name != BASE, name.count("-"))):
            entry = source.mapping(raw[tag], ("locales", tag))
            source.only(entry, _FIELDS, ("locales", tag))
            above = next((found[other] for other in chain(tag)[1:] if other in found), None)
            if above is None and tag != BASE:
                continue
            read = _read(source, tag, entry, above)
            if read is not None:
                found[normalised(tag)] = read
        if BASE not in found and not source.problems:
            source.refuse(("locales",), f"no locale '{BASE}'", f"a complete entry for '{BASE}'")
        if source.problems:
            raise ContentError(source.problems)
        return cls(found)

    def of(self, tag: str) -> LocaleFormat:
        """The forms of a locale: en-US has its own, es-AR those of es."""
        return next(self.by_locale[other] for other in chain(tag) if other in self.by_locale)


def _read(source: Source, tag: str, entry: Mapping[str, object], above: LocaleFormat | None) -> LocaleFormat | None:
    before = len(source.problems)
    values: dict[str, str] = {}
    for name in _FIELDS:
        value = entry.get(name)
        path = ("locales", tag, name)
        if isinstance(value, str):
            values[name] = value
        elif name in entry:
            source.refuse(path, f"found {value!r}", "a text")
        elif above is not None and name not in ("days", "time"):
            values[name] = getattr(above, name)
        elif above is None and name not in ("time", "first"):
            source.refuse(path, f"'{name}' is missing", "a text")
    if not {"{date}", "{time}"} <= {part for part in ("{date}", "{time}") if part in values.get("datetime", "")}:
        source.refuse(("locales", tag, "datetime"), "no {date} or no {time}", "both {date} and {time}")
    days = above.days if above is not None else None
    if "days" in values:
        try:
            days = read_pattern(values["days"])
        except PatternError as error:
            source.refuse(("locales", tag, "days"), str(error), "an ICU pattern with {days, plural, ...}")
    if days is None or len(source.problems) > before:
        return None
    time = values.get("time", above.time if above is not None else None)
    names = ("date", "date_year", "date_short", "datetime", "comma")
    return LocaleFormat(**{name: values[name] for name in names}, time=time, days=days, first=values.get("first", ""))
