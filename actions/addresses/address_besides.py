"""What is told for an address that is to be confirmed, besides the address: who gets the parcel, which number to call,
how to get in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.addresses.address_told import Entities, told_address
from actions.addresses.address_words import address_alone
from actions.addresses.addressee import found_in, goes_on, told_with
from actions.addresses.name_told import load_name_words, name_in
from actions.said.word_tables import ADDRESSEE, DOOR, PHONE, load_word_table, speaks_of
from actions.said.words import asks

_NUMBER = re.compile(r"\+?\d[\d ().-]{5,}\d")
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_END = " ,，、،.。;"
_MOST = 120


def with_besides(address: str, said: str, entities: Entities, country: str, language: str) -> str | None:
    """The address with what the message tells for it; None where it tells nothing of the kind, asks, or has an address
    of its own. A name or number that the address has already is written over."""
    if asks(said) or len(said) > _MOST or _has_an_address(said, entities):
        return None
    if speaks_of(DOOR, said):
        return _added(address, [address_alone(said)])
    had, name, phone = told_with(address, country), _name(said), _phone(said, entities)
    stays = _says_any(load_name_words().stays, said)
    if not (phone or name or (speaks_of(ADDRESSEE, said) and not stays)) or (stays and not phone):
        return None
    if not phone and not name:
        return _added(address, [address_alone(said)])
    told = [
        (had.get("name", ""), name, load_name_words().recipient.get(language, "")),
        (had.get("phone", ""), phone, ""),
    ]
    added = []
    for old, new, before in told:
        if new and old:
            address = address.replace(old, new)
        elif new:
            added.append(f"{before} {new}".strip())
    return _added(address, added)


def has_a_number(said: str, entities: Entities) -> str:
    """The message without its number to call, where another number is left that belongs to no door."""
    rest = _without_phone(said, entities)
    return rest if any(map(str.isdigit, rest)) and not speaks_of(DOOR, said) else ""


def _without_phone(said: str, entities: Entities) -> str:
    phone = _phone(said, entities)
    return said.replace(phone, " ") if phone else said


def _has_an_address(said: str, entities: Entities) -> bool:
    """Whether there is one in it without the number to call: "change it to Anna, 0171 2345678" has none."""
    rest = _without_phone(said, entities)
    return told_address(rest, [one for one in entities if one.get("entity") != "phone"]) is not None


def _says_any(words: Sequence[str], text: str) -> bool:
    """Whether one of the words stands in the text."""
    return bool(found_in(words, text))


def _added(address: str, parts: Sequence[str]) -> str:
    comma = "，" if _HAN.search(address) else ", "
    new = [part.strip(_END) for part in parts if part.strip(_END) not in address]
    return comma.join([address.rstrip(_END), *filter(None, new)])


def _name(said: str) -> str:
    """The name behind the word for who gets it, else behind the one for a name."""
    for words in (load_word_table(ADDRESSEE).words, load_name_words().words):
        ends = [end for _, end in found_in(words, said) if not goes_on(said, end)]
        if ends:
            return "" if _says_any(load_name_words().stays, said) else name_in(said[max(ends) :])
    return ""


def _phone(said: str, entities: Entities) -> str:
    written = [str(one.get("text") or "") for one in entities if one.get("entity") == "phone"]
    if written or not speaks_of(PHONE, said):
        return written[-1] if written else ""
    found = _NUMBER.search(said)
    return found[0] if found else ""
