"""Items that a message names as one list: "the sweater and the shirt"."""

from __future__ import annotations

from itertools import pairwise

from actions.base import Slots
from actions.said.word_tables import JOINS, load_word_table


def named_together(slots: Slots) -> bool:
    """Whether the products that the message names, each once, are joined by nothing but "and": these are meant all,
    where one of them before a comma may only tell what the other was bought with."""
    text = slots.text.casefold()
    written = [str(one.get("text") or one["value"]).casefold() for one in slots.entities if one["entity"] == "product"]
    places = sorted((text.find(word), word) for word in written)
    if len(places) < 2 or places[0][0] < 0 or any(text.count(word) > 1 for word in written):
        return False
    behind = [(at + len(word), until) for (at, word), (until, _) in pairwise(places)]
    return all(_joins(text[begin:end]) for begin, end in behind)


def _joins(between: str) -> bool:
    """Whether all words between two names join them."""
    words = set(map(str.casefold, load_word_table(JOINS).words))
    parts = between.split()
    return bool(parts) and (" ".join(parts) in words or words.issuperset(parts))
