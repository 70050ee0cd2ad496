"""Numbers that were said: "P A dash two zero two five", "编号 P A 杠 二零二五", digits with spaces between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.nlu.entities.phrasebook import is_hangul
from bot.nlu.entities.scene import Scene

_PLAIN_TOKEN = re.compile(r"\d+|(?<![a-z'])[a-z](?![a-z])|-|(?<![a-z])(?:pa)(?![a-z])")
_BETWEEN = re.compile(r"[\s,、.·・]*")
_SHORTEST = 4
_THOUSAND = "thousand"  # only in years: `dos mil veintiséis`


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
        if hit.kind == "digit" and hit.end - hit.start == 1 and is_hangul(scene.text[hit.start]):
            continue  # see _run_together
        if int(hit.value) < 100 or 2000 <= int(hit.value) < 2100:
            pieces.append((hit.start, hit.end, hit.value))
    pieces += [(hit.start, hit.end, hit.value.lower()) for hit in scene.of("letter")]
    pieces += _run_together(scene)
    pieces += [(hit.start, hit.end, _THOUSAND) for hit in scene.of("multiplier") if hit.value == "1000"]
    pieces += [(hit.start, hit.end, "-") for hit in scene.of("dash")]
    pieces += [(m.start(), m.end(), m[0]) for m in _PLAIN_TOKEN.finditer(scene.text)]
    joins = scene.rules.lists["number_joins"]
    pieces = sorted((p for p in pieces if p[2] not in joins), key=lambda piece: (piece[0], -piece[1]))
    run: list[tuple[int, int, str]] = []
    for piece in pieces:
        if run and piece[0] < run[-1][1]:
            continue
        between = scene.text[run[-1][1] : piece[0]] if run else ""
        if run and not (_BETWEEN.fullmatch(between) or (between.strip() in joins and run[-1][2].endswith("0"))):
            yield from _spell(run)
            run = []
        run.append(piece)
    yield from _spell(run)


def _run_together(scene: Scene) -> Iterator[tuple[int, int, str]]:
    """Yield the digits of runs that are said as single letters without spaces: `일공사이삼삼`."""
    single = {word: digit for digit, words in scene.rules.named["digits"].items() for word in words if len(word) == 1}
    if single and (pattern := _runs_of("".join(sorted(single)))):
        for match in pattern.finditer(scene.text):
            yield from ((at, at + 1, single[scene.text[at]]) for at in range(match.start(), match.end()))


@cache
def _runs_of(letters: str) -> re.Pattern[str]:
    # what is said after the number may begin with a letter that is a digit too: `삼삼이요`
    return re.compile(rf"[{letters}]{{3,}}?(?=이?(?:요|에요|예요|고|라|야|인|입|구요|번)|[^{letters}]|$)")


def _with_years(run: list[tuple[int, int, str]]) -> list[tuple[int, int, str]] | None:
    """Return the run with the years in it as digits; None when another thousand is in it: that is a sum."""
    spelt: list[tuple[int, int, str]] = []
    for at, (start, end, value) in enumerate(run):
        if at + 1 < len(run) and value == "2" and run[at + 1][2] == _THOUSAND:
            rest = [piece for piece in run[at + 2 : at + 4] if piece[2].isdigit() and int(piece[2]) < 100]
            tens = int(rest[0][2]) if rest else 0
            both = len(rest) > 1 and tens in range(20, 100, 10) and 0 < int(rest[1][2]) < 10
            used = 2 + (2 if both else 1 if rest else 0)
            year = 2000 + tens + (int(rest[1][2]) if both else 0)
            return [*spelt, (start, run[at + used - 1][1], str(year)), *(_with_years(run[at + used :]) or [])]
        if value == _THOUSAND:
            return None
        spelt.append((start, end, value))
    return spelt


def _spell(run: list[tuple[int, int, str]]) -> Iterator[SpokenRun]:
    if not run or len(run) < (2 if len(run[0][2]) > 1 and run[0][2].isalpha() else 3):
        return
    said = [piece for piece in run if piece[2].isdigit()]
    if sum(len(value) for _, _, value in said) < _SHORTEST:
        return
    spelt = _with_years(run)
    if spelt is None:
        return
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    previous_tens = False
    for start, end, value in spelt:
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
