"""Markets: what is customary and official where a shopper lives. Data in `markets.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import is_currency

from bot.answers.errors import ContentError
from bot.answers.message import JsonValue
from bot.answers.sources import Source, describe, read_source

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIELDS = ("zones", "currency", "locale", "week", "weekend", "digits")


@dataclass(frozen=True, slots=True)
class Market:
    """A country as a market.

    code: ISO 3166. zones: IANA zones that differ now, the most populous first. currency: ISO 4217.
    locale: the language to begin with when nothing is known of the shopper. first_weekday, weekend: 0 is Monday.
    digits: `latn` or `arab`, used where the language has both. regions: groups of `markets.yml` it belongs to.
    """

    code: str
    zones: tuple[str, ...]
    currency: str
    locale: str
    first_weekday: int
    weekend: frozenset[int]
    digits: str
    regions: tuple[str, ...]

    def zone(self, known: str | None = None) -> tuple[str, bool]:
        """The zone to speak in, and whether it is certain: the shopper's own if known, else the market's first."""
        if known and is_zone(known):
            return known, True
        return self.zones[0], len(self.zones) == 1

    def is_workday(self, moment: datetime) -> bool:
        """Whether that local moment lies outside the weekend."""
        return moment.weekday() not in self.weekend


@dataclass(frozen=True)
class Markets:
    """All markets by ISO code, and the groups they form."""

    by_code: Mapping[str, Market]
    regions: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path) -> Markets:
        """Read `markets.yml`. Raises ContentError naming file, line and what was expected."""
        source = read_source(path)
        root = source.mapping(source.data, ())
        source.only(root, ("version", "regions", "markets"), ())
        raw = source.mapping(root.get("markets"), ("markets",))
        regions: dict[str, tuple[str, ...]] = {}
        for name, members in source.mapping(root.get("regions"), ("regions",)).items():
            regions[name] = source.texts(members, ("regions", name))
            for index, code in enumerate(regions[name]):
                if code not in raw:
                    source.refuse(("regions", name, index), f"unknown market '{code}'", "a market listed below")
        markets = {}
        for code, entry in raw.items():
            inside = tuple(name for name, members in regions.items() if code in members)
            market = _market(source, code, source.mapping(entry, ("markets", code)), inside)
            if market is not None:
                markets[code] = market
        if not markets and not source.problems:
            source.refuse((), "no markets", "at least one under 'markets:'")
        if source.problems:
            raise ContentError(source.problems)
        return cls(markets, regions)

    def get(self, code: str | None) -> Market | None:
        """The market of an ISO code; a subdivision (`US-CA`) is its country; None when unknown."""
        return self.by_code.get(code.split("-")[0].upper()) if code else None

    def zone_of(self, code: str | None) -> str:
        """The zone to speak in of a market: that of most of its people; UTC for an unknown one."""
        known = self.get(code)
        return known.zones[0] if known else "UTC"


def _market(source: Source, code: str, entry: dict[str, JsonValue], regions: tuple[str, ...]) -> Market | None:
    path = ("markets", code)
    before = len(source.problems)
    source.only(entry, _FIELDS, path)
    if len(code) != 2 or not code.isupper():
        source.refuse(path, f"market '{code}'", "an ISO 3166 code of two capitals")
    zones = source.texts(entry.get("zones"), (*path, "zones"))
    if not zones:
        source.refuse((*path, "zones"), "no zone", "at least one IANA time zone")
    for index, zone in enumerate(zones):
        if not is_zone(zone):
            source.refuse((*path, "zones", index), f"unknown zone '{zone}'", "an IANA time zone as 'Asia/Tokyo'")
    currency, locale = entry.get("currency"), entry.get("locale")
    if not isinstance(currency, str) or not is_currency(currency):
        source.refuse((*path, "currency"), f"found {describe(currency)}", "an ISO 4217 code")
    if not isinstance(locale, str):
        source.refuse((*path, "locale"), f"found {describe(locale)}", "a locale as 'de' or 'pt-BR'")
    week, weekend = entry.get("week", "mon"), entry.get("weekend", ["sat", "sun"])
    days = source.texts(weekend, (*path, "weekend"))
    for name in (week, *days):
        if name not in DAYS:
            source.refuse((*path, "weekend"), f"unknown day {describe(name)}", "one of " + ", ".join(DAYS))
    digits = entry.get("digits", "latn")
    if digits not in ("latn", "arab"):
        source.refuse((*path, "digits"), f"found {describe(digits)}", "latn or arab")
    if len(source.problems) > before:
        return None
    return Market(
        code=code,
        zones=zones,
        currency=str(currency),
        locale=str(locale),
        first_weekday=DAYS.index(str(week)),
        weekend=frozenset(DAYS.index(day) for day in days),
        digits=str(digits),
        regions=regions,
    )


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether an IANA time zone of that name is known here."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
