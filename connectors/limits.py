"""How often one caller may ask: a token bucket for each, in this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol


class RateLimiter(Protocol):
    """Decides whether a caller may go on."""

    def wait(self, key: str) -> float:
        """0 when the call may go on, else the seconds until it may."""


class Buckets:
    """Each key holds at most `burst` calls, refilled with `rate` a second; the longest unused keys are forgotten."""

    def __init__(
        self, rate: float, burst: int, *, keys: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if rate <= 0 or burst < 1:
            raise ValueError(f"a rate of {rate} a second and a burst of {burst} let nobody in; expected more than 0")
        self.rate, self.burst, self.keys, self._clock = rate, burst, keys, clock
        self._state: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """0 when the call may go on, else the seconds until it may."""
        now = self._clock()
        left, then = self._state.pop(key, (float(self.burst), now))
        left = min(self.burst, left + (now - then) * self.rate)
        allowed = left >= 1
        self._state[key] = (left - 1 if allowed else left, now)
        if len(self._state) > self.keys:
            self._state.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self.rate
