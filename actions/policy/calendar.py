"""Working days by market, and months. Public holidays are not counted: a promise may be kept early, never late."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

SATURDAY_SUNDAY = frozenset({5, 6})


def add_working_days(start: date, days: int, weekend: Collection[int] = SATURDAY_SUNDAY) -> date:
    """The date `days` working days after `start`. weekend: weekday numbers, Monday is 0."""
    current = start
    while days > 0:
        current += timedelta(days=1)
        if current.weekday() not in weekend:
            days -= 1
    return current


def working_day_before(end: date, weekend: Collection[int] = SATURDAY_SUNDAY) -> date:
    """The last working day before `end`."""
    current = end - timedelta(days=1)
    while current.weekday() in weekend:
        current -= timedelta(days=1)
    return current


def add_months(start: date, months: int) -> date:
    """The same day so many months later, the month's last day where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
