"""Links in messages that only look like the shop's: a shopper who asks about one is warned before anything else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.words import says

_TABLE = Path(__file__).parent / "links.yml"


class Links(BaseModel):
    """Words for a link in a message, and for a fraud."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    words: tuple[str, ...] = Field(min_length=1)


@cache
def load_links(path: Path = _TABLE) -> Links:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Links)


def names_a_link(text: str) -> bool:
    """Whether the words are about a link in a message, or a fraud."""
    folded = text.casefold()
    return any(says(folded, word) for word in load_links().words)
