"""Carriers' parcel numbers: UPU S10 with its check digit, the known carriers' shapes, others after a cue word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.nlu.entities.rules import DATA, RulesError
from bot.nlu.entities.scene import Found, Scene
from bot.yaml_files import read_yaml

# Letters and digits, in groups that a space or dash may divide, with at least seven digits in all.
_CANDIDATE = re.compile(r"(?<![a-z0-9@._/+-])(?=[a-z]{0,5}[\s-]?\d|[a-z0-9]*\d)[a-z0-9]+(?:[ -][a-z0-9]*\d[a-z0-9]*){0,7}(?:[ -][a-z]{2}(?![a-z0-9]))?(?![a-z0-9@])")  # fmt: skip  # noqa: E501
_UNKNOWN = "long_number"  # twelve digits or more are hardly anything else
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_LEAST_DIGITS, _FEW_DIGITS, _LONG = 7, 3, 10
_LONGEST_PHONE = 12


@dataclass(frozen=True, slots=True)
class CarrierShape:
    """One carrier's numbers. cue: believed only after a cue word. check: name of the check digit's method."""

    carrier: str
    pattern: re.Pattern[str]
    cue: bool
    check: str


@cache
def carrier_shapes(path: Path = DATA / "tracking.yml") -> tuple[CarrierShape, ...]:
    """Return the shapes of `tracking.yml`. Raises `RulesError` that names the entry."""
    shapes = []
    for number, entry in enumerate(read_yaml(path), start=1):
        try:
            pattern = re.compile(entry["pattern"])
            shapes.append(CarrierShape(str(entry["carrier"]), pattern, entry.get("cue", False), entry.get("check", "")))
        except (KeyError, TypeError, re.error) as error:
            raise RulesError(
                f"{path}: entry {number}: expected `carrier` and a regular expression `pattern` ({error})"
            ) from error
    return tuple(shapes)


@cache
def carrier_names(path: Path = DATA / "carriers.yml") -> tuple[str, ...]:
    """Return the names that announce a parcel number. Raises `RulesError`."""
    names = read_yaml(path)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RulesError(f"{path}: expected a list of carriers' names")
    return tuple(names)


def s10_is_valid(number: str) -> bool:
    """Tell whether a UPU S10 number (`rr123456785cn`) has the right check digit."""
    digits = [int(d) for d in number[2:11]]
    total = sum(weight * digit for weight, digit in zip(_S10_WEIGHTS, digits[:8], strict=True))
    check = 11 - total % 11
    return {10: 0, 11: 5}.get(check, check) == digits[8]


def find_tracking_numbers(scene: Scene) -> Iterator[Found]:
    """Yield the parcel numbers of a message. A wrong S10 check digit lowers the confidence: a typing error."""
    for match in _CANDIDATE.finditer(scene.text):
        begin = _begin(scene, match)
        for end in _ends(scene, match):
            written = scene.text[begin:end]
            compact = re.sub(r"[ -]", "", written)
            digits = sum(c.isdigit() for c in compact)
            if digits < _LEAST_DIGITS and not (digits >= _FEW_DIGITS and len(compact) >= _LONG):
                break
            cued = (
                scene.expected == "tracking_number"
                or scene.cued("tracking_number", begin)
                or scene.cued_after("tracking_number", end)
            )
            shape = next((s for s in carrier_shapes() if (cued or not s.cue) and s.pattern.fullmatch(compact)), None)
            if shape is None or (shape.cue and _nearer_order_cue(scene, begin)):
                continue
            confidence = 0.8 if shape.check == "s10" and not s10_is_valid(compact) else 1.0
            if shape.cue:
                confidence = 0.85
            yield Found(
                "tracking_number", compact.upper(), begin, end, f"tracking_{shape.carrier}",
                confidence, rank=_rank(shape, cued, digits),
            )  # fmt: skip
            break


def _rank(shape: CarrierShape, cued: bool, digits: int) -> int:
    if cued and digits > _LONGEST_PHONE:
        return 86  # more digits than a telephone number has
    return 68 if shape.carrier == _UNKNOWN else 75 if shape.cue else 85


def _begin(scene: Scene, match: re.Match[str]) -> int:
    """Return where the number begins: a carrier's name or an ordinary word (`code 4488…`) is no part of it."""
    word = re.match(r"[a-z]+ ", match[0])
    if word:
        end = match.start() + word.end()
        named = any(hit.stop == end - 1 for hit in scene.of("cue:tracking_number"))
        if named or not scene.cased[match.start() : end - 1].isupper():
            return end
    return match.start()


def _ends(scene: Scene, match: re.Match[str]) -> Iterator[int]:
    """Yield the ends of a candidate, the whole first, then without its last groups."""
    end = match.end()
    if not (re.search(r"[ -][a-z]{2}$", match[0]) and scene.cased[end - 2 : end].islower()):
        yield end  # `… 4 GB`; not `… 78 no`
    for gap in reversed([m.start() for m in re.finditer(r"[ -]", match[0])]):
        yield match.start() + gap


def _nearer_order_cue(scene: Scene, start: int) -> bool:
    """Tell whether a word for order number stands nearer than one for parcel number."""
    order = max((hit.end for hit in scene.of("cue:order_id") if hit.end <= start), default=-1)
    parcel = max((hit.end for hit in scene.of("cue:tracking_number") if hit.end <= start), default=-1)
    return order > parcel and scene.expected != "tracking_number"
