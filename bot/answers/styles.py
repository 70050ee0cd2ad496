"""How to speak to a shopper: formality, greeting, directness, emoji, names, apology. Data in `styles.yml`.

What belongs to a language (the form of a name) is said per language, what belongs to a culture per region or market;
the later one wins: defaults ← language ← regions ← market.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from bot.answers.errors import ContentError
from bot.answers.locales import language
from bot.answers.markets import Markets
from bot.answers.message import JsonValue
from bot.answers.sources import Source, describe, read_source

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """A style profile, resolved for one market and language.

    formality: which variations are said. greeting_first: greet before business in the first answer.
    directness: `direct` acknowledges only strong feelings, `balanced` and `indirect` any negative one.
    apology: `restrained` says the mild words even for a strong feeling short of anger, `high` the full words always.
    emoji: `none` removes them. sign_off: close the first answer with the response `utter_sign_off` if there is one, and
    nothing is asked or felt to be wrong.
    honorific: pattern around a person's name. name_part: `full` or `first`. use_name: whether names are said at all.
    max_sentences: more in one message is a finding (0: no limit). digits: of the market.
    quiet_from, quiet_to: local hours in which nothing is sent unasked.
    """

    market: str | None = None
    formality: Literal["formal", "informal"] = "informal"
    greeting_first: bool = False
    directness: Literal["direct", "balanced", "indirect"] = "balanced"
    apology: Literal["restrained", "normal", "high"] = "normal"
    emoji: Literal["none", "allowed"] = "allowed"
    sign_off: bool = False
    honorific: str = "{name}"
    name_part: Literal["full", "first"] = "full"
    use_name: bool = True
    max_sentences: int = 0
    digits: str = "latn"
    quiet_from: time = time(21)
    quiet_to: time = time(8)

    def quiet_until(self, now: datetime, timezone: str) -> datetime | None:
        """The end of the quiet hours in which `now` falls, in the shopper's zone; None when it is not quiet."""
        local = now.astimezone(ZoneInfo(timezone))
        clock = local.timetz().replace(tzinfo=None)
        across_midnight = self.quiet_from > self.quiet_to
        late, early = clock >= self.quiet_from, clock < self.quiet_to
        if not ((late or early) if across_midnight else (late and early)):
            return None
        day = local.date() + timedelta(days=1) if across_midnight and late else local.date()
        return datetime.combine(day, self.quiet_to, local.tzinfo)


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "formality": ("formal", "informal"),
    "directness": ("direct", "balanced", "indirect"),
    "apology": ("restrained", "normal", "high"),
    "emoji": ("none", "allowed"),
    "name_part": ("full", "first"),
}
_FLAGS = ("greeting_first", "sign_off", "use_name")
_OF_LANGUAGE = ("honorific", "name_part")
_EVERYWHERE = ("formality", "directness", "apology", "emoji", "max_sentences", "quiet_hours", *_FLAGS)


@dataclass(frozen=True)
class Styles:
    """Style profiles by language, region and market."""

    default: Mapping[str, object]
    languages: Mapping[str, Mapping[str, object]]
    regions: Mapping[str, Mapping[str, object]]
    markets: Mapping[str, Mapping[str, object]]
    known: Markets

    @classmethod
    def load(cls, path: Path, markets: Markets) -> Styles:
        """Read `styles.yml`. Raises ContentError naming file, line and what was expected."""
        source = read_source(path)
        root = source.mapping(source.data, ())
        source.only(root, ("version", "default", "languages", "regions", "markets"), ())
        default = _profile(source, root.get("default"), ("default",), _EVERYWHERE + _OF_LANGUAGE)
        groups: dict[str, dict[str, Mapping[str, object]]] = {}
        names = {"regions": markets.regions, "markets": markets.by_code}
        for group in ("languages", "regions", "markets"):
            groups[group] = {}
            allowed = _EVERYWHERE + (_OF_LANGUAGE if group == "languages" else ())
            for name, entry in source.mapping(root.get(group), (group,)).items():
                if group in names and name not in names[group]:
                    source.refuse((group, name), f"unknown '{name}'", f"one of the {group} of markets.yml")
                groups[group][name] = _profile(source, entry, (group, name), allowed)
        if source.problems:
            raise ContentError(source.problems)
        return cls(default, groups["languages"], groups["regions"], groups["markets"], markets)

    def of(self, market: str | None, locale: str) -> Style:
        """The profile for a market (ISO code or None) and a locale."""
        found = self.known.get(market)
        merged: dict[str, object] = {**self.default, **self.languages.get(language(locale), {})}
        if found is not None:
            for region in found.regions:
                merged.update(self.regions.get(region, {}))
            merged.update(self.markets.get(found.code, {}))
            # Arabic-Indic digits belong to the script: a Saudi shopper who writes English reads Latin ones.
            digits = found.digits if language(locale) == "ar" else "latn"
            merged.update(market=found.code, digits=digits)
        return replace(Style(), **merged)  # type: ignore[arg-type]


def _profile(source: Source, value: JsonValue, path: Where, allowed: tuple[str, ...]) -> Mapping[str, object]:
    entry = source.mapping(value, path)
    source.only(entry, allowed, path)
    result: dict[str, object] = {}
    for name, found in entry.items():
        below = (*path, name)
        if name in _CHOICES and found not in _CHOICES[name]:
            source.refuse(below, f"found {describe(found)}", "one of " + ", ".join(_CHOICES[name]))
        elif name in _FLAGS and not isinstance(found, bool):
            source.refuse(below, f"found {describe(found)}", "true or false")
        elif name == "honorific" and (not isinstance(found, str) or found.count("{name}") != 1):
            source.refuse(below, f"found {describe(found)}", "a text with {name} once, as '{name}様'")
        elif name == "max_sentences" and (not isinstance(found, int) or found < 0):
            source.refuse(below, f"found {describe(found)}", "a number of sentences, 0 for no limit")
        elif name == "quiet_hours":
            result.update(_quiet(source, found, below))
        else:
            result[name] = found
    return {name: found for name, found in result.items() if name in _FIELD_NAMES}


def _quiet(source: Source, value: JsonValue, path: Where) -> dict[str, object]:
    entry = source.mapping(value, path)
    source.only(entry, ("from", "to"), path)
    result: dict[str, object] = {}
    for name in ("from", "to"):
        try:
            result[f"quiet_{name}"] = time.fromisoformat(str(entry.get(name)))
        except ValueError:
            source.refuse((*path, name), f"found {describe(entry.get(name))}", "a time as '21:00'")
    return result


_FIELD_NAMES = {field.name for field in fields(Style)}
