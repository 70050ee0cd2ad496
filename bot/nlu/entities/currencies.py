"""The table of currencies (`data/currencies.yml`): signs, codes, and which one a shared name means in a market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.numbers import get_territory_currencies

from bot.nlu.entities.rules import DATA, RulesError
from bot.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class Family:
    """A name that several currencies share. of: ISO codes. default: the one meant where the market has none of them."""

    default: str
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Currencies:
    """phrases: sign or code as written to ISO code or family. families: by name."""

    phrases: Mapping[str, str]
    families: Mapping[str, Family]

    def resolve(self, name: str, market: str, language: str) -> str:
        """Return the ISO code that a code or family means to a shopper of `market` who writes `language`."""
        family = self.families.get(name)
        if family is None:
            return name
        for territory in (market, _HOME.get(language, "")):
            if territory and (own := market_currency(territory)) in family.of:
                return own
        return family.default


# where a language tells more than the family's default
_HOME = {"zh": "CN", "ja": "JP", "ko": "KR"}


@cache
def market_currency(market: str) -> str:
    """Return the currency of a country; "" when there is none."""
    found = get_territory_currencies(market) if market else []
    return str(found[0]) if found else ""


@cache
def currencies(path: Path = DATA / "currencies.yml") -> Currencies:
    """Return the table. Raises `RulesError` that names file and key."""
    raw = read_yaml(path)
    try:
        families = {name: Family(str(f["default"]), frozenset(f["of"])) for name, f in raw["families"].items()}
        phrases = {str(sign): str(meaning) for sign, meaning in raw["signs"].items()}
        phrases.update({str(code): raw["codes_as"].get(code, str(code).upper()) for code in raw["codes"]})
    except (KeyError, TypeError, AttributeError) as error:
        raise RulesError(
            f"{path}: expected signs, codes, codes_as, and families with default and of ({error})"
        ) from error
    for sign, meaning in phrases.items():
        if meaning not in families and not (len(meaning) == 3 and meaning.isupper()):
            raise RulesError(f"{path}: signs.{sign}: `{meaning}` is neither an ISO code nor a family")
    return Currencies(phrases, families)
