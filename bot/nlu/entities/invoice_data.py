"""What an invoice is to carry: the numbers of tax offices, and companies by their legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.nlu.entities.rules import DATA, RulesError
from bot.nlu.entities.scene import Found, Scene
from bot.yaml_files import read_yaml

_NUMBER = re.compile(r"(?<![a-z0-9@._/+#-])[a-z]{0,4}\d[a-z0-9]*(?:[ ./-][a-z]{0,2}\d[a-z0-9]*){0,6}(?![a-z0-9@])")
_LEAST, _LEAST_DIGITS = 7, 5
_OTHERS = ("cue:order_id", "cue:tracking_number", "cue:phone", "cue:postcode")


@cache
def tax_shapes(path: Path = DATA / "tax_numbers.yml") -> tuple[re.Pattern[str], ...]:
    """Return the shapes that are known without a word for them. Raises `RulesError`."""
    return _patterns(path)


@cache
def company_forms(path: Path = DATA / "companies.yml") -> tuple[re.Pattern[str], ...]:
    """Return what a company's name looks like, over the text with its capitals. Raises `RulesError`."""
    return _patterns(path)


def _patterns(path: Path) -> tuple[re.Pattern[str], ...]:
    listed = read_yaml(path)
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise RulesError(f"{path}: expected a list of regular expressions")
    try:
        return tuple(re.compile(one) for one in listed)
    except re.error as error:
        raise RulesError(f"{path}: not a regular expression ({error})") from error


def find_tax_numbers(scene: Scene) -> Iterator[Found]:
    """Yield numbers of tax offices: those with a word for one beside them, and the shapes that nothing else has."""
    for match in _NUMBER.finditer(scene.text):
        start, end = match.span()
        letters = [char for char in match[0] if char.isalnum()]
        if len(letters) < _LEAST or sum(map(str.isdigit, letters)) < _LEAST_DIGITS or scene.is_taken(start, end):
            continue
        shaped = any(shape.fullmatch(match[0]) for shape in tax_shapes())
        if shaped or (_announced(scene, start) or scene.cued_after("tax_number", end)):
            value = scene.folded.written(start, end).upper()
            yield Found("tax_number", value, start, end, "tax_number", 0.9, rank=93)


def _announced(scene: Scene, start: int) -> bool:
    """Tell whether a word for a tax number stands before, and none for another number nearer than it."""
    nearest = max((hit.end for hit in scene.of("cue:tax_number") if hit.end <= start), default=-1)
    others = (hit.end for kind in _OTHERS for hit in scene.of(kind) if hit.end <= start)
    return scene.cued("tax_number", start) and nearest >= max(others, default=-1)


def find_companies(scene: Scene) -> Iterator[Found]:
    """Yield names of companies that carry their legal form."""
    for form in company_forms():
        for match in form.finditer(scene.cased):
            value = scene.folded.written(*match.span()).strip()
            yield Found("company", value, match.start(), match.end(), "company", 0.8, rank=69)
