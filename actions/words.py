"""Words of the shop's tables in what a shopper wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator


def places_of(word: str, text: str) -> Iterator[re.Match[str]]:
    """Where a word stands in a text; one of ASCII letters only where no letter is before it, so that endings fit."""
    return re.finditer(rf"(?<![^\W\d_]){re.escape(word)}" if word.isascii() else re.escape(word), text)


def says(text: str, word: str) -> bool:
    """Whether the word stands in the text."""
    return next(places_of(word, text), None) is not None
