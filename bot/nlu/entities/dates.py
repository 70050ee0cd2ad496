"""Days, periods and times, as ISO 8601 values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.nlu.entities.calendar_days import resolve
from bot.nlu.entities.date_forms import DateMatch, match_forms
from bot.nlu.entities.numbers import Number
from bot.nlu.entities.phrasebook import is_dense
from bot.nlu.entities.scene import Found, Scene, without_overlaps

_ISO = re.compile(r"(?<![\w./-])(20\d\d|25\d\d)[-./](\d{1,2})[-./](\d{1,2})(?![\w/-]|\.\d)", re.ASCII)
_NUMERIC = re.compile(
    r"(?<![\w./,-])(\d{1,2})([./-])(\d{1,2})(?:\2(20\d\d|25[67]\d|\d\d))?(\.)?(?![\w/%-]|[.,]\d)", re.ASCII
)
_CLOCK = re.compile(r"(?<![\w.,:/])([01]?\d|2[0-4])(:|h)([0-5]\d)(?![\d:/%])(?![hk])", re.ASCII)
# markets that write the month first; the languages whose writers do so wherever they are
_MONTH_FIRST = frozenset({"US", "JP", "CN", "TW", "KR", "CA", "PH"})
_MONTH_FIRST_LANGUAGES = frozenset({"ja", "zh", "ko"})
_CERTAIN_RANK, _RANK = 69, 60
_WEAK = frozenset({"part", "time", "time_pm", "month"})
_NOON = 12
_WEEKDAY = "date_weekday"
_BESIDE_A_DAY = re.compile(r"[ ,，(（]*(?:[^\W\d]{1,4} )?")  # between a weekday and its day: `Montag, den 7.`
_OF_A_WEEK = re.compile(r" (?:[^\W\d]{1,5}[ '’]){0,3}| ?")  # between weekday and week: `samedi de la semaine prochaine`
_BESIDE = re.compile(r"[ ,]*(?:[^\W\d]{1,5} ?){0,2}")  # between a day and its time: `tomorrow at`, `morgen um`


def find_dates(scene: Scene, numbers: Sequence[Number]) -> Iterator[Found]:
    """Yield the dates of a message."""
    yield from _with_times(scene, _with_weekdays(scene, [*_numeric(scene), *_spoken(scene, numbers)]))


def _with_weekdays(scene: Scene, found: Sequence[Found]) -> Iterator[Found]:
    """Yield the finds; a weekday and the day of a month beside it are one where they agree: `Monday, the 7th`. One
    beside a week is of that week: `Saturday next week`."""
    kept = without_overlaps(found)
    joined: set[int] = set()
    for at, (one, other) in enumerate(pairwise(kept)):
        named, day = (one, other) if one.extractor == _WEEKDAY else (other, one)
        if at in joined or named.extractor != _WEEKDAY or day.extractor == _WEEKDAY:
            continue
        between, value = scene.text[one.end : other.start], str(day.value)
        agree = _BESIDE_A_DAY.fullmatch(between) and _is_weekday(value, str(named.value))
        of_week = _in_week(value, str(named.value)) if _OF_A_WEEK.fullmatch(between) else ""
        if agree or of_week:
            joined |= {at, at + 1}
            yield replace(day, value=of_week or value, start=one.start, end=other.end, rank=max(one.rank, other.rank))
    yield from (one for at, one in enumerate(kept) if at not in joined)


def _in_week(week: str, like: str) -> str:
    """Return the day of a week that is such a weekday; "" where the period is no week."""
    first, _, last = week.partition("/")
    if not last or "/" in like:
        return ""
    begin, weekday = date.fromisoformat(first), date.fromisoformat(like).weekday()
    whole = begin.weekday() == 0 and date.fromisoformat(last) - begin == timedelta(days=6)
    return (begin + timedelta(days=weekday)).isoformat() if whole else ""


def _is_weekday(day: str, like: str) -> bool:
    """Tell whether a single day is the weekday that another one is."""
    days = [date.fromisoformat(value) for value in (day, like) if len(value) == len("2026-11-25")]
    return len(days) == 2 and days[0].weekday() == days[1].weekday()


def _with_times(scene: Scene, found: Iterable[Found]) -> Iterator[Found]:
    """Yield the finds; a day and the time beside it are one: `tomorrow at 6 pm`, `18 Uhr am Freitag`."""
    kept = without_overlaps(found)
    late = [hit for hit in scene.of("part") if hit.value in ("afternoon", "evening")]
    joined: set[int] = set()
    for at, (one, other) in enumerate(pairwise(kept)):
        day, time = (other, one) if _is_time(one) else (one, other)
        beside = _BESIDE.fullmatch(scene.text[one.end : other.start])
        if any(one.end <= hit.start < other.start for hit in scene.of("range_from")):
            continue  # `Saturday between 9 and 11`
        if at in joined or _is_time(day) or not _is_time(time) or "/" in str(day.value) or not beside:
            continue
        joined |= {at, at + 1}
        hour, minute = (int(part) for part in str(time.value)[11:].split(":"))
        if hour < _NOON and any(one.start <= hit.begin < other.end for hit in late):
            hour += _NOON  # `내일 저녁 7시`
        value = f"{str(day.value)[:10]}T{hour:02}:{minute:02}"
        yield replace(day, value=value, start=one.start, end=other.end, rank=max(one.rank, other.rank))
    yield from (one for at, one in enumerate(kept) if at not in joined)


def _is_time(found: Found) -> bool:
    return "T" in str(found.value)


def _spoken(scene: Scene, numbers: Sequence[Number]) -> Iterator[Found]:
    matches = [match for match in match_forms(scene, scene.rules, numbers) if not _is_short(scene, match)]
    spans = [(match.start, match.end) for match in matches if match.meaning == "none" or _is_choice(scene, match)]
    for match in matches:
        if any(start <= match.start and match.end <= end for start, end in spans):
            continue  # `3日間` is no day, `7日以内ですか14日以内ですか` names none
        if set(match.values) == {"d"} and _is_no_day(scene, match):
            continue
        if match.meaning == "weekday_date" and (_is_no_day(scene, match) or _is_at_a_time(match, matches)):
            continue
        value = resolve(match.meaning, match.values, scene.today)
        if value and not scene.is_taken(match.start, match.end):
            certain = bool({"month", "m"} & set(match.values)) or match.meaning == "weekday_date"
            rank = _CERTAIN_RANK if certain else _RANK
            confidence = 0.8 if match.meaning in _WEAK else 0.95
            kind = "day_of_month" if set(match.values) == {"d"} else match.meaning
            yield Found("date", value, _begin(scene, match), match.end, f"date_{kind}", confidence, rank=rank)


def _is_no_day(scene: Scene, match: DateMatch) -> bool:
    """Tell whether a number without a month is rather of a house, a telephone or a count: `el 11 5523`, `le 4 fois`."""
    if scene.of("cue:house") or re.match(r" ?\d|-\d", scene.text[match.end : match.end + 2]):
        return True
    spaced = scene.text[match.end : match.end + 1] == " "
    kinds = ("uncounted", "unit", "counter") if spaced else ()
    return any(hit.start == match.end + 1 for kind in kinds for hit in scene.of(kind))


def _is_at_a_time(match: DateMatch, matches: Sequence[DateMatch]) -> bool:
    """Tell whether the number behind a weekday is an hour of it: `Monday 7 pm`."""
    return any("h" in one.values and match.start < one.start < match.end < one.end for one in matches)


def _begin(scene: Scene, match: DateMatch) -> int:
    """Return where the day begins behind the prepositions that do not belong to it (`am`, `до`)."""
    start = match.start
    if match.meaning in ("ago", "ahead"):
        return start  # `en dos días`
    words = scene.rules.lists["outside"]
    while True:
        after = next((at for word in words if (at := _behind(scene, word, start)) and at < match.end), start)
        if after == start:
            return start
        start = after


def _behind(scene: Scene, word: str, start: int) -> int:
    """Return where the text goes on behind `word` at `start`; 0 when it does not stand there as a word."""
    end = start + len(word)
    if not scene.folded.text.startswith(word, start):
        return 0
    return end + 1 if scene.text[end : end + 1] == " " else end if is_dense(word[-1]) else 0


def _is_choice(scene: Scene, match: DateMatch) -> bool:
    """Tell whether a period is asked about, no day named: `within 14 or 30 days`, `7日以内ですか14日以内ですか`."""
    near = (match.end, match.end + 1)
    if match.meaning not in ("ahead", "date") or "month" in match.values:
        return False
    if any(hit.start in near for hit in scene.of("range_to")):
        return False
    if any(hit.start in near and scene.text[hit.stop :].lstrip()[:1].isdigit() for hit in scene.of("or")):
        return True
    before = (match.start, match.start - (scene.text[match.start - 1 : match.start] == " "))
    return any(hit.stop in before and re.search(r"\d\D{0,5}$", scene.text[: hit.start]) for hit in scene.of("or"))


def _is_short(scene: Scene, match: DateMatch) -> bool:
    """Tell whether a span of hours or minutes is meant: neither a day nor a period."""
    return match.meaning in ("ago", "ahead") and match.values.get("unit") in ("hour", "minute")


def _numeric(scene: Scene) -> Iterator[Found]:
    text, today = scene.text, scene.today
    for match in _ISO.finditer(text):
        value = resolve("date", {"year": match[1], "m": match[2], "d": match[3]}, today)
        if value and not scene.is_taken(*match.span()):
            yield Found("date", value, match.start(), match.end(), "date_written", 1.0, rank=76)
    dotted = scene.rules.words["dotted_dates"] == "true"
    month_first = scene.market in _MONTH_FIRST or scene.language in _MONTH_FIRST_LANGUAGES
    for match in _NUMERIC.finditer(text):
        first, sign, second, year, dot = match.groups()
        if scene.is_taken(*match.span()):
            continue
        if not year and sign == "." and not dot and (len(second) < 2 or not (dotted or _day_cue(scene, match))):
            continue  # 12.5 is a number
        if not year and sign == "-":
            continue  # a range
        orders = [(second, first), (first, second)] if not month_first else [(first, second), (second, first)]
        if first == second == "10" and not year:
            continue  # ten out of ten
        value = next((v for m, d in orders if (v := _written(m, d, year, today))), "")
        if value:
            end = match.end() if year or dot else match.end(3)
            yield Found("date", value, match.start(), end, "date_written", 0.9, rank=_CERTAIN_RANK)
    for match in _CLOCK.finditer(text):
        value = resolve("time", {"h": match[1], "min": match[3]}, today)
        if not scene.is_taken(*match.span()):
            yield Found("date", value, match.start(), match.end(), "time_written", 0.8, rank=_RANK)


def _written(month: str, day: str, year: str | None, today: date) -> str:
    values = {"m": month, "d": day}
    if year:
        values["year"] = year if len(year) == 4 else f"20{year}"
    return resolve("date", values, today) if 1 <= int(month) <= 12 else ""


def _day_cue(scene: Scene, match: re.Match[str]) -> bool:
    return scene.expected == "date" or scene.cued("date", match.start(), 6)
