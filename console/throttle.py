"""Slows down guessing of passwords."""

from __future__ import annotations

import time
from collections.abc import Callable

_MAX_KEYS = 10_000


class Throttle:
    """After `tries` failures of a key within `seconds`, the key is refused until the oldest of them is past."""

    def __init__(self, tries: int = 8, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries, self._seconds, self._clock = tries, seconds, clock
        self._failures: dict[str, list[float]] = {}

    def blocked(self, key: str) -> bool:
        """Whether this key must wait."""
        return len(self._recent(key)) >= self._tries

    def failed(self, key: str) -> None:
        """Counts a failure."""
        if len(self._failures) >= _MAX_KEYS:
            self._failures.clear()  # somebody floods us with names: memory comes first
        self._failures[key] = [*self._recent(key), self._clock()]

    def _recent(self, key: str) -> list[float]:
        since = self._clock() - self._seconds
        return [moment for moment in self._failures.get(key, ()) if moment > since]
