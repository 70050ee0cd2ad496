"""How a hurried person writes: slips of the finger, no accents, no capitals, no final mark."""

from __future__ import annotations

import re
import unicodedata
from random import Random

_LATIN_SIGNS = re.compile("[\u0300-\u036f]")
_SPECIAL = str.maketrans({"ß": "ss", "ı": "i", "đ": "d", "Đ": "D", "ł": "l", "æ": "ae", "ø": "o"})
_WORD = re.compile(r"\b[^\W\d_]{5,}\b")
_SPACED = frozenset({"LATIN", "CYRILLIC", "ARABIC", "HANGUL"})


def roughly(text: str, dice: Random, *, slips: float = 0.3, accents: float = 0.25, lower: float = 0.4) -> str:
    """The text with some of these, by chance. Numbers and addresses of mail stay as they are."""
    if dice.random() < lower:
        text = " ".join(word if re.search(r"[\d@]", word) else word.lower() for word in text.split(" "))
    if dice.random() < 0.4:
        text = text.rstrip(".!。！")
    if dice.random() < accents:
        text = without_accents(text)
    if dice.random() < slips:
        text = _slip(text, dice)
    return text


def without_accents(text: str) -> str:
    """Latin letters without their signs; other scripts as they are."""
    plain = []
    for char in text.translate(_SPECIAL):
        latin = "LATIN" in unicodedata.name(char, "")
        plain.append(_LATIN_SIGNS.sub("", unicodedata.normalize("NFD", char)) if latin else char)
    return unicodedata.normalize("NFC", "".join(plain))


def _slip(text: str, dice: Random) -> str:
    """One word of five letters or more with two letters changed over, one left out, or one doubled."""
    mails = [found.span() for found in re.finditer(r"\S+@\S+", text)]
    found = [one for one in _WORD.finditer(text) if not any(first <= one.start() < last for first, last in mails)]
    words = [word for word in found if unicodedata.name(word[0][0], "").split(" ")[0] in _SPACED]
    if not words:
        return text
    word = dice.choice(words)
    at = word.start() + dice.randrange(1, len(word[0]) - 2)
    two = text[at : at + 2]
    return text[:at] + dice.choice((two[::-1], two[0], two[0] + two)) + text[at + 2 :]
