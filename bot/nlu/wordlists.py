"""What words alone say, whatever else is in a message: lists by language that are data."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.nlu.arabic import ARABIC_VARIANTS
from bot.yaml_files import read_yaml

DATA = Path(__file__).parent / "data"
WAITS, EVERYTHING, SCORN, UNSURE, SHOWS = "waits", "everything", "scorn", "unsure", "shows"
BESIDE_NAMES = "beside_names"  # "only the … and the …, please"
ONE_OF_THEM, JUST_ONE = "one_of_them", "just_one"  # "one of the two is broken"; "one", where it was asked how many
UNWANTED, FITS, REFUSES = "unwanted", "fits", "refuses"
HARMS, MEANT, LEAVES, WITHDRAWS, VAGUE, THINKS = "harms", "meant", "leaves", "withdraws", "vague", "thinks"
CALLS_OFF, MONEY, GUESSES, GOES_ON = "calls_off", "money", "guesses", "goes_on"
CAME, ONLY_SOME = "came", "only_some"
BILLED, WHO_PAYS, TURNED_AWAY = "billed", "who_pays", "turned_away"
CANCELS, SENDS_BACK = "cancels", "sends_back"  # "cancel it"; "send it back": the act itself, and nothing else
AGREES = "agrees"  # "go for it", and nothing else
TOO_LARGE, TOO_SMALL = "too_large", "too_small"
WHEREABOUTS = "whereabouts"  # "where is my …"
PARTING = "parting"  # "good evening" at the end of a talk
DISLIKES = "dislikes"  # "I don't like it"
ANOTHER_MIND = "another_mind"  # "I changed my mind", and nothing else
LISTS = (
    WAITS,
    UNWANTED,
    FITS,
    REFUSES,
    EVERYTHING,
    BESIDE_NAMES,
    ONE_OF_THEM,
    JUST_ONE,
    SCORN,
    UNSURE,
    SHOWS,
    HARMS,
    MEANT,
    LEAVES,
    WITHDRAWS,
    VAGUE,
    THINKS,
    CALLS_OFF,
    MONEY,
    GOES_ON,
    GUESSES,
    CAME,
    ONLY_SOME,
    BILLED,
    WHO_PAYS,
    TURNED_AWAY,
    CANCELS,
    SENDS_BACK,
    AGREES,
    WHEREABOUTS,
    TOO_LARGE,
    TOO_SMALL,
    PARTING,
    DISLIKES,
    ANOTHER_MIND,
)
"""The lists: "I'll wait then"; "I don't want a replacement"; "the size is large on me"; "then I won't take it"; "return
everything"; "stupid bot"; "no idea"; "here is a photo"; "it burnt me"; "I meant another one"; "leave it then"; "let me
think"; "cancel the return"; "I see"; "cancel it then"; "the refund then"; "I guess"; "send it anyway"; "it came this
morning"; "yes, only one of them"; "in my company's name"; "who pays"; "customs
has it, I refuse the parcel"; "where is my …"; "the size is too big"; "it's too small"; "good
evening"; "I don't like it"; "I changed my mind"."""
_KEYS = ("words", "other")
_UNSPACED = frozenset({"zh", "ja", "th"})
_MORE = "*"


def says(what: str, text: str, language: str) -> bool:
    """Whether words of the list `what` stand in the text, and not as a part of a phrase that says something else ("I
    can't wait"): whole words where the language writes spaces (one that ends in * may go on), anywhere in Chinese,
    Japanese and Thai. False for a language that the list does not know."""
    plain = _plain(text)
    words, other = _patterns(what, language)
    return words is not None and words.search(other.sub(" ", plain) if other else plain) is not None


def says_only(what: str, text: str, language: str) -> bool:
    """Whether the text is nothing but words of the list `what`, with such as say nothing by themselves: "ok, I see"."""
    words, other = _patterns(what, language)
    plain = _without_signs(text)
    if words is None or words.search(plain) is None:
        return False
    rest = words.sub(" ", plain)
    return not any(map(str.isalnum, other.sub(" ", rest) if other else rest))


def says_besides(what: str, text: str, language: str) -> bool:
    """Whether a text that says only words of a list has any of those beside them that say nothing by themselves."""
    words, other = _patterns(what, language)
    plain = _without_signs(text)
    return words is not None and other is not None and other.search(words.sub(" ", plain)) is not None


def around(what: str, text: str, language: str) -> list[str]:
    """What stands before, between and behind words of the list `what` in the text; empty where none of them does."""
    plain = _plain(text)
    words, other = _patterns(what, language)
    if words is None or not says(what, text, language):
        return []
    rest = words.split(other.sub(" ", plain) if other else plain)
    return [" ".join(part.split()) for part in rest if any(map(str.isalnum, part))]


@lru_cache(maxsize=64)
def _plain(text: str) -> str:
    """The text as the patterns want it: every list is asked about the same message."""
    return _folded(text).replace("’", "'")


def _folded(text: str) -> str:
    """Without case, and Arabic in the one spelling that stands for all: "متأكد" is typed "متاكد" as well."""
    return unicodedata.normalize("NFKC", text).casefold().translate(ARABIC_VARIANTS)


def _without_signs(text: str) -> str:
    spaced = (" " if unicodedata.category(c)[0] in "PS" and c not in "'-" else c for c in _plain(text))
    return " ".join("".join(spaced).split())


def warm() -> None:
    """Makes the patterns of all lists: the first message of each language would wait for its own."""
    for what in LISTS:
        for language in read_wordlist(DATA / f"{what}.yml"):
            _patterns(what, language)


@cache
def read_wordlist(path: Path, keys: tuple[str, ...] = _KEYS) -> dict[str, dict[str, list[str]]]:
    """A file of lists by language, each under one of the keys; ValueError when it is wrong."""
    table: Any = read_yaml(path)
    for language, entry in table.items():
        if not (isinstance(entry, dict) and set(entry) == set(keys) and all(map(_are_words, entry.values()))):
            raise ValueError(f"{path.name}: {language}: expected lists of words as {', '.join(keys)}")
    return table  # type: ignore[no-any-return]


def _are_words(listed: Any) -> bool:
    return isinstance(listed, list) and all(isinstance(word, str) and word for word in listed)


@cache
def _patterns(what: str, language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    entry = read_wordlist(DATA / f"{what}.yml").get(language) or {}
    words, other = (any_of([_folded(word) for word in entry.get(key) or []], language) for key in _KEYS)
    return words, other


def any_of(words: list[str], language: str) -> re.Pattern[str] | None:
    """An expression for any of the words, the longest first, as `says` finds them; None without any."""
    folded = sorted((unicodedata.normalize("NFKC", word).casefold() for word in words), key=len, reverse=True)
    if not folded:
        return None
    if language in _UNSPACED:
        return re.compile("|".join(map(re.escape, folded)))
    return re.compile("|".join(rf"(?<!\w){re.escape(w.removesuffix(_MORE))}{_end_of(w)}" for w in folded))


def _end_of(word: str) -> str:
    return r"\w*" if word.endswith(_MORE) else r"(?!\w)"
