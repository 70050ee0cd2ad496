"""What a message prefers to what: "an exchange, not a refund" wants the first and names the second."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from bot.nlu.wordlists import DATA, read_wordlist

KEYS = ("before", "after", "border")
_UNSPACED = frozenset({"zh", "ja", "ko", "th"})
_PAUSE = r"[,.;:!?\n،؛؟。、，；！？]"
_MOST = 4
"""Ways to take a message apart that are told: more is a story."""
_LONGEST = 160
"""Letters of a message that says a preference; longer ones have other things to say beside it."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One way to take a message apart. wanted: the message without what it refuses; refused: the words refused."""

    wanted: str
    refused: str


def contrasts(text: str, language: str) -> tuple[Contrast, ...]:
    """The ways to take a message apart at the words by which its language prefers one thing to another, in the order
    of those words; empty where it has none. Which of them makes sense is for the reader to find out."""
    plain = unicodedata.normalize("NFKC", text)
    found = [
        Contrast(_joined(plain[:first], plain[last:]), plain[start:end].strip())
        for (start, end), (first, last) in _refusals(plain, language)
    ]
    return tuple(one for one in found if _says(one.wanted) and _says(one.refused))[:_MOST]


def refused_spans(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each piece of `text` that its language's words refuse: "42" in "43 instead of 42". At most as
    many as `contrasts`."""
    return tuple(span for span, _ in _refusals(text, language) if text[slice(*span)].strip())[:_MOST]


def refuses(text: str, language: str) -> bool:
    """Whether any word of refusal is in the text."""
    return bool(_refusals(text, language))


def _refusals(text: str, language: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Spans of what is refused, each with the longer span of it and the word that refuses it."""
    plain = text.replace("’", "'")
    if not plain.strip() or len(plain) > _LONGEST:
        return []
    before, after, border = _patterns(language)
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    behind = [_refused_before(match, border, plain) for match in after.finditer(plain)] if after else []
    for match in before.finditer(plain) if before else ():
        # The "не" of "замену не надо" refuses what stands before it, and not what comes then.
        if any(
            start < at <= match.start() and match.end() < end and plain[start:at].strip() for start, at, end in behind
        ):
            continue
        stop = border.search(plain, match.end() + 1)
        end = stop.start() if stop else len(plain)
        found.append(((match.end(), end), (match.start(), end)))
    return [*found, *(((start, at), (start, end)) for start, at, end in behind)]


def _refused_before(match: re.Match[str], border: re.Pattern[str], plain: str) -> tuple[int, int, int]:
    """Where what a word behind it refuses begins and ends, and where the word does."""
    pauses = [one.end() for one in border.finditer(plain, 0, match.start())]
    return (pauses[-1] if pauses else 0, match.start(), match.end())


def _joined(*parts: str) -> str:
    return " ".join(part for part in (part.strip(" ,،、，") for part in parts) if part)


def _says(text: str) -> bool:
    return any(char.isalpha() for char in text)


Patterns = tuple[re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str]]


@cache
def _patterns(language: str) -> Patterns:
    entry = read_wordlist(DATA / "contrasts.yml", KEYS).get(language) or {}
    before, after, border = (_any_of(entry.get(key) or [], language) for key in KEYS)
    ends = f"{_PAUSE}|{border}" if border else _PAUSE
    compiled = [re.compile(words, re.IGNORECASE) if words else None for words in (before, after)]
    return compiled[0], compiled[1], re.compile(ends, re.IGNORECASE)


def _any_of(words: list[str], language: str) -> str:
    listed = sorted((unicodedata.normalize("NFKC", word) for word in words), key=len, reverse=True)
    if language in _UNSPACED:
        return "|".join(map(re.escape, listed))
    return "|".join(rf"(?<!\w){re.escape(word)}" + ("" if word.endswith("'") else r"(?!\w)") for word in listed)
