"""Which of several orders a message means by how far it is: "the delivered one", "the one stuck in customs"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from bot.nlu.wordlists import any_of, read_wordlist

_FILE = Path(__file__).parent / "data" / "order_states.yml"
STATES = ("packed", "shipped", "customs", "delivered", "cancelled")


def state_named(text: str, language: str) -> tuple[str, str] | None:
    """The state and the words for it; None when the text names none, or several."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    words, states = _patterns(language)
    said = [match[0] for match in words.finditer(plain)] if words else []
    found = {name: one for one in said for name, pattern in states if pattern.fullmatch(one)}
    return next(iter(found.items())) if len(found) == 1 else None


def warm() -> None:
    """Makes the expressions of all languages: the first message of each would wait for its own."""
    for language in read_wordlist(_FILE, STATES):
        _patterns(language)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str] | None, tuple[tuple[str, re.Pattern[str]], ...]]:
    """An expression for all words, the longest first, and one for each state."""
    entry = read_wordlist(_FILE, STATES).get(language) or {}
    states = ((name, any_of(words, language)) for name, words in entry.items())
    every = any_of([word for words in entry.values() for word in words], language)
    return every, tuple((name, pattern) for name, pattern in states if pattern is not None)
