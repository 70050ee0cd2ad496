"""One spelling for matching: any digits as 0-9, any width, lower case, with and without accents; positions kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_DASHES = "‐‑‒–—―−－﹣⁃ー"  # ー only between digits, see fold
_LONG_VOWEL = "ー"
_SPACES = "\u00a0\u2007\u2009\u202f\u3000\t\r\n"
_QUOTES = "’‘`´ʼ＇"
# Arabic letters that are typed for one another; letters without a decomposition
_PLAIN = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي",
        "đ": "d", "ı": "i", "ß": "s", "ł": "l", "ø": "o", "æ": "a", "œ": "o", "ё": "е",
    }
)  # fmt: skip
_KEEP_MARKS = range(0x0E00, 0x0E80)  # Thai vowels and tones are marks, but letters to a reader


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for matching.

    original: as written. text: folded, lower case. plain: `text` without accents; same length. cased: `text` before
    it was made lower case; same length.
    starts, ends: for each character of `text` where it stands in `original`.
    """

    original: str
    text: str
    plain: str
    cased: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in `original` of `text[start:end]`; not for an empty one."""
        return self.starts[start], self.ends[end - 1]

    def written(self, start: int, end: int) -> str:
        """Return what was written at `text[start:end]`."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold(text: str) -> Folded:
    """Return `text` folded for matching."""
    if text.isascii():
        spaced = text.translate(_ASCII_SPACES)
        lower = spaced.lower()
        return Folded(text, lower, lower, spaced, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    characters: list[str] = []
    cased: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for position, character in enumerate(text):
        folded = _fold_character(character)
        if folded is None:  # a mark of the letter before it
            if characters:
                composed = unicodedata.normalize("NFC", characters[-1] + character)
                characters[-1] = composed if len(composed) == 1 else characters[-1]
                ends[-1] = position + 1
            continue
        if character == _LONG_VOWEL and characters and characters[-1].isdigit():
            folded = "-"
        upper = unicodedata.normalize("NFKC", character) if folded.isalpha() else folded
        for part, written in zip(folded, upper if len(upper) == len(folded) else folded, strict=True):
            characters.append(part)
            cased.append(written)
            starts.append(position)
            ends.append(position + 1)
    joined = "".join(characters)
    return Folded(
        text, joined, "".join(_plain_character(c) for c in joined), "".join(cased), tuple(starts), tuple(ends)
    )


def fold_phrase(phrase: str) -> str:
    """Return the plain form of a phrase of a word list, spaces single."""
    return fold_phrase_signed(phrase)[0]


@lru_cache(maxsize=16384)  # languages share names: those that are borrowed, products, cities
def fold_phrase_signed(phrase: str) -> tuple[str, str]:
    """Return a phrase of a word list without and with its signs, spaces single."""
    if phrase.isascii():
        lower = " ".join(phrase.translate(_ASCII_SPACES).lower().split())
        return lower, lower
    text = phrase.translate(_FOLDED)
    if _MARK in text or _LONG_VOWEL in text:  # what these become depends on the letter before
        text = fold(phrase).text
    return " ".join(text.translate(_UNSIGNED).split()), " ".join(text.split())


_ASCII_SPACES = str.maketrans({c: " " for c in _SPACES if ord(c) < 128})


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str | None:
    """Return the folded character, "" for an invisible one, None for a combining mark."""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Cf":
        return ""
    if character in _SPACES:
        return " "
    if character in _DASHES and character != _LONG_VOWEL:
        return "-"
    if character in _QUOTES:
        return "'"
    if category == "Mn" and ord(character) not in _KEEP_MARKS:
        # harakat and tatweel are left out; Latin accents and kana voicing join the letter before
        return "" if 0x0600 <= ord(character) <= 0x06FF else None
    if character in "٫٬،":
        return {"٫": ".", "٬": ",", "،": ","}[character]
    if character == "ـ":
        return ""
    if character in "。":
        return "。"
    folded = unicodedata.normalize("NFKC", character)
    lower = folded.replace("İ", "i").lower()
    return lower if not lower.isspace() else " "


@lru_cache(maxsize=8192)
def _plain_character(character: str) -> str:
    if character.isascii() or 0x0E00 <= ord(character) < 0x0E80 or 0x3000 <= ord(character) < 0xFB00:
        return character
    mapped = character.translate(_PLAIN)
    return unicodedata.normalize("NFD", mapped)[0].translate(_PLAIN)


class _Characters(dict[int, str]):
    """A table for `str.translate` that is filled as characters come."""

    def __init__(self, of: Callable[[str], str | None]) -> None:
        self._of = of

    def __missing__(self, code: int) -> str:
        made = self._of(chr(code))
        self[code] = _MARK if made is None else made
        return self[code]


_MARK = "\0"
_FOLDED, _UNSIGNED = _Characters(_fold_character), _Characters(_plain_character)
