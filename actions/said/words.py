"""Words of the shop's tables in what a shopper wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_QUESTION_MARKS = "?？؟"
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
"""A sign of a script that writes no spaces: Thai, Japanese, Chinese."""
_MARKS = re.compile("[\u0300-\u036f]")


def places_of(word: str, text: str) -> Iterator[int]:
    """Where a word begins in a text; one of ASCII letters only where no letter is before it, so that endings fit."""
    found = text.find(word)
    while found >= 0:
        if not (word.isascii() and found and _is_letter(text[found - 1])):
            yield found
        found = text.find(word, found + 1)


@lru_cache(maxsize=1024)
def unmarked(text: str) -> str:
    """Without accents, as many type: "relógio" and "relogio" are one. Other scripts stay as they are written."""
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))


def lowered(text: str) -> str:
    """In small letters, each in its place; one that would become two (Turkish İ) stays as it is."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def says(text: str, word: str) -> bool:
    """Whether the word stands in the text."""
    return next(places_of(word, text), None) is not None


def asks(text: str) -> bool:
    """Whether a question mark of any script is in it."""
    return any(sign in text for sign in _QUESTION_MARKS)


def key_named(text: str, words_of: Mapping[str, Iterable[str]]) -> str | None:
    """The key of the word that stands in the text, the longest one first; None when none does."""
    folded = text.casefold()
    found = [(len(word), key) for key, words in words_of.items() for word in words if says(folded, word.casefold())]
    return max(found)[1] if found else None


def _is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()
