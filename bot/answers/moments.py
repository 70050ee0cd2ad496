"""Whether a text names a day or a time, in any of CLDR's languages: what a promise needs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel import Locale

from bot.answers.locales import BASE, regional

_NUMERIC = re.compile(
    r"\b\d{1,2}\s?[:h時点시]\s?\d{2}\b"  # 18:00, 18h30
    r"|\b\d{1,2}\s?(?:am|pm|a\.\s?m\.|p\.\s?m\.|uhr|時|点|點|시)"
    r"|\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}/\d{1,2}\b|\b\d{1,2}\.\d{1,2}\.(?!\d\d\d\.)"
    r"|\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일]",
    re.IGNORECASE,
)

_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def names_moment(text: str, locale: str) -> bool:
    """Whether the text holds a date, a weekday or a time of day, in digits or in the locale's words."""
    compared = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), unicodedata.normalize("NFKC", text))
    return bool(_NUMERIC.search(compared) or _names(locale).search(compared.casefold()))


@lru_cache(maxsize=256)
def _names(locale: str) -> re.Pattern[str]:
    """Weekdays anywhere, months beside a number."""
    found = [regional(locale), Locale(BASE)]
    months, days = set[str](), set[str]()
    for cldr in found:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                months |= {str(name).casefold() for name in cldr.months[context][width].values()}
            days |= {str(name).casefold() for name in cldr.days[context]["wide"].values()}
    month = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    day = "|".join(re.escape(name) for name in sorted(days, key=len, reverse=True))
    return re.compile(
        rf"\d{{1,2}}(?:\.|er|º|st|nd|rd|th)?\s?(?:de\s|of\s)?(?:{month})(?![a-zа-я])|(?:{month})\s?\d{{1,2}}|{day}"
    )
