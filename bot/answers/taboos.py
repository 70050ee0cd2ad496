"""Phrases and emoji that are not said, as data (`taboos.yml`), and how they are found in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Literal

from icu4py.breakers import WordBreaker

from bot.answers.emoji import emoji_in
from bot.answers.errors import ContentError
from bot.answers.locales import language
from bot.answers.markets import Market, Markets
from bot.answers.message import JsonValue
from bot.answers.sources import Source, describe, read_source

_ANYWHERE = {"zh", "ja", "th"}
_BEGINNING = {"ko"}
_BY_DICTIONARY = {"th"}
# Arabic joins "and", "for", "with" and the article to the next word.
_ARABIC_PREFIX = "[وفبلك]?(?:ال)?"
_IGNORED = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f\u2066-\u2069\u202a-\u202e\ufe0e\ufe0f]")
_TABOO = ("phrases", "emoji", "languages", "markets", "regions", "severity", "instead")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text as phrases are compared: width, case, vowel signs, apostrophes and direction marks made equal."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _IGNORED.sub("", text).replace("’", "'").replace("أ", "ا").replace("إ", "ا").replace("آ", "ا")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


@dataclass(frozen=True)
class Phrases:
    """Phrases of one language as one expression; `find` leaves out longer expressions that are allowed."""

    refused: frozenset[str]
    expression: re.Pattern[str] | None
    words_of: str | None = None
    """The language whose dictionary tells where words begin, for one that writes no spaces but has short particles."""

    @classmethod
    def of(cls, tag: str, refused: tuple[str, ...], allowed: tuple[str, ...] = ()) -> Phrases:
        """Compile phrases of a language; whole words, beginnings or anywhere, as the language writes."""
        wanted = frozenset(plain(phrase) for phrase in refused)
        every = sorted(wanted | {plain(phrase) for phrase in allowed}, key=len, reverse=True)
        if not every:
            return cls(wanted, None)
        inner = "|".join(re.escape(phrase) for phrase in every)
        before = "" if tag in _ANYWHERE else r"(?<!\w)" + (_ARABIC_PREFIX if tag == "ar" else "")
        after = "" if tag in _ANYWHERE or tag in _BEGINNING else r"(?!\w)"
        return cls(wanted, re.compile(f"{before}({inner}){after}"), tag if tag in _BY_DICTIONARY else None)

    def find(self, compared: str) -> tuple[str, ...]:
        """The refused phrases in a text that went through `plain`."""
        if self.expression is None:
            return ()
        matches = list(self.expression.finditer(compared))
        if matches and self.words_of:
            begins = set(accumulate(map(len, WordBreaker(compared, self.words_of)), initial=0))
            matches = [match for match in matches if match.start(1) in begins]
        found = (match.group(1) for match in matches)
        return tuple(dict.fromkeys(phrase for phrase in found if phrase in self.refused))


@dataclass(frozen=True)
class Taboo:
    """Words or emoji that offend somewhere. Empty languages: all; empty markets and regions: everywhere."""

    phrases: tuple[str, ...]
    emoji: tuple[str, ...]
    languages: tuple[str, ...]
    markets: tuple[str, ...]
    regions: tuple[str, ...]
    severity: Literal["error", "warning"]
    instead: str

    def concerns(self, tag: str, market: Market | None, everywhere: bool) -> bool:
        """Whether it holds for a language in a market; `everywhere` asks for any market of that language."""
        if self.languages and tag not in self.languages:
            return False
        if everywhere or not (self.markets or self.regions):
            return True
        return market is not None and (market.code in self.markets or bool(set(self.regions) & set(market.regions)))


@dataclass(frozen=True, slots=True)
class _Concerning:
    """The taboos of one language in one market; `every` is all their phrases as one expression."""

    spoken: tuple[Taboo, ...]
    drawn: tuple[Taboo, ...]
    every: Phrases


@dataclass(frozen=True)
class Taboos:
    """Everything of `taboos.yml`."""

    empty_promises: Mapping[str, Phrases]
    taboos: tuple[Taboo, ...]
    _cache: dict[tuple[str, str | None, bool], _Concerning] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, path: Path, markets: Markets) -> Taboos:
        """Read `taboos.yml`. Raises ContentError naming file, line and what was expected."""
        source = read_source(path)
        root = source.mapping(source.data, ())
        source.only(root, ("version", "empty_promises", "taboos"), ())
        promises = {}
        for tag, value in source.mapping(root.get("empty_promises"), ("empty_promises",)).items():
            where = ("empty_promises", tag)
            entry = source.mapping(value, where)
            source.only(entry, ("phrases", "allowed"), where)
            phrases = source.texts(entry.get("phrases"), (*where, "phrases"))
            promises[tag] = Phrases.of(tag, phrases, source.texts(entry.get("allowed"), (*where, "allowed")))
        members = source.sequence(root.get("taboos"), ("taboos",))
        taboos = tuple(_taboo(source, member, index, markets) for index, member in enumerate(members))
        if source.problems:
            raise ContentError(source.problems)
        return cls(promises, taboos)

    def size(self) -> int:
        """How many phrases and emoji are listed (S-142)."""
        promises = sum(len(phrases.refused) for phrases in self.empty_promises.values())
        return promises + sum(len(taboo.phrases) + len(taboo.emoji) for taboo in self.taboos)

    def find(
        self, text: str, tag: str, market: Market | None, *, everywhere: bool = False
    ) -> tuple[tuple[Taboo, str], ...]:
        """Each taboo that a text breaks, with the word or emoji. tag: language code."""
        known = self._concerning(tag, market, everywhere)
        compared = plain(text)
        found: list[tuple[Taboo, str]] = []
        # One expression for all tells the usual case, that nothing is wrong, at once.
        if known.every.find(compared):
            found += [
                (taboo, phrase) for taboo in known.spoken for phrase in _compiled(taboo.phrases, tag).find(compared)
            ]
        if pictures := [_bare(picture) for picture in emoji_in(text)]:
            found += [(taboo, sign) for taboo in known.drawn for sign in taboo.emoji if _bare(sign) in pictures]
        return tuple(found)

    def _concerning(self, tag: str, market: Market | None, everywhere: bool) -> _Concerning:
        key = (tag, market.code if market else None, everywhere)
        if key not in self._cache:
            spoken = [taboo for taboo in self.taboos if taboo.phrases and taboo.concerns(tag, market, everywhere)]
            # An emoji is no text of a language: only the market it is sent to decides.
            drawn = [taboo for taboo in self.taboos if taboo.emoji and taboo.concerns(tag, market, False)]
            every = Phrases.of(tag, tuple(phrase for taboo in spoken for phrase in taboo.phrases))
            self._cache[key] = _Concerning(tuple(spoken), tuple(drawn), every)
        return self._cache[key]


@lru_cache(maxsize=4096)
def _compiled(phrases: tuple[str, ...], tag: str) -> Phrases:
    return Phrases.of(tag, phrases)


def _bare(picture: str) -> str:
    return re.sub("[\ufe0f\U0001f3fb-\U0001f3ff]", "", picture)


def _taboo(source: Source, value: JsonValue, index: int, markets: Markets) -> Taboo:
    where = ("taboos", index)
    entry = source.mapping(value, where)
    source.only(entry, _TABOO, where)
    lists = {name: source.texts(entry.get(name), (*where, name)) for name in _TABOO[:5]}
    if not lists["phrases"] and not lists["emoji"]:
        source.refuse(where, "neither phrases nor emoji", "a list of at least one")
    for name, known in (("markets", markets.by_code), ("regions", markets.regions)):
        for place, member in enumerate(lists[name]):
            if member not in known:
                source.refuse((*where, name, place), f"unknown '{member}'", f"one of the {name} of markets.yml")
    severity, instead = entry.get("severity"), entry.get("instead")
    if severity not in ("error", "warning"):
        source.refuse((*where, "severity"), f"found {describe(severity)}", "error or warning")
    if not isinstance(instead, str):
        source.refuse((*where, "instead"), f"found {describe(instead)}", "a text: what to say instead")
    languages = tuple(language(tag) for tag in lists["languages"])
    return Taboo(
        **{**lists, "languages": languages},
        severity="error" if severity == "error" else "warning",
        instead=str(instead),
    )
