"""A shopper's free text as the parts of an address that shops elsewhere want."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_COMMAS = re.compile(r"[,，、،\n;]+")
_COLON = re.compile(r"[:：]\s*")
_POSTCODE = re.compile(
    r"(?<![\w-])(?:\d{5}-\d{3,4}|\d{4}-\d{3}|\d{3}-\d{4}|\d{4,7}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
    r"|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d{4}(?:[A-Z]{3})?)(?![\w-])"
)
_REGION_AND_CODE = re.compile(rf"[\s,]*(?:[A-Z]{{2,3}}[\s,]+)?{_POSTCODE.pattern}")  # "Seattle | WA 98101"
_ON_TO_POSTCODE = re.compile(rf",?(?: [^\W\d_]+,?){{0,2}} {_POSTCODE.pattern}")
_WITHOUT_POSTCODE = frozenset({"AE", "HK", "QA", "IE"})
_MOSTLY = 3  # the letters of an address to one beside it
_AROUND = " ,，、:：-—;；\n"
_SEVERAL, _LONGEST_NAME = 2, 4
_NUMBER, _DIGIT = re.compile(r"\d+"), re.compile(r"\d")
_IN_PARTS = re.compile(r"\d+(?:[/-]\d+)*")  # "13025-320" is one
_POSTCODE_LEAST = 5
_WORDS = re.compile(r"[^\W\d_]{2,}")
_STREET_AND_TOWN, _PARTICLE = 3, 3
_SHORTEST, _UNSPACED_LEAST, _LONGEST_REST = 12, 4, 6
_HAN, _HAN_LEAST = re.compile(r"[\u4e00-\u9fff]"), 8
_APART = re.compile(r"[\s,，、]")
_RUN = re.compile(r"[^\s,，、。！？!?;；:：]*[\d号號室房楼樓层層户戶座栋棟]")
_IN_A_STREET = re.compile(r"[路道街巷里弄段][東东西南北中]?\d")
_ONTO = re.compile(r"(?:[^\W\d_]{0,8}\d{1,5}[号號室房楼樓层層户戶座栋棟]?)+(?=$|[\s,，、。;；])")
_BREAKS, _NAME_LETTERS = re.compile(r"[。！？!?.;；\n]"), 24
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")


def whole_address(text: str, entities: Sequence[Mapping[str, Any]]) -> str | None:
    """The text when it is nothing but an address: places, one of them with a number, make up most of its letters. Else
    the place within it that is complete, or the stretch of its places: with a postcode, and a number besides. A
    postcode alone is none."""
    if not any(map(str.isalpha, text)):
        return None
    places = [str(one.get("text") or "") for one in entities if one.get("entity") == "place"]
    if not any(char.isdigit() for place in places for char in place):
        # Town, district and road alike, and the numbers behind them: "부산 해운대구 해운대로 570 102동 1504호 48094".
        whole = bool(_UNSPACED.search(text)) and _is_complete(text) and _made_of(text, places)
        return text.strip() if whole else _between_towns(text, places) or _in_one_run(text, places)
    if _made_of(text, places):
        in_one = next((place for place in places if _is_written_in_one(place)), None)
        return _behind_its_order(text.strip() if in_one is None else _apart(text, in_one), entities)
    found = next((place.strip() for place in (*places, _stretch(text, places)) if _is_complete(place)), None)
    found = found or next((place for place in (*places, _stretch(text, places)) if _in_parts(place)), None)
    found = found or next((place.strip() for place in places if _is_written_in_one(place)), None)
    found = found or _between_towns(text, places)  # "Jl. Sudirman Kav 52-53 Gedung Equity Lt 12, Jakarta 12190"
    if found is None:
        return None
    named = _with_name(text, _with_code(text, _with_flat(text, found)))
    return _with_phone(text, _to_its_postcode(text, named), entities)


def _behind_its_order(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """The text without the number of an order that it begins with: "100024, new address: …"."""
    orders = [str(one.get("text") or "") for one in entities if one.get("entity") == "order_id"]
    number = next((one for one in orders if one and text.startswith(one)), "")
    return text[len(number) :].lstrip(_AROUND) if number else text


def _made_of(text: str, places: Sequence[str]) -> bool:
    """Whether the places make up most of the letters."""
    rest = text
    for place in places:
        rest = rest.replace(place, " ") if place else rest
    letters, others = (sum(map(str.isalpha, part)) for part in (text, rest))
    return others * _MOSTLY <= letters


def renumbered(written: str, said: str) -> str | None:
    """An address with another number in it, where words name the number that it has and the one that is right: "it is
    112, not 121", or only a postcode that is written as its own is. None where they do not name exactly these, or the
    address has the number more than once."""
    numbers = set(_IN_PARTS.findall(said))
    there = [number for number in _IN_PARTS.findall(written) if number in numbers]
    if len(numbers) == 1 and not there:
        there = [number for number in _IN_PARTS.findall(written) if _is_a_postcode_like(number, *numbers)]
        numbers |= set(there)
    if len(numbers) != _SEVERAL or len(there) != 1:
        return None
    (right,) = numbers - set(there)
    return re.sub(rf"(?<![\d/-]){there[0]}(?!\d|[/-]\d)", right, written)


def _is_a_postcode_like(number: str, other: str) -> bool:
    """Whether two numbers may both be postcodes of one country: as long, and in the same parts."""
    one, two = (_DIGIT.sub("0", value) for value in (number, other))
    return one == two and one.count("0") >= _POSTCODE_LEAST


def reads_as_address(text: str) -> bool:
    """Whether a text may be one: a number, and two words of three letters at least, one of which may be the town, or a
    run of signs that stand for words; "it is 4580, no 4850" tells a number and no street, "Elm Street 12, 2nd floor" no
    town."""
    if len(text) < _SHORTEST or not any(map(str.isdigit, text)):
        return False
    if len(_UNSPACED.findall(text)) >= _UNSPACED_LEAST:
        return True
    return len(_long_words(text)) >= _SEVERAL and _may_have_a_town(text)


def is_part_of_address(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a few words may be a part of one: a town, a street or a postcode, and no number beside these."""
    rest, codes = _POSTCODE.subn(" ", text)
    places = [str(one.get("text") or "") for one in entities if one.get("entity") == "place"]
    for place in places:
        rest = rest.replace(place, " ") if place else rest
    few = len(text.split()) <= _LONGEST_REST and not any(map(str.isdigit, rest))
    return few and (bool(places) or codes > 0)


def begins_an_address(text: str) -> bool:
    """Whether what is no whole address has a part of one: a street, or a postcode."""
    return len(_long_words(text)) >= _SEVERAL or bool(_POSTCODE.search(text))


def _long_words(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text) if len(word) >= _STREET_AND_TOWN]


def _may_have_a_town(text: str) -> bool:
    """Whether there is a postcode beside another number, a part without a number, a word behind the number, or a third
    word behind a number that comes first. What ends in its number is a street."""
    parts = [part for part in _COMMAS.split(text) if part.strip()]
    rest, codes = _POSTCODE.subn(" ", text)
    numbered = any(map(str.isdigit, rest))
    if len(parts) > 1 and any(_long_words(part) and not _NUMBER.search(part) for part in parts):
        return True
    if codes:
        return numbered or codes > 1
    before, _, behind = parts[0].rpartition(max(_NUMBER.findall(parts[0]), key=parts[0].rfind, default=" "))
    between = bool(_long_words(before)) and any(len(word) > _STREET_AND_TOWN for word in _long_words(behind))
    return between or (parts[0].strip()[:1].isdigit() and len(_long_words(parts[0])) > _SEVERAL)


def _is_written_in_one(place: str) -> bool:
    """Whether it is a whole address in Han characters, from the town to the number: few of them have a postcode."""
    return len(_HAN.findall(place)) >= _HAN_LEAST and any(map(str.isdigit, place))


def _in_one_run(text: str, places: Sequence[str]) -> str | None:
    """A whole address in Han characters from a place that is known to its last number, without a space: "觀塘 |
    開源道60號駱駝漆大廈6樓B室"."""
    begins = [at for place in places if _HAN.search(place) and (at := text.find(place)) >= 0]
    run = _RUN.match(text, min(begins)) if begins else None
    return run[0] if run and _is_written_in_one(run[0]) and _IN_A_STREET.search(run[0]) else None


def _apart(text: str, address: str) -> str:
    """The text without what is written onto the address without a sign between: "寄到…1208吧"."""
    address = _with_flat(text, address)
    before, _, behind = text.strip().partition(address)
    before = before if before and _APART.match(before[-1]) else ""
    behind = behind if behind and _APART.match(behind[0]) else ""
    return f"{before}{address}{behind}".strip()


def _with_flat(text: str, address: str) -> str:
    """The address in Han characters with the building and flat that are written right onto it: "…广场 | A塔1502"."""
    rest = _ONTO.match(text.partition(address)[2]) if _HAN.search(address) else None
    return address + rest[0] if rest else address


def _with_code(text: str, address: str) -> str:
    """The address with the region and the postcode that stand right behind its town."""
    code = _REGION_AND_CODE.match(text.partition(address)[2])
    return address + code[0] if code else address


def _to_its_postcode(text: str, address: str) -> str:
    """An address without a postcode goes on to the one that stands a word or two behind it: "… Jakarta | Selatan
    12430"."""
    rest = None if _POSTCODE.search(address) else _ON_TO_POSTCODE.match(text.partition(address)[2])
    return address + rest[0] if rest else address


def _with_phone(text: str, address: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """The address with the telephone number that stands behind it, and the name between them."""
    _, _, behind = text.partition(address)
    phones = [str(one.get("text") or "") for one in entities if one.get("entity") == "phone"]
    for phone in filter(None, phones):
        name, found, _ = behind.partition(phone)
        if found and len(name) <= _NAME_LETTERS and not _BREAKS.search(name) and not re.search(r"\d", name):
            return address + name + phone
    return address


def without_numbers_to_call(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """The text without its telephone and order numbers, which make no words an address."""
    for one in entities:
        if one.get("entity") in ("phone", "order_id", "tracking_number") and one.get("text"):
            text = text.replace(str(one["text"]), " ")
    return text


def _with_name(text: str, address: str) -> str:
    """The address with the name of who lives there, where it is all that stands before or behind it, a comma between:
    "via Po 18, 10123 Torino, Francesca Galli"; before it a colon may end what is no part of it."""
    before, _, behind = text.strip().partition(address)
    before = _COLON.split(before)[-1]
    first, last = (_COMMAS.split(part) for part in (before, behind))
    if len(last) == _SEVERAL and not last[0].strip() and _is_a_name(last[1]):
        address += behind
    if len(first) == _SEVERAL and not first[1].strip() and _is_a_name(first[0]):
        address = before + address
    return address


def _is_a_name(words: str) -> bool:
    found = words.strip(" .").split()
    return _SEVERAL <= len(found) <= _LONGEST_NAME and all(map(_begins_large, found))


def _begins_large(word: str) -> bool:
    return word.istitle() and word.removesuffix(".").isalpha()  # "Mr. Miller"


def _between_towns(text: str, places: Sequence[str]) -> str | None:
    """The stretch from the first of several places to the last, with the postcode behind it, where all that stands
    between is written as a part of an address: "Gorriti 4850 4°B, Palermo, CABA C1414"."""
    found = [(at, at + len(place)) for place in places if place and (at := text.find(place)) >= 0]
    if len(found) < _SEVERAL:
        return None
    start, end = min(found)[0], max(stop for _, stop in found)
    code = _REGION_AND_CODE.match(text[end:])
    if code is None or not any(map(str.isdigit, text[start:end])):
        return None
    whole = text[start : end + code.end()]
    written = all(word[0].isupper() or len(word) <= _PARTICLE for word in _WORDS.findall(whole))
    return whole if written else None


def _stretch(text: str, places: Sequence[str]) -> str:
    """From the first place to the last, where hardly anything but them stands between: "Kazan, Baumana 44, zip 420111".
    Empty otherwise."""
    found = [(at, at + len(place)) for place in places if place and (at := text.find(place)) >= 0]
    if len(found) < _SEVERAL:
        return ""
    end = max(stop for _, stop in found)
    code = _REGION_AND_CODE.match(text[end:])
    whole = text[min(found)[0] : end + (code.end() if code else 0)]
    letters = sum(map(str.isalpha, whole))
    named = sum(sum(map(str.isalpha, text[start:end])) for start, end in found)
    return whole if (letters - named) * _MOSTLY <= letters else ""


def _in_parts(place: str) -> bool:
    """Whether it begins with a number and a street and has so many parts that the last is the town, as it is written
    where postcodes are hardly known: "25 Lý Tự Trọng, P. Bến Nghé, Q.1, TP.HCM"."""
    parts = [part for part in _COMMAS.split(place) if part.strip()]
    if len(parts) < _STREET_AND_TOWN or _NUMBER.search(parts[-1]) or not _WORDS.search(parts[-1]):
        return False
    return bool(_NUMBER.search(parts[0])) and bool(_WORDS.search(parts[0]))


def _is_complete(place: str) -> bool:
    rest, codes = _POSTCODE.subn(" ", place)
    # Street and town stand apart by a comma, or are so many words that both are there.
    parted = bool(_COMMAS.search(place)) or len(_WORDS.findall(rest)) >= _STREET_AND_TOWN
    # "1420 Maple Ave, Austin, TX 78701" has a house number that looks like a postcode.
    housed = codes == _SEVERAL and _POSTCODE.match(place.strip()) is not None
    flat = codes > 1 and _ends_in_the_longest(place.strip())
    return parted and (housed or flat or (codes == 1 and any(map(str.isdigit, rest))))


def _ends_in_the_longest(place: str) -> bool:
    """Whether the last of several numbers that look like postcodes is longer than the others and ends the place: "офис
    1204, Екатеринбург 620014" has one."""
    *others, last = _POSTCODE.finditer(place)
    return last.end() == len(place) and all(len(one[0]) < len(last[0]) for one in others)


def address_parts(address: dict[str, Any]) -> dict[str, str] | None:
    """`line1`, `line2`, `postcode`, `city`, with `name` and `country` where known.

    None where the text does not say clearly which part is which: then a person had better write it into the shop.
    """
    known = {key: str(address[key]) for key in ("name", "country", "state", "line2") if address.get(key)}
    text = address.get("text")
    if not text:
        street = address.get("line1") or address.get("street")
        if not street or not address.get("city"):
            return None
        whole = " ".join(filter(None, (str(street), str(address.get("house_number") or ""))))
        return {**known, "line1": whole, "city": str(address["city"]), "postcode": str(address.get("postcode") or "")}
    parts = [part.strip() for part in _COMMAS.split(str(text).strip()) if part.strip()]
    if len(parts) < 2:
        return None
    found = [(index, match) for index, part in enumerate(parts) if (match := _POSTCODE.search(part))]
    # "10115 Berlin" or "Berlin 10115": the postcode is in the last part that looks like one, never in the street.
    found = [(index, match) for index, match in found if index > 0]
    if not found:
        if known.get("country") not in _WITHOUT_POSTCODE:
            return None
        return {**known, "line1": ", ".join(parts[:-1]), "city": parts[-1], "postcode": ""}
    index, match = found[-1]
    beside = (parts[index][: match.start()] + parts[index][match.end() :]).strip()
    city = beside or (parts[index - 1] if index > 1 else "")
    if not city or re.search(r"\d", city):
        return None
    street = parts[: index if beside else index - 1]
    if not street:
        return None
    return {**known, "line1": ", ".join(street), "city": city, "postcode": match[0]}
