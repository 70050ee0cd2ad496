"""Which size fits: body measures in any unit against a product's chart, shoe sizes in other countries' systems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.said.words import places_of

_TABLE = Path(__file__).parent / "sizing.yml"
_RANGE = re.compile(r"(\w+) (\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?")
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_SYSTEM = re.compile(r"(EU|UK|US|JP)\s*(?:([MW])\s*)?(\d+(?:[.,]\d)?)", re.IGNORECASE)
_PLAIN = re.compile(r"\d{2}(?:[.,]\d)?")
_GIRTH = re.compile(r"(?<![\d-])(?<!\d[.,])\d{2,3}(?![\d-]|[.,]\d|\s*%)")
_GIRTHS = (70, 160)  # centimetres; a smaller number may be inches
_BESIDE = 12  # letters between a number and what it measures
_HOME = "EU"
Step = Literal["larger", "smaller"]


class Sizing(BaseModel):
    """Words for measured parts, units by their length in centimetres, words for a size up or down, shoe sizes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    parts: dict[str, tuple[str, ...]]
    units: dict[Decimal, tuple[str, ...]]
    steps: dict[Step, tuple[str, ...]]
    shoes: tuple[dict[str, str], ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """A length of the body in centimetres; part is None when it was not said what was measured."""

    part: str | None
    centimetres: Decimal


@dataclass(frozen=True, slots=True)
class Fit:
    """The size for a measure. beyond: the measure is larger than the largest size, which ends at `limit` cm."""

    part: str
    centimetres: Decimal
    size: str
    beyond: bool
    limit: Decimal


@cache
def load_sizing(path: Path = _TABLE) -> Sizing:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Sizing)


def measures(text: str) -> list[Measure]:
    """Lengths with a unit that a message names, each with its part of the body: the last one named before it or, in
    messages that begin with a number, the first one behind it."""
    table, folded = load_sizing(), text.casefold()
    parts = sorted(
        (start, part) for part, words in table.parts.items() for word in words for start in places_of(word, folded)
    )
    lengths = []
    for length, words in table.units.items():
        known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        for hit in re.finditer(rf"{_NUMBER}[\s-]*(?:{known})(?![a-z])", folded):
            lengths.append((hit.start(), (Decimal(hit[1].replace(",", ".")) * length).quantize(Decimal("0.1"))))
    if not lengths:
        return _bare(table, folded)
    first = min((start for start, _ in lengths), default=0)
    leads = bool(parts) and parts[0][0] < first
    return [Measure(_part(parts, start, leads), value) for start, value in sorted(lengths)]


def _bare(table: Sizing, folded: str) -> list[Measure]:
    """Girths without a unit, right beside their part ("chest 96", "88 de pecho"): what can only be centimetres."""
    numbers = [hit for hit in _GIRTH.finditer(folded) if _GIRTHS[0] <= int(hit[0]) <= _GIRTHS[1]]
    found: dict[str, tuple[int, str]] = {}
    for part in ("chest", "waist"):
        for word in table.parts.get(part, ()):
            for named in re.finditer(re.escape(word), folded):
                for number in numbers:
                    gap = max(number.start() - named.end(), named.start() - number.end())
                    if gap <= _BESIDE and (part not in found or gap < found[part][0]):
                        found[part] = (gap, number[0])
    return [Measure(part, Decimal(number)) for part, (_, number) in found.items()]


def _part(parts: list[tuple[int, str]], at: int, leads: bool) -> str | None:
    before, behind = [part for start, part in parts if start < at], [part for start, part in parts if start > at]
    near = before[-1:] if leads else behind
    return near[0] if near else None


def fitting(chart: Mapping[str, str], told: Measure) -> Fit | None:
    """The smallest size of a chart ("chest 84-90, waist 66-72" by size, in ascending order) that holds a measure; None
    when the chart does not say anything about that part."""
    rows: list[tuple[str, str, Decimal]] = []
    for size, text in chart.items():
        ranges = {part: Decimal(high or low) for part, low, high in _RANGE.findall(text)}
        part = told.part or next(iter(ranges), "")
        if part in ranges:
            rows.append((size, part, ranges[part]))
    if not rows:
        return None
    for size, part, high in rows:
        if told.centimetres <= high:
            return Fit(part, told.centimetres, size, False, high)
    size, part, high = rows[-1]
    return Fit(part, told.centimetres, size, True, high)


def parts_of(chart: Mapping[str, str]) -> list[str]:
    """What a chart measures, in its order."""
    return list(dict.fromkeys(part for text in chart.values() for part, _, _ in _RANGE.findall(text)))


def shoe_sizes(said: str) -> list[tuple[str, str]]:
    """Pairs of a shoe size and the same in other systems ("US M 10", "EU 43"), one for each way to read what was said;
    empty when it is no size of the table. A number alone is a European size."""
    found = _SYSTEM.fullmatch(said.strip())
    if found is None and not _PLAIN.fullmatch(said.strip()):
        return []
    system, kind, number = (found[1].upper(), found[2], found[3]) if found else (_HOME, None, said.strip())
    number = number.replace(",", ".").removesuffix(".0")
    wanted = f"{system} {kind.upper()}" if kind else system
    pairs = []
    for column in load_sizing().shoes[0]:
        if column != wanted and not (kind is None and column.startswith(f"{wanted} ")):
            continue
        for row in load_sizing().shoes:
            if row[column] == number:
                others = [f"{name} {value}" for name, value in row.items() if name != column]
                pairs.append((f"{column} {number}", " · ".join(others) if column == _HOME else f"{_HOME} {row[_HOME]}"))
    return pairs


def own_shoe_sizes(said: str) -> list[str]:
    """European sizes of a shoe size in a system of its own: with the system's name ("US M 9"), or a length of the foot
    as in Japan (24.5, in centimetres) and Korea (245, in millimetres); empty when it is no size of the table."""
    plain = re.sub(r"\s*[cm]m$", "", said.strip().lower() if said[:1].isdigit() else said.strip()).replace(",", ".")
    if re.fullmatch(r"\d{3}", plain):
        plain = f"{int(plain) / 10:g}"
    column = f"JP {plain}" if _PLAIN.fullmatch(plain) else plain
    return [other.removeprefix(f"{_HOME} ") for _, other in shoe_sizes(column) if other.startswith(f"{_HOME} ")]
