"""Messages with an order number, a parcel number or an address, made of messages without: the wish is the same.

Without them a number alone draws a message towards the wishes whose examples have most of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.joined import draw
from bot.nlu.training_data import Annotation, Example
from bot.yaml_files import read_yaml

NUMBERS = {"order_id": 0.5, "tracking_number": 0.2, "email": 0.2, "phone": 0.1}
"""What is added, and how often."""
_PLACES = ("{text} {number}", "{number} {text}", "{text}, {number}", "{text} ({number})", "{number}: {text}")
_FRAMES = Path(__file__).parent / "data" / "number_frames.yml"
_FRAMED = 0.6
"""Share of the order numbers that are brought in by words: "order …"."""
_LEAST_DIGITS = 5
_LEAST_LETTERS = 12
_DENSE = 3  # letters that a sign of Chinese, Japanese, Thai or a Korean syllable counts for
_TRIES = 20


def numbered_messages(examples: Sequence[Example], share: float) -> list[Example]:
    """About `share` of the messages without any number, each with one as it is written in their language's examples.

    Short ones, such as a yes, stay alone. Nothing is made of messages that examine what was learnt, and nothing made
    is such a message. What is made depends on the text alone.
    """
    written: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in examples:
        for mark in example.entities:
            number = example.text[mark.start : mark.end]
            if mark.entity in NUMBERS and ("@" in number or sum(map(str.isdigit, number)) >= _LEAST_DIGITS):
                written[mark.entity, example.language].append(number)
    made = []
    for example in examples:
        if _draw(example.text, "share") < share and _stands(example):
            there = {entity: often for entity, often in NUMBERS.items() if written[entity, example.language]}
            if there:
                entity = _drawn(there, example.text)
                made += _numbered(example, entity, written[entity, example.language])
    return made


@cache
def number_frames() -> Mapping[str, tuple[str, ...]]:
    """How an order's number is brought in, by language. Raises ValueError when the file is wrong."""
    table = read_yaml(_FRAMES)
    for language, frames in table.items():
        if not (
            isinstance(frames, list) and all(isinstance(one, str) and one.count("{number}") == 1 for one in frames)
        ):
            raise ValueError(f"{_FRAMES.name}: {language}: expected a list of texts, each with {{number}} once")
    return {language: tuple(frames) for language, frames in table.items()}


def _drawn(often: Mapping[str, float], text: str) -> str:
    names = list(often)
    ends = np.cumsum(list(often.values()))
    return names[int(np.searchsorted(ends, _draw(text, "entity") * ends[-1], side="right"))]


def _stands(example: Example) -> bool:
    letters = sum(_DENSE if char > "\u0e00" else 1 for char in example.text if char.isalpha())
    return letters >= _LEAST_LETTERS and not re.search(r"[\d@]", example.text) and not is_held_out(example.text)


def _numbered(example: Example, entity: str, written: Sequence[str]) -> list[Example]:
    """One message, or none where every number would make one that examines."""
    place = _PLACES[int(_draw(example.text, "place") * len(_PLACES))]
    frames = number_frames().get(example.language) or () if entity == "order_id" else ()
    if frames and _draw(example.text, "framed") < _FRAMED:
        place = place.replace("{number}", frames[int(_draw(example.text, "frame") * len(frames))])
    model = written[int(_draw(example.text, "number") * len(written))]
    for attempt in range(_TRIES):
        number = _other_digits(model, f"{example.text}\0{attempt}")
        text = place.format(text=example.text, number=number)
        if not is_held_out(text):
            moved = place.format(text="\0", number=number).index("\0")
            marks = [replace(one, start=one.start + moved, end=one.end + moved) for one in example.entities]
            start = place.format(text=example.text, number="\0").index("\0")
            marks.append(Annotation(entity, number, start, start + len(number)))
            return [replace(example, text=text, entities=tuple(sorted(marks, key=lambda one: one.start)))]
    return []


def _other_digits(number: str, seed: str) -> str:
    """A number of the same shape; one that begins like a year keeps it."""
    digits = iter(str(int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=16).digest(), "big")))
    kept = re.match(r"\D*20\d\d(?=\D|\d{6})", number)
    begin = kept.end() if kept else 0
    return number[:begin] + "".join(next(digits) if char.isdigit() else char for char in number[begin:])


def _draw(text: str, purpose: str) -> float:
    return draw(text, purpose, "numbered")
