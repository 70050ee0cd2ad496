"""A text that was written before, an address say, in which a number is put right."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"\d+(?:[/-]\d+)*")  # "88/12" is one
_LETTER = re.compile(r"(?<![A-Za-z0-9'’])[A-Za-z](?![A-Za-z0-9'’])")
_JOINT = re.compile(r"[/-]")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[^\w,;，、؛،]{0,2}$")
_WORD_BEHIND = re.compile(r"[^\w,;，、؛،]?([^\W\d_]+)")
_POSTCODE_LEAST, _POSTCODE_MOST = 5, 9  # more digits are a telephone
_SLIP_LEAST = 3
"""Digits from which on one that is another is a slip; of fewer, any two numbers may be so alike."""


def numbers_of(text: str) -> list[str]:
    """The numbers of a text, as they are written."""
    return _NUMBER.findall(text)


def put_right(written: str, said: str) -> str | None:
    """What was written, with the one number in it that the words name anew: the word beside it says which one is
    meant ("flat 403"), or the number that was wrong is named too ("4580, not 4850"), or both are postcodes, or of as
    many parts ("88/21"), or only a slip apart ("1254" for "1245"). None where that is not clear."""
    there, named = numbers_of(written), numbers_of(said)
    new = list(dict.fromkeys(number for number in named if number not in there))
    if len(new) != 1:
        return None
    places = _beside(written, said, new[0]) or _named_too(written, named) or _postcodes(written, new[0])
    places = places or numbers_in_parts(written, new[0]) or _a_slip_apart(written, new[0])
    if len(places) != 1:
        return None
    return written[: places[0].start()] + new[0] + written[places[0].end() :]


def letter_put_right(written: str, said: str) -> str | None:
    """What was written, with the one letter in it that the words name anew, by the word or sign beside it: "tower B" of
    "Tower A", "B座" of "A座". None where that is not clear."""
    there = {letter.upper() for letter in _LETTER.findall(written)}
    right = []
    for letter in _LETTER.finditer(said):
        places = _letters_beside(written, said, letter)
        meant = letter[0].isupper() or _is_wide(said[letter.end() : letter.end() + 1])
        if meant and letter[0].upper() not in there and len(places) == 1:
            right.append(written[: places[0].start()] + letter[0] + written[places[0].end() :])
    return right[0] if len(right) == 1 else None


def _letters_beside(written: str, said: str, letter: re.Match[str]) -> list[re.Match[str]]:
    """The letters that the same word announces, or follows."""
    beside = [(side, word) for side in (_announced_by, _followed_by) if (word := side(said, letter))]
    return [at for at in _LETTER.finditer(written) if any(side(written, at) == word for side, word in beside)]


def with_postcode(written: str, postcode: str, town: str = "") -> str | None:
    """What was written and ends without a postcode, with the one that was told after it, or the town with it in it.
    None where a number of it may be a postcode, or what was told is none."""
    long = [
        number
        for number in (*numbers_of(written), postcode)
        if _POSTCODE_LEAST <= sum(map(str.isdigit, number)) <= _POSTCODE_MOST
    ]
    told = f", {town}" if town else f" {postcode}"
    return f"{written.rstrip(' ,;，、؛،.。')}{told}" if long == [postcode] else None


def numbers_in_parts(written: str, number: str) -> list[re.Match[str]]:
    """The numbers of as many parts as this one, which is in parts: "88/21" for "88/12"."""
    parts = len(_JOINT.findall(number))
    return [at for at in _NUMBER.finditer(written) if parts and len(_JOINT.findall(at[0])) == parts]


def bare_number(text: str) -> bool:
    """Whether a text is one number and a sign at most: "27/5", "28号"."""
    found = numbers_of(text)
    return len(found) == 1 and len(text) - len(found[0]) <= 1


def has_one_like(written: str, said: str) -> bool:
    """Whether what was written has a number like a bare one: in as many parts, or with the same sign behind it."""
    (number,) = numbers_of(said)
    return bool(numbers_in_parts(written, number) if number == said else _beside(written, said, number))


def _beside(written: str, said: str, number: str) -> list[re.Match[str]]:
    """The numbers that the same word announces, else those that the same word follows."""
    for side in (_announced_by, _followed_by):
        words = {side(said, at) for at in _NUMBER.finditer(said) if at[0] == number} - {""}
        if found := [at for at in _NUMBER.finditer(written) if side(written, at) in words]:
            return found
    return []


def _announced_by(text: str, at: re.Match[str]) -> str:
    word = _WORD_BEFORE.search(text, 0, at.start())
    return _plain(word[1]) if word else ""


def _followed_by(text: str, at: re.Match[str]) -> str:
    word = _WORD_BEHIND.match(text, at.end())
    if word is None:
        return ""
    return (
        word[1][0] if _is_wide(word[1][0]) else _plain(word[1])
    )  # what follows on a sign that counts flats is no part of it


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def _named_too(written: str, named: list[str]) -> list[re.Match[str]]:
    """The number that is said beside the right one, where these are the only two."""
    return [at for at in _NUMBER.finditer(written) if at[0] in named] if len(set(named)) == 2 else []


def _postcodes(written: str, number: str) -> list[re.Match[str]]:
    if len(number) < _POSTCODE_LEAST:
        return []
    return [at for at in _NUMBER.finditer(written) if _shape(at[0]) == _shape(number)]


def _a_slip_apart(written: str, number: str) -> list[re.Match[str]]:
    """The numbers with the same digits in another order, or of some digits with one of them another."""
    return [at for at in _NUMBER.finditer(written) if len(at[0]) == len(number) and _is_a_slip(at[0], number)]


def _is_a_slip(one: str, other: str) -> bool:
    wrong = sum(a != b for a, b in zip(one, other, strict=True))
    return sorted(one) == sorted(other) or (wrong == 1 and len(one) >= _SLIP_LEAST)


def _shape(number: str) -> str:
    return re.sub(r"\d", "0", number)


def _is_wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign) in "WF"
