"""What the extractors of one message share, and what they return."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.nlu.entities.folding import Folded
from bot.nlu.entities.phrasebook import Hit
from bot.nlu.entities.rules import Rules

_CUE_REACH = 24  # characters between a cue word and what it announces
_CLAUSE_END = re.compile(r"[.!?;。！？；\n]\s|[。！？；]")


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of the folded text that may be an entity.

    rank: which of two that overlap stays (the larger); then the longer one.
    """

    entity: str
    value: str | int | float
    start: int
    end: int
    extractor: str
    confidence: float = 1.0
    rank: int = 50


@dataclass(frozen=True, slots=True)
class Scene:
    """One message, ready for the extractors. hits: kind to the phrases of the word lists that were found."""

    folded: Folded
    language: str
    rules: Rules
    hits: Mapping[str, Sequence[Hit]]
    today: date
    market: str
    expected: str = ""
    taken: Sequence[tuple[int, int]] = field(default=())

    @property
    def text(self) -> str:
        """The folded text without accents."""
        return self.folded.plain

    @property
    def cased(self) -> str:
        """The folded text with capitals; positions are those of `text`."""
        return self.folded.cased

    def of(self, kind: str) -> Sequence[Hit]:
        """Return the hits of a kind."""
        return self.hits.get(kind, ())

    def cued(self, entity: str, start: int, reach: int = _CUE_REACH) -> bool:
        """Tell whether a cue word of `entity` stands shortly before `start` in the same sentence."""
        for hit in self.of(f"cue:{entity}"):
            if hit.end <= start <= hit.end + reach and not _CLAUSE_END.search(self.text[hit.end : start]):
                return True
        return False

    def hinted(self, entity: str, start: int) -> bool:
        """Tell whether a word that often announces `entity` stands right before `start` (`in 42`)."""
        return any(start - 1 <= hit.end <= start for hit in self.of(f"hint:{entity}"))

    def cued_after(self, entity: str, end: int, reach: int = 6) -> bool:
        """Tell whether a cue word of `entity` stands right behind `end` (`12345 numaralı siparişim`)."""
        return any(end <= hit.start <= end + reach for hit in self.of(f"cue:{entity}"))

    def measured(self, start: int, end: int) -> bool:
        """Tell whether a word for a weight, a height or another measure stands beside a number (`80 kg`, `BB 52`)."""
        return any(hit.start in (end, end + 1) or start - 2 <= hit.stop <= start for hit in self.of("measure"))

    def with_taken(self, found: Iterable[Found]) -> Scene:
        """Return the same message with the places of `found` taken."""
        return replace(self, taken=[(one.start, one.end) for one in found])

    def is_taken(self, start: int, end: int) -> bool:
        """Tell whether `start:end` overlaps what a more certain extractor has found."""
        return any(start < last and first < end for first, last in self.taken)


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Return what stays where several finds overlap: the higher rank, then the longer, then the earlier one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (-f.rank, f.start - f.end, f.start)):
        if one.start < one.end and all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
