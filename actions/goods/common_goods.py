"""What goods are called in all languages: the names that a shop gives its products may be in none of the shopper's."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from actions.commerce.data_file import read_data
from actions.said.words import unmarked

_TABLE = Path(__file__).parent / "common_goods.yml"
_JOINED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_ENDING, _LONG, _LONG_ENDING = 2, 5, 5
"""Letters that may be joined to a word, and to one of as many letters."""


class CommonGoods(BaseModel):
    """The words by the kind of thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    goods: dict[str, tuple[str, ...]]


@cache
def load_common_goods(path: Path = _TABLE) -> CommonGoods:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, CommonGoods)


@lru_cache(maxsize=1024)
def goods_named(text: str) -> frozenset[str]:
    """The kinds of things that words name: of two words in one place the longer one, "phone case" is no phone."""
    keys, pattern = _words()
    return frozenset().union(
        *(keys[match["joined"] or match["apart"]] for match in pattern.finditer(unmarked(text.casefold())))
    )


@cache
def _words() -> tuple[dict[str, frozenset[str]], re.Pattern[str]]:
    """The kinds that each word may stand for, and an expression that finds the words, the longest first."""
    keys: dict[str, frozenset[str]] = {}
    for key, words in load_common_goods().goods.items():
        for word in words:
            plain = unmarked(word.casefold())
            keys[plain] = keys.get(plain, frozenset()) | {key}
    longest = sorted(keys, key=len, reverse=True)
    joined = "|".join(re.escape(word) for word in longest if _JOINED.search(word))
    apart = "|".join(_with_ending(word) for word in longest if not _JOINED.search(word))
    return keys, re.compile(rf"(?P<joined>{joined})|(?<!\w)(?:و?ال|لل|[وبل])?(?P<apart>{apart})")


def _with_ending(word: str) -> str:
    ending = _LONG_ENDING if len(word) >= _LONG else _ENDING
    return rf"{re.escape(word)}(?=\w{{0,{ending}}}(?!\w))"
