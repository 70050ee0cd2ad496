"""Names of cities in the shopper's language, where CLDR has them: the cities that time zones are called after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global


def city_name(english: str, country: str, locale: Locale) -> str:
    """The city's name in the locale's language; as it was given where CLDR does not know it in that country (ISO)."""
    zone = _zones().get((english, country))
    known: Mapping[str, str] = locale.time_zones.get(zone, {}) if zone else {}
    return str(known.get("city") or english)


@cache
def _zones() -> Mapping[tuple[str, str], str]:
    """Time zones, as CLDR's names have them, by the English name of their city and their country."""
    names, countries, today = Locale.parse("en").time_zones, get_global("zone_territories"), get_global("zone_aliases")
    found = {}
    for zone in {*names, *countries}:
        plain = zone.rpartition("/")[2].replace("_", " ")
        city = names.get(zone, {}).get("city") or plain
        found[str(city), str(countries.get(today.get(zone, zone)))] = zone
    return found
