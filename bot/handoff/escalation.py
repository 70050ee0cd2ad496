"""How urgent a conversation is, and by when a person answers. Pure: the clock and the market are given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SATURDAY_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Hours:
    """When people answer, in local time; `days` (0 is Monday) only where they differ from the market's week."""

    opens: time
    closes: time
    days: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """From this priority on, an answer within so many minutes of service hours."""

    priority: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Escalation:
    """The rules of escalation.yml."""

    reasons: Mapping[str, int]
    emotions: Mapping[str, int]
    urgencies: Mapping[str, int]
    tiers: Mapping[str, int]
    urgent_from: int
    deadlines: tuple[Deadline, ...]
    default_hours: Hours
    market_hours: Mapping[str, Hours]

    def priority(self, reason: str, emotion: str | None, urgency: str | None, tier: str | None) -> int:
        """0 (can wait) to 100 (first of all). An unknown reason counts as `default`, other unknown names as 0."""
        points = (
            self.reasons.get(reason, self.reasons["default"])
            + self.emotions.get(emotion or "", 0)
            + self.urgencies.get(urgency or "", 0)
            + self.tiers.get(tier or "", 0)
        )
        return min(100, points)

    def is_urgent(self, reason: str, emotion: str | None, urgency: str | None, tier: str | None) -> bool:
        """Whether a person should come at once."""
        return self.priority(reason, emotion, urgency, tier) >= self.urgent_from

    def minutes(self, priority: int) -> int:
        """Minutes of service hours within which this priority is answered."""
        return next(deadline.minutes for deadline in self.deadlines if priority >= deadline.priority)

    def answer_by(
        self,
        now: datetime,
        zone: str,
        weekend: Collection[int] = _SATURDAY_SUNDAY,
        priority: int = 0,
        *,
        market: str | None = None,
    ) -> datetime:
        """The moment (UTC) by which a person answers; only service hours count.

        now: aware. zone: IANA name of the market's zone. weekend: days without service, 0 is Monday.
        """
        hours = self._hours(market)
        left = timedelta(minutes=self.minutes(priority))
        moment = now.astimezone(UTC)
        while True:
            opens, closes = _next_window(hours, moment, ZoneInfo(zone), weekend)
            start = max(opens, moment)
            if start + left <= closes:
                return start + left
            left -= closes - start
            moment = closes

    def opens_at(
        self,
        now: datetime,
        zone: str,
        weekend: Collection[int] = _SATURDAY_SUNDAY,
        *,
        market: str | None = None,
    ) -> datetime | None:
        """The moment (UTC) at which people are there again, or None when they are there now."""
        moment = now.astimezone(UTC)
        opens, _ = _next_window(self._hours(market), moment, ZoneInfo(zone), weekend)
        return opens if opens > moment else None

    def _hours(self, market: str | None) -> Hours:
        return self.market_hours.get(market or "", self.default_hours)


def _next_window(hours: Hours, moment: datetime, zone: ZoneInfo, weekend: Collection[int]) -> tuple[datetime, datetime]:
    """The service window that holds the moment, or the next one after it, in UTC."""
    local = moment.astimezone(zone)
    # A market whose weekend is the whole week would never answer: eight days are always enough to find one.
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        working = day.weekday() in hours.days if hours.days is not None else day.weekday() not in weekend
        if not working:
            continue
        closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
        if closes > moment:
            return datetime.combine(day, hours.opens, zone).astimezone(UTC), closes
    raise ValueError(f"no service day in the week: the weekend is {sorted(weekend)}; expected days 0 to 6, not all")
