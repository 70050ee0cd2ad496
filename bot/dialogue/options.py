"""The buttons that were shown last, and which of them a message names. Nothing here depends on a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from bot.dialogue.turn_input import UserTurn

_WORD = re.compile("[\\w\u0e00-\u0e7f]{2,}")  # the vowel marks of Thai are no letters
_THAI = re.compile("[\u0e00-\u0e7f]")
_BRIEF = 40
_QUESTION_MARKS = {"?", "？", "؟"}
_A_QUESTION = 15
"""Letters of a question, without what it names; fewer make sure of a name: "the blue one, right?"."""
_LONG_WORD, _NEARLY = 6, 0.85
"""Letters of a title from which on a slip in it is seen, and how alike the two must be then."""
_LAST_DIGITS = 3
"""Digits from which on the end of a title's number says which one is meant; fewer are a place in the list."""
_NAME = 4
"""Letters from which on a word of a title may be a name; shorter ones are particles more often."""


def folded(text: str) -> str:
    """Without case, spaces and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def option(turn: UserTurn, options: Sequence[Sequence[str]], *, loose: bool = True) -> str | None:
    """The payload of the shown button that the words name: by its title, or by its place in the list.

    loose: also by an ordinal inside a sentence (`turn.option`), not only by a bare number.
    """
    words = folded(turn.text)
    if not options or not words:
        return None
    for title, payload in options:
        if folded(title) == words:
            return payload
    if (meant := _misspelt(words, options) or _ending_so(turn, options)) is not None:
        return meant
    said = number(turn.text)
    place = int(said) if said is not None and said == int(said) else (turn.option if loose else None)
    if place is None or place == 0 or abs(place) > len(options):
        return None
    return options[place - 1 if place > 0 else place][1]


def _misspelt(words: str, options: Sequence[Sequence[str]]) -> str | None:
    """The payload of the one button whose title was meant, by a slip of the finger: "reemboslo". Never by a number."""
    if len(words) < _LONG_WORD or any(char.isdigit() for char in words):
        return None
    titles = {folded(title): payload for title, payload in options}
    near = get_close_matches(words, titles, n=2, cutoff=_NEARLY)
    return titles[near[0]] if len(near) == 1 else None


def _ending_so(turn: UserTurn, options: Sequence[Sequence[str]]) -> str | None:
    """The payload of the one button whose number ends in the number of a few words: "the order ending in 153"."""
    said = re.findall(r"\d+", unicodedata.normalize("NFKC", turn.text))
    money = any(one.get("entity") == "amount" for one in turn.entities)
    if len(said) != 1 or len(said[0]) < _LAST_DIGITS or money or not is_brief(turn.text):
        return None
    meant = [payload for title, payload in options if re.search(rf"\d{said[0]}(?!\d)", title)]
    return meant[0] if len(meant) == 1 else None


def names_an_option(turn: UserTurn, options: Sequence[Sequence[str]]) -> bool:
    """Whether a word of a shown button's title is among the words, or an entity names a product."""
    said = unicodedata.normalize("NFKC", turn.text).casefold()
    words = {word for title, _ in options for word in _WORD.findall(title.casefold()) if _is_a_name(word)}
    return any(word in said for word in words) or any(one.get("entity") == "product" for one in turn.entities)


def named_option(turn: UserTurn, options: Sequence[Sequence[str]]) -> str | None:
    """The payload of the one shown button whose title has a word of the message that no other title has: "the one with
    the charger" in a list of orders. None when none or several are named."""
    named = _named(turn.text, options)
    return named[0] if len(named) == 1 else None


def asks(text: str) -> bool:
    """Whether a question mark of any script is in it."""
    return bool(_QUESTION_MARKS & set(text))


def asks_between(turn: UserTurn, options: Sequence[Sequence[str]]) -> bool:
    """Whether the message asks about several of the shown buttons ("is a refund or an exchange faster?")."""
    return asks(turn.text) and len(_named(turn.text, options)) > 1


def asks_besides(turn: UserTurn) -> bool:
    """Whether the message is a whole question besides what it names: "can the boots get wet?" chooses no boots."""
    return asks(turn.text) and turn.letters_besides >= _A_QUESTION


def _named(text: str, options: Sequence[Sequence[str]]) -> list[str]:
    said = unicodedata.normalize("NFKC", text).casefold()
    words = [{word for word in _WORD.findall(title.casefold()) if _is_a_name(word)} for title, _ in options]
    return [
        payload
        for at, (_, payload) in enumerate(options)
        if any(_says(said, word) for word in words[at].difference(*(other for i, other in enumerate(words) if i != at)))
    ]


def _says(text: str, word: str) -> bool:
    """Whether the word stands in the text; where words are written apart an ending may follow it."""
    joined = _is_wide(word) or _THAI.match(word) is not None
    return word in text if joined else re.search(rf"(?<!\w){re.escape(word)}", text) is not None


def _is_wide(word: str) -> bool:
    return any(unicodedata.east_asian_width(char) in "WF" for char in word)


def _is_a_name(word: str) -> bool:
    return len(word) >= _NAME or _is_wide(word)


def is_brief(text: str, most: int = _BRIEF) -> bool:
    """Whether a text is a few words and asks nothing; a sign of Chinese, Japanese or Korean counts as three letters."""
    return not asks(text) and sum(3 if _is_wide(char) else 1 for char in text) <= most


def number(text: str) -> float | None:
    """The number that the text is, in any script's digits; None when it is more than a number."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(".)").lstrip("#")
    try:
        return float(int(plain)) if plain.isdigit() and len(plain) <= 9 else None
    except ValueError:
        return None
