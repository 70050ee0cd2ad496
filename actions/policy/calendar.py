"""Working days by market. Public holidays are not counted out: a promise may be kept early, never late by them."""

from __future__ import annotations

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
