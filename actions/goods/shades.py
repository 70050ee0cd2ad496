"""A lighter or darker colour than the one that came."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.commerce.shapes import Product
from actions.commerce.variants import options_of
from actions.said.words import says

_TABLE = Path(__file__).parent / "shades.yml"
_COLOUR = ("colour", "color")
Shade = Literal["lighter", "darker"]


class Shades(BaseModel):
    """Colours by lightness, and words for wanting a lighter or darker one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    lightness: dict[str, int] = Field(min_length=2)
    wishes: dict[Shade, tuple[str, ...]]


@cache
def load_shades(path: Path = _TABLE) -> Shades:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Shades)


def shade_wanted(text: str) -> Shade | None:
    """Whether words say that a colour is too dark or too light; None when they say neither, or both."""
    folded = text.casefold()
    found: list[Shade] = [
        shade for shade, words in load_shades().wishes.items() if any(says(folded, word) for word in words)
    ]
    return found[0] if len(found) == 1 else None


def next_shade(shade: str, had: Product, offered: Iterable[Product]) -> tuple[str, str] | None:
    """The option's name and the nearest colour in that direction among the variants that are alike in all else; None
    when there is none, or nobody knows how light the own colour is."""
    own = options_of(had)
    name = next((one for one in _COLOUR if one in own), None)
    light = load_shades().lightness
    here = light.get(str(own.get(name or "", "")).lower())
    if name is None or here is None:
        return None
    rest = {key: value for key, value in own.items() if key != name}
    near: list[tuple[int, str]] = []
    for one in offered:
        options = options_of(one)
        there = light.get(str(options.get(name, "")).lower())
        if there is None or {key: value for key, value in options.items() if key != name} != rest:
            continue
        if (there > here) if shade == "lighter" else (there < here):
            near.append((abs(there - here), str(options[name])))
    return (name, min(near)[1]) if near else None
