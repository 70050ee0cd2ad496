"""Numbers that were said: "P A dash two zero two five", "编号 P A 杠 二零二五", digits with spaces between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.entities.scene import Scene

_PLAIN_TOKEN = re.compile(r"\d+|(?<![a-z])[a-z](?![a-z])|-|(?<![a-z])(?:pa)(?![a-z])")
_BETWEEN = re.compile(r"[\s,、.·・]*")
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class SpokenRun:
    """A run of said characters. compact: what they spell. places: of each character (start, end) in the text."""

    compact: str
    places: tuple[tuple[int, int], ...]

    def position(self, at: int) -> int:
        """Return where the character `compact[at]` begins in the folded text."""
        return self.places[at][0]

    def end_position(self, at: int) -> int:
        """Return where the characters before `at` end in the folded text."""
        return self.places[at - 1][1]


def spoken_runs(scene: Scene) -> Iterator[SpokenRun]:
    """Yield the runs of letters, digits, number words and dash words that spell at least four digits.

    A run has at least one word that is not written as digits, or digits one by one.
    """
    pieces: list[tuple[int, int, str]] = []
    for hit in (*scene.of("number"), *scene.of("digit")):
        if int(hit.value) < 100 or 2000 <= int(hit.value) < 2100:
            pieces.append((hit.start, hit.end, hit.value))
    pieces += [(hit.start, hit.end, hit.value.lower()) for hit in scene.of("letter")]
    pieces += [(hit.start, hit.end, "-") for hit in scene.of("dash")]
    pieces += [(m.start(), m.end(), m[0]) for m in _PLAIN_TOKEN.finditer(scene.text)]
    pieces.sort(key=lambda piece: (piece[0], -piece[1]))
    run: list[tuple[int, int, str]] = []
    for piece in pieces:
        if run and piece[0] < run[-1][1]:
            continue
        if run and not _BETWEEN.fullmatch(scene.text, run[-1][1], piece[0]):
            yield from _spell(run)
            run = []
        run.append(piece)
    yield from _spell(run)


def _spell(run: list[tuple[int, int, str]]) -> Iterator[SpokenRun]:
    if len(run) < 3:
        return
    said = [piece for piece in run if piece[2].isdigit()]
    if sum(len(value) for _, _, value in said) < _SHORTEST:
        return
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    previous_tens = False
    for start, end, value in run:
        if previous_tens and value.isdigit() and 0 < int(value) < 10 and len(value) == 1 and end - start > 1:
            characters[-1] = value  # twenty five
            places[-1] = (places[-1][0], end)
            previous_tens = False
            continue
        previous_tens = value.isdigit() and int(value) in range(20, 100, 10) and end - start > 2
        for character in value:
            characters.append(character)
            places.append((start, end))
    yield SpokenRun("".join(characters), tuple(places))
