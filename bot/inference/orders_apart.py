"""Which order each wish is about, in a message that names several orders: "cancel A, and where is B"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.nlu.understanding import Entity, Understanding

_CLEAR = 0.5
_PAUSE = re.compile(r"[,.;:!?\n،؛؟。、，；！？]")


@dataclass(frozen=True)
class Wish:
    """A wish and the order it is about. values: what its part of the message tells, by slot, with how sure that is."""

    name: str
    confidence: float
    order_id: str
    values: Mapping[str, tuple[str, float]] = field(default_factory=dict)


def orders_apart(found: Understanding, parse: Callable[[str], Understanding]) -> tuple[Wish, ...]:
    """The wishes of a message with several order numbers, each with the number it is about, in their order.

    parse: understands a part of the message. Empty when the parts do not each say a clear wish of their own; nothing
    depends on whether the number stands before or behind what is wished for it.
    """
    numbers = _numbers(found.entities)
    if len(numbers) < 2:
        return ()
    tried = [_wishes(parts, numbers, parse) for parts in _ways_to_cut(found.text, numbers)]
    return max(tried, key=lambda wishes: sum(wish.confidence for wish in wishes))


def _numbers(entities: Sequence[Entity]) -> list[Entity]:
    first: dict[str, Entity] = {}
    for entity in sorted(entities, key=lambda one: one.start):
        if entity.entity == "order_id":
            first.setdefault(str(entity.value), entity)
    return list(first.values())


def _ways_to_cut(text: str, numbers: Sequence[Entity]) -> list[list[str]]:
    """Parts with one number each: cut behind each number, before each, or at the last pause between two."""
    behind = [number.end for number in numbers[:-1]]
    before = [number.start for number in numbers[1:]]
    pauses = [_last_pause(text, start, end) for start, end in zip(behind, before, strict=True)]
    ways = [behind, before, *([pauses] if all(pauses) else [])]
    return [[text[start:end] for start, end in zip([0, *way], [*way, len(text)], strict=True)] for way in ways]


def _last_pause(text: str, start: int, end: int) -> int:
    return max((match.end() for match in _PAUSE.finditer(text, start, end)), default=0)


def _wishes(parts: Sequence[str], numbers: Sequence[Entity], parse: Callable[[str], Understanding]) -> tuple[Wish, ...]:
    said = [parse(part.strip()) for part in parts]
    clear = [one for one in said if one.intents and one.intents[0].confidence >= _CLEAR]
    if len(clear) < len(parts) or len({one.intents[0].name for one in clear}) < len(parts):
        return ()
    return tuple(
        Wish(one.intents[0].name, one.intents[0].confidence, str(number.value), one.values)
        for one, number in zip(clear, numbers, strict=True)
    )
