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
    """A state, the words for it, and whether it is not the one meant; the words that refuse it are among them."""

    name: str
    words: str
    refused: bool = False


def states_named(text: str, language: str) -> tuple[StateNamed, ...]:
    """The state that the text means, and those that it refuses; () when it means several."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    said = _said(plain, language)
    wanted = {one.name: one for one in said if not one.refused}
    return (*wanted.values(), *(one for one in said if one.refused)) if len(wanted) < 2 else ()


def warm() -> None:
    """Makes the expressions of all languages: the first message of each would wait for its own."""
    for language in read_wordlist(_FILE, KEYS):
        _patterns(language)
        _refusing(language)


def _said(plain: str, language: str) -> list[StateNamed]:
    words, states = _patterns(language)
    matches = list(words.finditer(plain)) if words else []
    found = []
    for place, match in enumerate(matches):
        start = matches[place - 1].end() if place else 0
        end = matches[place + 1].start() if place + 1 < len(matches) else len(plain)
        span = _with_refusal(plain, (start, match.start(), match.end(), end), language)
        refused = span != match.span()
        name = next(name for name, pattern in states if pattern.fullmatch(match[0]))
        found.append(StateNamed(name, plain[slice(*span)], refused))
    return found


def _with_refusal(plain: str, bounds: tuple[int, int, int, int], language: str) -> tuple[int, int]:
    """Start and end of the words for a state, from or to the word that refuses it, which is near and without a pause.
    bounds: where the words for the state before end, where these start and end, where the next ones start."""
    before, after = _refusing(language)
    first, start, end, last = bounds
    for match in before.finditer(plain, first, start) if before else ():
        if _is_near(plain[match.end() : start]):
            return match.start(), end
    for match in after.finditer(plain, end, last) if after else ():
        if _is_near(plain[end : match.start()]):
            return start, match.end()
    return start, end


def _is_near(between: str) -> bool:
    return len(between) <= _NEAR and not _PAUSE.search(between)


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
