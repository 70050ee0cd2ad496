"""Messages without the marks on their letters, made of messages with them.

Vietnamese and Turkish are often typed so, and whoever has learnt only marked words hardly knows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.nlu.entities.folding import fold
from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.joined import draw
from bot.nlu.training_data import Example, ValueExample

_OTHER_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\uff00-\uff5e]")
_MARKED = 0.5
"""Share of a message's words that must carry marks; with fewer, it is nearly the same without."""
_OFTEN = 0.2
"""Share of a language's messages of which that must be so: German and French are typed with their marks."""


def unmarked_messages(examples: Sequence[Example], share: float) -> list[Example]:
    """About `share` of the messages whose words mostly carry marks, without the marks and in small letters.

    Nothing is made of messages that examine what was learnt, and nothing made is such a message. What is made depends
    on the text alone. Entities stay marked where they stood.
    """
    languages = _languages(examples)
    made = []
    for example in examples:
        if example.language in languages and not is_held_out(example.text):
            text = _unmarked(example.text)
            if text is not None and _draw(example.text) < share and not is_held_out(text):
                made.append(replace(example, text=text))
    return made


def unmarked_values(values: Sequence[ValueExample], examples: Sequence[Example], share: float) -> list[ValueExample]:
    """The same of answers to the bot's questions. examples: the messages, which say how a language is typed."""
    languages = _languages(examples)
    made = []
    for value in values:
        text = _unmarked(value.text) if value.language in languages else None
        if text is not None and _draw(value.text) < share:
            made.append(replace(value, text=text))
    return made


def _languages(examples: Iterable[Example]) -> frozenset[str]:
    """Languages whose messages mostly are words with marks."""
    all_of, marked = Counter[str](), Counter[str]()
    for example in examples:
        all_of[example.language] += 1
        marked[example.language] += _unmarked(example.text) is not None
    return frozenset(language for language, count in all_of.items() if marked[language] >= _OFTEN * count)


@lru_cache(maxsize=1 << 17)
def _unmarked(text: str) -> str | None:
    """The text without marks; None where few words have any, where it is not Latin, or where letters would move."""
    written = text.split()
    if sum(not word.isascii() for word in written) < _MARKED * len(written) or _OTHER_LETTER.search(text):
        return None  # what is quickly seen of most messages
    folded = fold(text)
    words = list(zip(folded.text.split(), folded.plain.split(), strict=True))
    marked = sum(word != plain for word, plain in words)
    if not marked or marked < _MARKED * len(words) or len(folded.plain) != len(text):
        return None
    return folded.plain if all(char.isascii() for char in folded.plain if char.isalpha()) else None


def _draw(text: str) -> float:
    return draw(text, "share", "unmarked")
