"""Who gets a parcel and which number to call, where both are told in the text of an address."""

from __future__ import annotations

from collections.abc import Iterable

import phonenumbers

from actions.addresses.name_told import name_in
from actions.said.word_tables import ADDRESSEE, load_word_table
from actions.said.words import lowered, places_of


def told_with(text: str, country: str) -> dict[str, str]:
    """`name` and `phone` of an address, as far as its text tells them."""
    found = {"name": _name(text), "phone": _phone(text, country)}
    return {key: value for key, value in found.items() if value}


def _phone(text: str, country: str) -> str:
    found = [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, country or None)]
    return found[-1] if found else ""


def _name(text: str) -> str:
    """What stands behind the word for who gets it, where that is a name."""
    end = max((end for _, end in found_in(load_word_table(ADDRESSEE).words, text)), default=None)
    return "" if end is None or goes_on(text, end) else name_in(text[end:])


def goes_on(text: str, end: int) -> bool:
    """Whether the word goes on, where words are written apart."""
    return text[end : end + 1].lower() != text[end : end + 1].upper()


def found_in(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where words of a table begin and end."""
    folded = lowered(text)
    return [(at, at + len(word)) for word in map(str.casefold, words) for at in places_of(word, folded)]
