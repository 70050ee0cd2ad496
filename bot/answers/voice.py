"""Who speaks to whom: the voice that decides how plain texts, numbers and moments sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_decimal, format_percent

from bot.answers.formats import LocaleFormat
from bot.answers.message import JsonValue

_BRACES = str.maketrans({"{": "(", "}": ")"})
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_URL = re.compile(r"https?://|mailto:|www\.")
_ISOLATE, _POP = "\u2068", "\u2069"
_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


class ValueProblem(ValueError):
    """A variable's value cannot be said; the message says what was found and what is expected."""


@dataclass(frozen=True, slots=True)
class Voice:
    """All that decides how a value sounds: locale, region's data, digits, zone, today, and the style's name form.

    term: looks up a catalogue word (KeyError when there is none). rtl: isolate left-to-right pieces (Unicode TR 9).
    """

    tag: str
    locale: Locale
    forms: LocaleFormat
    digits: str
    icu_locale: str
    zone: ZoneInfo
    today: date
    term: Callable[[str], str]
    honorific: str
    first_name_only: bool
    rtl: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A value in words. number: the bare number for plurals, if it has one. dated: it is or contains a date."""

    text: str
    number: int | Decimal | None = None
    dated: bool = False


def moment(value: JsonValue, voice: Voice) -> date | datetime:
    """The day, or the moment in the shopper's zone, of a date or datetime value. Raises ValueProblem."""
    if isinstance(value, dict):
        if "date" in value:
            return _date(value["date"])
        if "datetime" in value:
            return _datetime(value["datetime"], voice.zone)
    raise ValueProblem(f"{value!r} is not a {{'date': ...}} or {{'datetime': ...}}")


def say_date(value: JsonValue, voice: Voice, style: str) -> str:
    """A date or datetime value as a day."""
    found = moment(value, voice)
    day = found.date() if isinstance(found, datetime) else found
    return native_digits(voice.forms.say_date(day, voice.locale, voice.today, style), voice)


def say_datetime(value: JsonValue, voice: Voice, style: str) -> str:
    """A datetime value as day and time; a date value as a day."""
    found = moment(value, voice)
    if not isinstance(found, datetime):
        return say_date(value, voice, style)
    return native_digits(voice.forms.say_datetime(found, voice.locale, voice.today, style), voice)


def say_time(value: JsonValue, voice: Voice) -> str:
    """A datetime value as a time of day. Raises ValueProblem for a bare date."""
    found = moment(value, voice)
    if not isinstance(found, datetime):
        raise ValueProblem(f"{value!r} has no time of day")
    return native_digits(voice.forms.say_time(found, voice.locale), voice)


def plain_text(text: str, voice: Voice) -> str:
    """A text that comes from outside: without braces, and isolated where the line runs the other way (TR 9)."""
    text = text.translate(_BRACES)
    if not voice.rtl or not text or _URL.search(text):
        return text
    first = next((_DIRECTIONS[kind] for kind in map(unicodedata.bidirectional, text) if kind in _DIRECTIONS), "")
    return text if first == "rtl" else f"{_ISOLATE}{text}{_POP}"


def native_digits(text: str, voice: Voice) -> str:
    """The digits of the market; Babel takes only the separators of a numbering system."""
    return text.translate(_ARABIC_DIGITS) if voice.digits == "arab" else text


def say_plain_number(value: float | Decimal, voice: Voice) -> Said:
    """A decimal number with the locale's separators and digits."""
    number: int | Decimal = value if isinstance(value, int) else to_decimal(value)
    try:
        text = str(format_decimal(number, locale=voice.locale, numbering_system=voice.digits))
    except InvalidOperation:  # more digits than decimal arithmetic holds
        raise ValueProblem(f"{len(str(number))} digits; expected a number that is said in a sentence") from None
    return Said(native_digits(text, voice), number)


def to_decimal(value: object) -> Decimal:
    """The value as an exact number. Raises ValueProblem."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise ValueProblem(f"found {value!r}; expected a number as '12.50'")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueProblem(f"found {value!r}; expected a number as '12.50'") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueProblem(f"found {value!r}; expected a finite number below 10^15")
    return number


def _date(value: JsonValue) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10] if len(value) > 10 and value[10] in "T " else value)
        except ValueError:
            pass
    raise ValueProblem(f"found {value!r}; expected a day as '2026-11-27'")


def _datetime(value: JsonValue, zone: ZoneInfo) -> datetime:
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
            if found.tzinfo is not None:
                return found.astimezone(zone)
        except (ValueError, OverflowError):
            pass
    raise ValueProblem(f"found {value!r}; expected a moment with its offset as '2026-11-27T18:00:00+00:00'")


def percent_text(number: Decimal, voice: Voice) -> str:
    """19 → 19 %, with at most two places."""
    places = max(0, min(2, -int(number.normalize().as_tuple().exponent)))
    pattern = str(voice.locale.percent_formats[None].pattern).replace(
        "#,##0", "#,##0" + "." * bool(places) + "#" * places
    )
    return native_digits(str(format_percent(number / 100, format=pattern, locale=voice.locale)), voice)
