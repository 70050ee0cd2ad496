"""A message with several wishes in parts, one for each of the things that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.understanding import Entity

_PAUSE = re.compile(r"[,.;:!?\n،؛؟。、，；！？]")


@dataclass(frozen=True)
class Wish:
    """A wish and what it is about: an order by its number, or an item. values: what its part of the message tells, by
    slot, with how sure that is. told: what that part names besides; None for what only the other part names."""

    name: str
    confidence: float
    order_id: str | None = None
    values: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


def first_of_each(entities: Sequence[Entity], kind: str) -> list[Entity]:
    """The entities of a kind in the order in which the message names them, each value once."""
    first: dict[str, Entity] = {}
    for entity in sorted(entities, key=lambda one: one.start):
        if entity.entity == kind:
            first.setdefault(str(entity.value), entity)
    return list(first.values())


def ways_to_cut(text: str, named: Sequence[Entity]) -> list[list[str]]:
    """Parts with one of the named things each: cut behind each, before each, or at the last pause between two."""
    behind = [one.end for one in named[:-1]]
    before = [one.start for one in named[1:]]
    pauses = [_last_pause(text, start, end) for start, end in zip(behind, before, strict=True)]
    ways = [behind, before, *([pauses] if all(pauses) else [])]
    return [[text[start:end] for start, end in zip([0, *way], [*way, len(text)], strict=True)] for way in ways]


def _last_pause(text: str, start: int, end: int) -> int:
    return max((match.end() for match in _PAUSE.finditer(text, start, end)), default=0)
