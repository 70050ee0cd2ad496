"""Who gets a parcel and which number to call, where both are told in the text of an address."""

from __future__ import annotations

import re

import phonenumbers

from actions.word_tables import ADDRESSEE, PHONE, load_word_table
from actions.words import lowered, places_of

_NAME = re.compile(r"[\s:：]*([^\d,，、،;\n()+（）]*)")
_MOST_WORDS, _LONGEST = 4, 40
_MARKS = " .:：,，、،;"


def told_with(text: str, country: str) -> dict[str, str]:
    """`name` and `phone` of an address, as far as its text tells them."""
    found = {"name": _name(text), "phone": _phone(text, country)}
    return {key: value for key, value in found.items() if value}


def _phone(text: str, country: str) -> str:
    found = [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, country or None)]
    return found[-1] if found else ""


def _name(text: str) -> str:
    """What stands behind the word for who gets it, where that is a name."""
    ends = [end for _, end in _found(ADDRESSEE, text)]
    found = _NAME.match(text, max(ends)) if ends else None
    if found is None or _goes_on(text, max(ends)):
        return ""
    name = found[1][: min((start for start, _ in _found(PHONE, found[1])), default=None)].strip(_MARKS)
    small = any(word.lower() != word.upper() and not word[0].isupper() for word in name.split())
    return "" if small or len(name.split()) > _MOST_WORDS or len(name) > _LONGEST else name


def _goes_on(text: str, end: int) -> bool:
    """Whether the word goes on, where words are written apart."""
    return text[end : end + 1].lower() != text[end : end + 1].upper()


def _found(table: str, text: str) -> list[tuple[int, int]]:
    """Where words of a table begin and end."""
    folded = lowered(text)
    words = [word.casefold() for word in load_word_table(table).words]
    return [(at, at + len(word)) for word in words for at in places_of(word, folded)]
