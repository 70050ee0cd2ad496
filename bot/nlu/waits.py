"""Whether somebody waits or asks to wait: "fine, I'll wait then", "hold on a second"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "waits.yml"
_KEYS = ("waits", "other")
_UNSPACED = frozenset({"zh", "ja", "th"})
_MORE = "*"


def says_wait(text: str, language: str) -> bool:
    """Whether the words of waiting of the language stand in the text, and not as a part of a phrase that says
    something else ("I can't wait"). False for a language that the file does not know."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    waits, other = _patterns(language)
    return waits is not None and waits.search(other.sub(" ", plain) if other else plain) is not None


@cache
def _table(path: Path = _FILE) -> dict[str, dict[str, list[str]]]:
    """The file by language; ValueError when it is wrong."""
    table: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    for language, entry in table.items():
        known = isinstance(entry, dict) and set(entry) == set(_KEYS) and all(map(_are_words, entry.values()))
        if not known:
            raise ValueError(f"{path.name}: {language}: expected lists of words as {', '.join(_KEYS)}")
    return table  # type: ignore[no-any-return]


def _are_words(listed: Any) -> bool:
    return isinstance(listed, list) and all(isinstance(word, str) and word for word in listed)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    entry = _table().get(language) or {}
    waits, other = (_any_of(entry.get(key) or [], language) for key in _KEYS)
    return waits, other


def _any_of(words: list[str], language: str) -> re.Pattern[str] | None:
    folded = sorted((unicodedata.normalize("NFKC", word).casefold() for word in words), key=len, reverse=True)
    if not folded:
        return None
    if language in _UNSPACED:
        return re.compile("|".join(map(re.escape, folded)))
    return re.compile("|".join(rf"(?<!\w){re.escape(w.removesuffix(_MORE))}{_end_of(w)}" for w in folded))


def _end_of(word: str) -> str:
    return r"\w*" if word.endswith(_MORE) else r"(?!\w)"
