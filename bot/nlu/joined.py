"""Messages with two wishes, joined from messages with one: far more of them than anybody writes by hand."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from bot.nlu.training_data import Example
from bot.nlu.understanding import OUT_OF_SCOPE
from bot.yaml_files import read_yaml

CONNECTORS = Path(__file__).parent / "data" / "connectors.yml"
_UNSPACED = frozenset({"zh", "ja", "th"})
_LONGEST = {"zh": 28, "ja": 34, "ko": 42}
_LONGEST_ELSEWHERE = 80
_SHORTEST = 5
_MIXER, _ALL_BITS = 0x9E3779B97F4A7C15, (1 << 64) - 1
"""Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4): what differs in any bit differs in the high ones."""
_PARTNERS = 4
"""Intents that are likely beside a given one come first; every fourth partner is any other."""


def joined_messages(examples: Sequence[Example], share: float) -> list[Example]:
    """Two-wish messages of one language each, from about `share` of the short one-wish examples.

    Which two wishes are said together follows the examples with two intents, in any language. What is joined, and
    how, depends on the texts alone: a changed example changes the messages that it is part of and no others.
    """
    beside = _beside(examples)
    pools: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in examples:
        if _is_short(example):
            pools[example.language, example.intents[0]].append(example)
    intents = sorted({intent for _, intent in pools})
    found = []
    for example in examples:
        if not _is_short(example) or example.intents[0] not in beside or draw(example.text, "in") >= share:
            continue
        partner = _partner(example, pools, beside, intents)
        if partner is not None:
            found.append(_joined(example, partner))
    return found


def answered_wishes(
    answers: Sequence[tuple[str, str]], examples: Sequence[Example], intents: Collection[str]
) -> list[tuple[int, str, str]]:
    """Messages in which a wish comes with an answer to what the bot would ask next: "too small, I'd like to return it".

    answers: text and language each. intents: of the wishes.

    Returns the position of the answer, the message, and the wish alone: a short one, which says no more than that.
    """
    pools: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        shortest = 2 * len(example.text) <= _LONGEST.get(example.language, _LONGEST_ELSEWHERE)
        if shortest and _is_short(example) and example.intents[0] in intents:
            pools[example.language].append(example)
    found = []
    for at, (text, language) in enumerate(answers):
        wish = _nearest(text, pools.get(language, ()))
        if wish is not None:
            joined = _joined(Example(text, language, wish.intents), wish)
            found.append((at, joined.text, wish.text))
    return found


@cache
def connectors(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What joins two wishes in a language: words that stand alone, and parts inside a run of letters."""
    entry = _table().get(language, {})
    return tuple(entry.get("words", ())), tuple(entry.get("parts", ()))


def languages_joined() -> tuple[str, ...]:
    """The languages whose connectors are known."""
    return tuple(_table())


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = read_yaml(CONNECTORS)
    return table


def _is_short(example: Example) -> bool:
    longest = _LONGEST.get(example.language, _LONGEST_ELSEWHERE)
    return (
        len(example.intents) == 1
        and example.intents[0] != OUT_OF_SCOPE
        and _SHORTEST <= len(example.text) <= longest
        and "\n" not in example.text
    )


def _beside(examples: Sequence[Example]) -> dict[str, Counter[str]]:
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        if len(example.intents) == 2:
            first, second = example.intents
            beside[first][second] += 1
            beside[second][first] += 1
    return dict(beside)


def _partner(
    example: Example,
    pools: Mapping[tuple[str, str], Sequence[Example]],
    beside: Mapping[str, Counter[str]],
    intents: Sequence[str],
) -> Example | None:
    own = example.intents[0]
    if draw(example.text, "any") < 1 / _PARTNERS:
        others = [intent for intent in intents if intent != own and intent in beside]
        wanted = others[int(draw(example.text, "other") * len(others))]
    else:
        counts = sorted(beside[own].items())
        left = draw(example.text, "beside") * sum(count for _, count in counts)
        wanted = counts[-1][0]
        for intent, count in counts:
            left -= count
            if left < 0:
                wanted = intent
                break
    return _nearest(example.text, pools.get((example.language, wanted), ()))


def _nearest(text: str, pool: Sequence[Example]) -> Example | None:
    """The example of another text that is drawn for this one: a new example takes over few places (rendezvous
    hashing)."""
    own = _number(text)
    others = [one for one in pool if one.text != text]
    return min(others, key=lambda one: ((own ^ _number(one.text)) * _MIXER) & _ALL_BITS, default=None)


@lru_cache(maxsize=1 << 17)
def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _joined(example: Example, partner: Example) -> Example:
    first, second = (example, partner) if draw(example.text, "order") < 0.5 else (partner, example)
    language = example.language
    space = "" if language in _UNSPACED else " "
    comma = "، " if language == "ar" else "，" if language == "zh" else "、" if language == "ja" else ", "
    words, parts = connectors(language)
    between = words or parts
    style = draw(example.text, "style")
    end = first.text.rstrip()
    start = second.text.lstrip()
    plain = end.rstrip(" .!?。！？؟…,，、")
    if style < 0.45 and between:
        connector = between[int(draw(example.text, "connector") * len(between))].strip()
        before = comma if draw(example.text, "comma") < 0.3 and connector[:1].isalpha() else space
        text = f"{plain}{before}{connector}{space}{_lowered(start)}"
    elif style < 0.75:
        mark = "" if end != plain or draw(example.text, "mark") < 0.3 else "。" if not space else "."
        text = f"{end}{'' if language == 'th' else mark}{space or ('' if mark else ' ')}{start}"
    elif style < 0.9:
        text = f"{plain}{comma}{_lowered(start)}"
    else:
        text = f"{plain} {_lowered(start)}"
    emotion = first.emotion if first.emotion == second.emotion else None
    urgency = first.urgency if first.urgency == second.urgency else None
    return Example(text, language, (first.intents[0], second.intents[0]), emotion, urgency)


def _lowered(text: str) -> str:
    """A sentence that goes on: its first letter small, unless the first word is one of capitals."""
    head = text.split(" ", 1)[0]
    return text if len(head) > 1 and head.isupper() else text[:1].lower() + text[1:]


def draw(text: str, purpose: str, maker: str = "joined") -> float:
    """A number in [0, 1) that depends on nothing but the texts. maker: whose messages are drawn, each its own way."""
    digest = hashlib.blake2b(f"{text}\0{purpose}".encode(), digest_size=8, person=maker.encode()).digest()
    return int.from_bytes(digest, "big") / 2**64
