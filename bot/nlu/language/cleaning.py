"""What of a message says its language: letters; not links, addresses, numbers, codes or emoji."""

from __future__ import annotations

import re
import unicodedata

# ASCII: what is written without spaces (Japanese, Chinese, Thai) goes on right after an address or a number
_NOISE = re.compile(
    r"""https?://[!-~]+|www\.[!-~]+        # links
      | [\w.+-]+@[\w-]+\.[\w.-]+           # e-mail addresses
      | \b[\w-]+\.(?:com|net|org|shop|io|de|fr|es|it|ru|cn|jp|kr|br)\b(?:[/?\#][!-~]*)?   # bare domains
      | [@\#][\w-]+                        # handles, tags
      | \b[A-Z]{1,4}[-_ ]?\d[\w-]*         # order, tracking and model numbers
      | \b\d+[A-Z]{1,3}\d*\b               # 1Z…, 2XL
      | <[^>]{0,60}>""",
    re.VERBOSE | re.ASCII,
)
# `\w` leaves out vowel signs of Indic, Burmese and Khmer letters, which are marks
_MARKS = "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0d4f\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
_NOT_LETTERS = re.compile(rf"[^\w'’`{_MARKS}]+|_+")
# Arabizi writes letters as digits (3ayez, 7abibi): a digit inside or beside letters stays
_LONE_DIGITS = re.compile(r"(?<![^\W\d])\d+(?![^\W\d])")
_QUOTES = str.maketrans({"’": "'", "`": "'"})
_LOOSE_QUOTES = re.compile(r"(?<!\w)'+|'+(?!\w)")
_REPEATS = re.compile(r"(?<!\w)(\w)\1{2,}(?!\w)|(\w)\2{2,}")
MAX_LENGTH = 600


def clean(text: str) -> str:
    """Return `text` in lower case, words divided by single spaces, without what says nothing of its language.

    At most `MAX_LENGTH` characters of the text are read. A letter repeated for emphasis
    (selammm) is written once; a word of one letter (kkkk) is two of them.
    """
    text = unicodedata.normalize("NFC", text[:MAX_LENGTH])
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    text = _NOISE.sub(" ", text)
    text = text.replace("İ", "i").lower().translate(_QUOTES)
    text = _LONE_DIGITS.sub(" ", text)
    text = _NOT_LETTERS.sub(" ", text)
    text = _LOOSE_QUOTES.sub(" ", text)
    text = _REPEATS.sub(r"\1\1\2", text)
    return " ".join(text.split())
