"""The address that a message tells beside its wish, with all that belongs to it: the building before the street, who
gets the parcel and which number to call behind the town."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.addresses.address_words import beginnings_of
from actions.commerce.address import reads_as_address, whole_address, without_numbers_to_call
from actions.said.word_tables import ADDRESS_NAMED, ADDRESSEE, DOOR, speaks_of

Entities = Sequence[Mapping[str, Any]]
_COMMA = re.compile(r"[,，、،;\n]")
_AFTER = re.compile(r"[:：?？؟!！。\n]\s*")  # behind such a sign an address may begin
_END = re.compile(r"[?？؟!！。]")
_SEGMENT = re.compile(
    r"(\s*(?:[,，、،;\n。]|\.(?=\s)|(?=\s))?\s*)([^,，、،;\n。!！?？؟]*?(?=[,，、،;\n。!！?？؟]|\.\s|\.?$))"
)
_ONWARD = re.compile(
    r"(?:[ -]?[0-9a-zA-Z]*[樓楼层層座栋棟幢号號室房弄巷户戶階동호층]|(?<=[號号栋棟座])\d{2,5}(?!\d))+(?: ?\d{6}(?!\d))?"
)
_DENSE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_HAN_LEAST = 8
_MOST, _LONGEST, _LONGEST_PART = 200, 60, 40
_FEW, _FEWER, _PARTICLE = 8, 4, 3
_PARTS = 3
_STREET_AND_TOWN = re.compile(
    r"(?:\b[A-ZÀ-ÖØ-Þ][\w.'’-]* (?:(?:de[nrms]?|am|im|an|of|di|da|van) )?)+\d{1,4} ?[a-zA-Z]?"
    r"(?:[ ,/-]+\w{0,6}\.? ?\d{1,4})?,? \d{4,5} "
)
"""A street that is written with a capital, its number and the postcode before a town: "Lange Gasse 8/12, 1080 "."""
_CODE = re.compile(r"\d{4,}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


def told_address(text: str, entities: Entities) -> str | None:
    """The address in a message: what is known as one with what belongs to it, else what words announce and may be one.
    None without."""
    known = whole_address(text, entities)
    if known is None:
        return _announced(text, entities) or _before_its_town(text, entities)
    at = text.find(known)
    if at < 0:
        return known
    end = at + len(known)
    return _without_the_wish(_lead(text[:at], entities) + text[at : _end_of_all(text, end, entities)].strip())


def _without_the_wish(address: str) -> str:
    """Without a wish that is written before it with a comma, where words are not written apart: "想改地址，九龍…"."""
    first, comma, rest = address.partition("，") if "，" in address else address.partition("、")
    wish = comma and _DENSE.search(first) and speaks_of(ADDRESS_NAMED, first) and not any(map(str.isdigit, first))
    return rest.strip() if wish else address


def _lead(before: str, entities: Entities) -> str:
    """What stands between the words that announce the address and its street: building, floor, name of the estate."""
    start = max([*beginnings_of(before), *(found.end() for found in _AFTER.finditer(before))], default=0)
    lead = before[start:]
    if not start or len(lead) > _LONGEST:
        return ""
    at = len(lead)
    for comma in [*reversed(list(_COMMA.finditer(lead))), None]:
        begin = comma.end() if comma else 0
        part = lead[begin:at]
        if part.strip() and not _is_a_part(part, entities, _FEW):
            return lead[at:].lstrip(" ,，、،;")
        at = comma.start() if comma else 0
    return lead


def _end_of_all(text: str, end: int, entities: Entities) -> int:
    """Where that ends which goes on with the address behind its town, or says who gets the parcel and which number to
    call."""
    onward = _ONWARD.match(text, end)
    taken = onward.end() if onward else end
    while (found := _SEGMENT.match(text, taken)) and found.end() > taken:
        between, part = found[1], found[2]
        whole = _to_whom(part, entities)
        if not whole and _COMMA.search(between) and _is_a_part(part, entities, _FEWER):
            whole = len(part)
        if not part.strip() or not whole:
            break
        taken = found.start(2) + whole
        if whole < len(part):
            break
    return taken


def _to_whom(part: str, entities: Entities) -> int:
    """How much of a part says who gets the parcel, how to get in, or which number to call; 0 when none does."""
    phones = [part.find(phone) + len(phone) for phone in _written(entities, "phone") if phone in part]
    before = part[: min(phones)] if phones else ""
    if phones and len(re.findall(r"[^\W\d_]+", before)) <= _FEW:
        return max(phones)
    return len(part) if speaks_of(ADDRESSEE, part) or speaks_of(DOOR, part) else 0


def _is_a_part(part: str, entities: Entities, most: int) -> bool:
    """Whether it is written as a part of an address: a few words with a number, or names."""
    words = re.findall(r"[^\W_]+", part)
    numbers = (*_written(entities, "phone"), *_written(entities, "order_id"), *_written(entities, "date"))
    if any(number in part for number in numbers):
        return False
    if _DENSE.search(part):
        return len(part) <= _LONGEST_PART
    if len(words) > most:
        return False
    if any(map(str.isdigit, part)):
        return True
    cased = [word for word in words if word.lower() != word.upper()]
    if not cased:
        return bool(words) and len(part) <= _LONGEST_PART
    return all(word[0].isupper() or len(word) <= _PARTICLE for word in cased) and any(
        word[0].isupper() for word in cased
    )


def _announced(text: str, entities: Entities) -> str | None:
    """The stretch behind words or a sign that announce an address, where it may be one; the latest that may."""
    for start in sorted(set(_starts(text)), reverse=True):
        end = _END.search(text, start)
        stretch = text[start : end.start() if end else len(text)].strip(" ,，、،;\n")
        if _is_whole(stretch, entities):
            return stretch
    return None


def _before_its_town(text: str, entities: Entities) -> str | None:
    """Street, number and postcode that stand before a town, whatever announces them: "it should go to | Lange Gasse 8,
    1080 Wien". None behind a longer word in small letters, which may be of the street as well: "calle Mayor 5"."""
    for town in _written(entities, "place"):
        for found in _STREET_AND_TOWN.finditer(text):
            before = text[: found.start()].split()
            if text.startswith(town, found.end()) and (not before or _is_small(before[-1])):
                return text[found.start() : found.end() + len(town)]
    return None


def _is_small(word: str) -> bool:
    """Whether a word before an address is too short to be of it, and no number."""
    return len(word) <= _PARTICLE and not any(map(str.isdigit, word))


def _starts(text: str) -> Iterator[int]:
    yield from beginnings_of(text)
    yield from (found.end() for found in _AFTER.finditer(text))
    yield from (found.start() for found in re.finditer("〒", text))


def _is_whole(stretch: str, entities: Entities) -> bool:
    bare = without_numbers_to_call(stretch, entities)
    if len(stretch) > _MOST or not reads_as_address(bare):
        return False
    parts = [part for part in _COMMA.split(bare) if part.strip()]
    if len(_DENSE.findall(bare)) >= _HAN_LEAST:
        return True
    if bare.strip()[:1].islower() and len(parts) < _PARTS:
        return False
    coded = bool(_CODE.search(bare)) and (len(parts) > 1 or len(re.findall(r"\d+", bare)) > 1)
    return coded or (len(parts) >= _PARTS and any(place in bare for place in _written(entities, "place")))


def _written(entities: Entities, kind: str) -> list[str]:
    return [str(one["text"]) for one in entities if one.get("entity") == kind and one.get("text")]
