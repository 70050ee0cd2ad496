"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import phonenumbers

from bot.nlu.entities.scene import Found, Scene

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+\-]*@[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,24}")
# "name at gmail dot com"; the words for @ and the dot are written in Latin letters by most
_SPELT_EMAIL = re.compile(
    r"([a-z0-9._%+\-]{2,})\s*(?:\(at\)|\[at\]|\sat\s|\sarroba\s|\skukac\s)\s*([a-z0-9\-]+)"
    r"(?:\.|\s*\(dot\)\s*|\s*\[dot\]\s*|\s+(?:dot|punto|ponto|punkt|point|nokta)\s+)(com|net|org|[a-z]{2})(?![a-z])"
)
_PHONE = re.compile(r"(?<![\w@#.,-])(?:\+|00)?\(?\+?\d(?:[\s().\-/]{0,2}\d){6,15}(?![\w@]|-\w)", re.ASCII)
_DATE_LIKE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d[ -]\d{4,8}")
_SURE, _POSSIBLE = 0.95, 0.7
_GROUPS = 3  # digits in four groups look dialled


def find_emails(scene: Scene) -> Iterator[Found]:
    """Yield e-mail addresses, lower case."""
    if "@" in scene.text:
        for match in _EMAIL.finditer(scene.text):
            yield Found("email", match[0], match.start(), match.end(), "email", 1.0, rank=95)
    for match in _SPELT_EMAIL.finditer(scene.text):
        value = f"{match[1]}@{match[2]}.{match[3]}"
        yield Found("email", value, match.start(), match.end(), "email_spelt", 0.85, rank=94)


def find_phones(scene: Scene, home: Sequence[str]) -> Iterator[Found]:
    """Yield telephone numbers as E.164. A number without country code is read as one of the market's.

    home: countries to try when the market is not known.

    Without `+` or a cue word only what is valid in the market counts, and only with a leading zero, separators or
    a mobile number's length: order numbers are digits too.
    """
    for match in _PHONE.finditer(scene.text):
        start, end = match.span()
        written = match[0]
        if scene.is_taken(start, end) or _DATE_LIKE.fullmatch(written):
            continue
        international = written.lstrip("(").startswith(("+", "00"))
        cued = scene.expected == "phone" or scene.cued("phone", start)
        if not (international or cued or _looks_dialled(written)):
            continue
        candidate = written.replace("00", "+", 1) if written.startswith("00") else written
        numbers = _parse(candidate, (scene.market,) if scene.market else home)
        if not numbers:
            continue
        checks = (phonenumbers.is_valid_number, phonenumbers.is_possible_number)
        number = next((one for check in checks for one in numbers if check(one)), numbers[0])
        valid = phonenumbers.is_valid_number(number)
        dialled = written.startswith("0") and len(re.findall(r"[ .-]", written)) >= _GROUPS
        if not valid and not ((international or cued or dialled) and phonenumbers.is_possible_number(number)):
            continue
        value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        grouped = bool(re.search(r"\d[ ().-]+\d", written))
        sure = international or cued or written.startswith(("0", "("))
        rank = 84 if sure else 76 if grouped and valid else 65
        yield Found("phone", value, start, end, "phone", _SURE if valid else _POSSIBLE, rank=rank)


def _parse(written: str, regions: Sequence[str]) -> list[phonenumbers.PhoneNumber]:
    found = []
    for region in regions:
        try:
            found.append(phonenumbers.parse(written, region))
        except phonenumbers.NumberParseException:
            continue
    return found


def _looks_dialled(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    return len(digits) >= 9 and (
        written.startswith(("0", "(")) or bool(re.search(r"\d[ ().-]\d", written)) or len(digits) in (10, 11)
    )
