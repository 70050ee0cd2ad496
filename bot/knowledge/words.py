"""Words of a text in any language, for lexical search."""

from __future__ import annotations

import re
import threading
import unicodedata

from icu4py.breakers import WordBreaker

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_local = threading.local()


def words(text: str, locale: str = "en") -> list[str]:
    """Terms: NFKC, case-folded ICU words; scripts without spaces add character pairs; long words add their stem.

    The stem is the first six letters: rough, but the same for every alphabet, and rank fusion forgives it.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    terms: list[str] = []
    for segment in WordBreaker(folded, locale):
        word = segment.strip()
        if not word or not (word.isalnum() or any(char.isalnum() for char in word)):
            continue
        terms.append(word)
        if _UNSPACED.match(word):
            terms += [word[i : i + 2] for i in range(len(word) - 1)] if len(word) > 2 else []
        elif len(word) > 6:
            terms.append(word[:6] + "~")
    return terms
