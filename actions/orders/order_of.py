"""An order that is named by an item of it right beside the item's name: "cancel the mug order"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.base import Slots
from actions.commerce.data_file import read_data
from actions.said.word_tables import BY_MISTAKE, PARCELS, speaks_of
from actions.said.words import places_of

_CLAUSE = re.compile(r"[,;.:!\n，。；：！、،؛]+| - | – ")
_FILE = Path(__file__).parent / "order_of.yml"


class Beside(BaseModel):
    """What ends right before an item's name, and what begins right behind it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    before: tuple[str, ...] = Field(min_length=1)
    after: tuple[str, ...] = Field(min_length=1)


@cache
def load_order_of(path: Path = _FILE) -> Beside:
    """Reads the words; raises DataFileError with file, line and what was expected."""
    return read_data(path, Beside)


def is_an_order_of(slots: Slots) -> bool:
    """Whether the one product that the message names stands right beside a word for an order."""
    written = {str(one.get("text") or "").casefold() for one in slots.entities if one.get("entity") == "product"}
    if len(written) != 1 or not (name := written.pop()):
        return False
    text, words = slots.text.casefold(), load_order_of()
    return any(
        _ends(text[:at], words.before) or text[at + len(name) :].startswith(words.after) for at in places_of(name, text)
    )


def is_why_it_ends(slots: Slots) -> bool:
    """Whether products only tell why an order is not wanted: "cancel my order, I picked the wrong book"."""
    written = {str(one.get("text") or "").casefold() for one in slots.entities if one.get("entity") == "product"}
    parts = [part.casefold() for part in _CLAUSE.split(slots.text) if part.strip()]
    named = [part for part in parts if any(name and name in part for name in written)]
    plain = any(speaks_of(PARCELS, part) for part in parts if part not in named)
    return plain and bool(named) and all(speaks_of(BY_MISTAKE, part) for part in named)


def _ends(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands at the end of the text, and is no end of another."""
    found = [word for word in words if text.endswith(word)]
    return any(not (rest := text[: -len(word)]) or not (word[0].isascii() and rest[-1].isalpha()) for word in found)
