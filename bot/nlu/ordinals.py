"""Which place in a list a message names: "the second one" is 2, "the last" is -1."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from bot.nlu.wordlists import any_of
from bot.yaml_files import read_yaml

_FILE = Path(__file__).parent / "data" / "ordinals.yml"
_UNSPACED = frozenset({"zh", "ja", "th"})
_NOUN_FIRST = frozenset({"ar", "vi", "id"})
_COUNTED = "counted"
_LONGEST = 40
"""Longer messages say more than a choice; an ordinal in them is about something else."""


def place_named(text: str, language: str) -> int | None:
    """1-based place, or -1 for the last; None when the text names none, or several."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if not folded or len(folded) > _LONGEST:
        return None
    spans = [
        (*match.span(), place)
        for place, pattern in _patterns(language)
        for match in pattern.finditer(folded)
        if not _counts_something(folded, match, language)
    ]
    # "My last order" is the newest one, though "the last" alone is the last of a list.
    inside = {
        (start, end, place)
        for start, end, place in spans
        for first, last, _ in spans
        if first <= start and end <= last and last - first > end - start
    }
    found = {place for start, end, place in spans if (start, end, place) not in inside}
    return found.pop() if len(found) == 1 else None


def _counts_something(text: str, ordinal: re.Match[str], language: str) -> bool:
    """Whether a noun beside the ordinal says what it counts: "for the third time"."""
    noun = _counted(language)
    if noun is None:
        return False
    if noun.match(text[ordinal.end() :].lstrip()):
        return True
    before = text[: ordinal.start()]
    stop = len(before.rstrip())
    spaced = language in _NOUN_FIRST and stop < len(before)
    return spaced and any(found.end() == stop for found in noun.finditer(before, 0, stop))


def warm() -> None:
    """Makes the expressions of all languages: the first message of each would wait for its own."""
    for language in _table():
        _patterns(language)
        _counted(language)


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_yaml(_FILE)
    return table


@cache
def _patterns(language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Patterns by place; none for a language that the file does not know. ValueError when the file is wrong."""
    patterns = []
    for place, names in (_table().get(language) or {}).items():
        if place == _COUNTED:
            continue
        if not isinstance(place, int) or not isinstance(names, list):
            raise ValueError(f"{_FILE.name}: {language}.{place}: expected a place and a list of its names")
        words = "|".join(re.escape(unicodedata.normalize("NFKC", str(name)).casefold()) for name in names)
        patterns.append((place, re.compile(words if language in _UNSPACED else rf"(?<!\w)(?:{words})(?!\w)")))
    return tuple(patterns)


@cache
def _counted(language: str) -> re.Pattern[str] | None:
    """The expression of the nouns that an ordinal counts; one that ends in * may go on."""
    return any_of((_table().get(language) or {}).get(_COUNTED) or [], language)
