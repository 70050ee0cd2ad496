"""Markets: countries, groups of countries and states, and how closely an article's markets fit a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from bot.yaml_files import read_yaml

_DATA = Path(__file__).parent / "data" / "markets.yml"
_STATE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


class Rank(IntEnum):
    """How specific a market is: the higher one wins."""

    EVERYWHERE = 0
    GROUP = 1
    COUNTRY = 2
    STATE = 3


@dataclass(frozen=True, slots=True)
class Markets:
    """The markets that articles may name."""

    countries: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    states: Mapping[str, Mapping[str, tuple[str, ...]]]
    codes: Mapping[str, str]
    postcodes: Mapping[str, Mapping[str, tuple[str, ...]]]

    def problem(self, code: str) -> str | None:
        """What is wrong with a code that an article names, or None."""
        if code in self.countries or code in self.groups:
            return None
        country, _, state = code.partition("-")
        if state and country in self.countries and _STATE.fullmatch(code):
            known = self.states.get(country)
            if known is None or state in known:
                return None
        return f"expected ISO country codes (DE), states (US-CA) or groups ({', '.join(sorted(self.groups))})"

    def place(self, market: str | None, state: str | None = None) -> tuple[str | None, str | None]:
        """Country and full state code (`US-CA`) of a market and a state, which may be a code, a name or a postcode.

        >>> markets().place("us", "California"), markets().place("ES", "38001"), markets().place("IC")
        (('US', 'US-CA'), ('ES', 'ES-CN'), ('ES', 'ES-CN'))
        """
        if not market:
            return None, None
        market = market.strip().upper()
        country, _, inside = self.codes.get(market, market).partition("-")
        wanted = (state or inside or "").strip()
        if not wanted:
            return country, None
        names = {name.casefold(): code for code, several in self.states.get(country, {}).items() for name in several}
        code = names.get(wanted.casefold()) or self._of_postcode(country, wanted)
        return country, f"{country}-{code or wanted.upper().removeprefix(f'{country}-')}"

    def named(self, place: str) -> str | None:
        """The full code of a state by its name or its customs code, in whatever country; None for any other place.

        >>> markets().named("Tenerife"), markets().named("Madrid")
        ('ES-CN', None)
        """
        wanted = place.strip().casefold()
        known = (
            f"{country}-{code}"
            for country, states in self.states.items()
            for code, names in states.items()
            if wanted in (name.casefold() for name in names)
        )
        return self.codes.get(place.strip()) or next(known, None)

    def _of_postcode(self, country: str, wanted: str) -> str | None:
        begins = self.postcodes.get(country, {}) if wanted[:1].isdigit() else {}
        return next((code for code, starts in begins.items() if wanted.startswith(starts)), None)

    def rank(self, named: Iterable[str], country: str | None, state: str | None) -> Rank | None:
        """How closely an article's markets fit a place (none named: everywhere), or None when it holds elsewhere."""
        best: Rank | None = None
        empty = True
        for code in named:
            empty = False
            if state is not None and code == state:
                return Rank.STATE
            if country is not None and code == country:
                best = Rank.COUNTRY
            elif best is None and country in self.groups.get(code, ()):
                best = Rank.GROUP
        return Rank.EVERYWHERE if empty else best

    def places(self, named: Iterable[str]) -> dict[Rank, frozenset[str]]:
        """By rank, the places in which an article with these markets holds at that rank."""
        codes = frozenset(named)
        if not codes:
            return {Rank.EVERYWHERE: frozenset({""})}
        grouped = frozenset(country for code in codes for country in self.groups.get(code, ()))
        found = {
            Rank.STATE: frozenset(code for code in codes if "-" in code),
            Rank.COUNTRY: codes & self.countries,
            Rank.GROUP: grouped - codes,
        }
        return {rank: places for rank, places in found.items() if places}


@lru_cache(maxsize=1)
def markets() -> Markets:
    """The markets of `data/markets.yml`; raises ValueError when the file is wrong."""
    data = read_yaml(_DATA)
    countries = frozenset(str(data["countries"]).split())
    groups = {name: frozenset(str(codes).split()) for name, codes in data["groups"].items()}
    for name, members in groups.items():
        if unknown := members - countries:
            raise ValueError(f"{_DATA}: groups.{name}: {sorted(unknown)} are not among the countries")
    states = {
        country: {
            str(code): (names,) if isinstance(names, str) else tuple(map(str, names)) for code, names in of.items()
        }
        for country, of in data["states"].items()
    }
    postcodes = {
        country: {str(code): tuple(map(str, starts)) for code, starts in of.items()}
        for country, of in data["postcodes"].items()
    }
    for country, of in postcodes.items():
        if strange := of.keys() - states.get(country, {}).keys():
            raise ValueError(f"{_DATA}: postcodes.{country}: {sorted(strange)} are not among its states")
    codes = {str(code): str(state) for code, state in data["codes"].items()}
    return Markets(countries, groups, states, codes, postcodes)
