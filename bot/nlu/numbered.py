"""Messages with an order number, made of messages without one: whoever writes the number wants the same thing.

Without them a number alone draws a message towards the wishes whose examples have most of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.training_data import Annotation, Example

NUMBER = "order_id"
_PLACES = ("{text} {number}", "{number} {text}", "{text}, {number}", "{text} ({number})", "{number}: {text}")
_LEAST_DIGITS = 5
_LEAST_LETTERS = 12
_DENSE = 3  # letters that a sign of Chinese, Japanese, Thai or a Korean syllable counts for
_TRIES = 20


def numbered_messages(examples: Sequence[Example], share: float) -> list[Example]:
    """About `share` of the messages without any number, each with one as it is written in their language's examples.

    Short ones, such as a yes, stay alone. Nothing is made of messages that examine what was learnt, and nothing made
    is such a message. What is made depends on the text alone.
    """
    written: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        for mark in example.entities:
            number = example.text[mark.start : mark.end]
            if mark.entity == NUMBER and sum(char.isdigit() for char in number) >= _LEAST_DIGITS:
                written[example.language].append(number)
    made = []
    for example in examples:
        if _draw(example.text, "share") < share and written[example.language] and _stands(example):
            made += _numbered(example, written[example.language])
    return made


def _stands(example: Example) -> bool:
    letters = sum(_DENSE if char > "\u0e00" else 1 for char in example.text if char.isalpha())
    return letters >= _LEAST_LETTERS and not re.search(r"\d", example.text) and not is_held_out(example.text)


def _numbered(example: Example, written: Sequence[str]) -> list[Example]:
    """One message, or none where every number would make one that examines."""
    place = _PLACES[int(_draw(example.text, "place") * len(_PLACES))]
    model = written[int(_draw(example.text, "number") * len(written))]
    for attempt in range(_TRIES):
        number = _other_digits(model, f"{example.text}\0{attempt}")
        text = place.format(text=example.text, number=number)
        if not is_held_out(text):
            moved = place.format(text="\0", number=number).index("\0")
            marks = [replace(one, start=one.start + moved, end=one.end + moved) for one in example.entities]
            start = place.format(text=example.text, number="\0").index("\0")
            marks.append(Annotation(NUMBER, number, start, start + len(number)))
            return [replace(example, text=text, entities=tuple(sorted(marks, key=lambda one: one.start)))]
    return []


def _other_digits(number: str, seed: str) -> str:
    """A number of the same shape; one that begins like a year keeps it."""
    digits = iter(str(int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=16).digest(), "big")))
    kept = re.match(r"\D*20\d\d(?=\D|\d{6})", number)
    begin = kept.end() if kept else 0
    return number[:begin] + "".join(next(digits) if char.isdigit() else char for char in number[begin:])


def _draw(text: str, purpose: str) -> float:
    digest = hashlib.blake2b(f"{text}\0{purpose}".encode(), digest_size=8, person=b"numbered").digest()
    return int.from_bytes(digest, "big") / 2**64
