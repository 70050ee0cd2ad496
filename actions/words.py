"""Words of the shop's tables in what a shopper wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache


def places_of(word: str, text: str) -> Iterator[re.Match[str]]:
    """Where a word stands in a text; one of ASCII letters only where no letter is before it, so that endings fit."""
    return _pattern(word).finditer(text)


def says(text: str, word: str) -> bool:
    """Whether the word stands in the text."""
    return next(places_of(word, text), None) is not None


def key_named(text: str, words_of: Mapping[str, Iterable[str]]) -> str | None:
    """The key of the word that stands in the text, the longest one first; None when none does."""
    folded = text.casefold()
    found = [(len(word), key) for key, words in words_of.items() for word in words if says(folded, word.casefold())]
    return max(found)[1] if found else None


@lru_cache(maxsize=16_384)
def _pattern(word: str) -> re.Pattern[str]:
    # The tables have more words than the cache of `re` holds.
    return re.compile(rf"(?<![^\W\d_]){re.escape(word)}" if word.isascii() else re.escape(word))
