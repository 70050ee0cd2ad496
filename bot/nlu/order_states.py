"""Which of several orders a message means by how far it is: "the delivered one", "not the one stuck in customs"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.nlu.wordlists import any_of, read_wordlist

_FILE = Path(__file__).parent / "data" / "order_states.yml"
STATES = ("packed", "shipped", "customs", "delivered", "cancelled")
_REFUSALS = ("refused_before", "refused_after")
KEYS = STATES + _REFUSALS
_NEAR = 24
"""Letters up to which a word refuses the state that it stands before or behind."""
_PAUSE = re.compile(r"[,.;:!?\n،؛؟。、，；！？]")


@dataclass(frozen=True, slots=True)
class StateNamed:
    """A state, the words for it, and whether it is the one that is not meant."""

    name: str
    words: str
    refused: bool = False


def state_named(text: str, language: str) -> StateNamed | None:
    """The state that the text means, else the one that it refuses; None when it names none, or several."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    said = _said(plain, language)
    wanted = {one.name: one for one in said if not one.refused}
    found = wanted or {one.name: one for one in said}
    return next(iter(found.values())) if len(found) == 1 else None


def warm() -> None:
    """Makes the expressions of all languages: the first message of each would wait for its own."""
    for language in read_wordlist(_FILE, KEYS):
        _patterns(language)
        _refusing(language)


def _said(plain: str, language: str) -> list[StateNamed]:
    words, states = _patterns(language)
    matches = list(words.finditer(plain)) if words else []
    before, after = _refusing(language)
    found = []
    for place, match in enumerate(matches):
        start = matches[place - 1].end() if place else 0
        end = matches[place + 1].start() if place + 1 < len(matches) else len(plain)
        ahead, behind = plain[start : match.start()], plain[match.end() : end]
        refused = _stands(before, ahead, last=True) or _stands(after, behind, last=False)
        found += [StateNamed(name, match[0], refused) for name, pattern in states if pattern.fullmatch(match[0])]
    return found


def _stands(words: re.Pattern[str] | None, piece: str, *, last: bool) -> bool:
    """Whether one of the words is near the end of the piece (near its beginning unless `last`), without a pause."""
    for match in words.finditer(piece) if words else ():
        between = piece[match.end() :] if last else piece[: match.start()]
        if len(between) <= _NEAR and not _PAUSE.search(between):
            return True
    return False


@cache
def _patterns(language: str) -> tuple[re.Pattern[str] | None, tuple[tuple[str, re.Pattern[str]], ...]]:
    """An expression for all words, the longest first, and one for each state."""
    entry = read_wordlist(_FILE, KEYS).get(language) or {}
    states = ((name, any_of(entry.get(name) or [], language)) for name in STATES)
    every = any_of([word for name in STATES for word in entry.get(name) or []], language)
    return every, tuple((name, pattern) for name, pattern in states if pattern is not None)


@cache
def _refusing(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Expressions for the words that refuse the state behind them, and the one before them."""
    entry = read_wordlist(_FILE, KEYS).get(language) or {}
    before, after = (any_of(entry.get(key) or [], language) for key in _REFUSALS)
    return before, after
