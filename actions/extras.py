"""What shoppers want added to a parcel beside its items: gift wrapping, a card, no price in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.words import says

_TABLE = Path(__file__).parent / "extras.yml"


class Extras(BaseModel):
    """Words for it, in all languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    words: tuple[str, ...] = Field(min_length=1)


@cache
def load_extras(path: Path = _TABLE) -> Extras:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Extras)


def extra_wanted(text: str) -> bool:
    """Whether words speak of such an extra."""
    folded = text.casefold()
    return any(says(folded, word.casefold()) for word in load_extras().words)
