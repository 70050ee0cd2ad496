"""What simulated shoppers say: `phrases/<language>.yml`, wordings by act, written in each language anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from actions.commerce.data_file import DataFileError, read_data
from actions.commerce.demo.data import LANGUAGES, markets
from benchmarks.simulation.goals import GOALS

FOLDER = Path(__file__).with_name("phrases")
Wordings = Annotated[tuple[str, ...], Field(min_length=1)]
_OPENING = 3


class Phrases(BaseModel):
    """One language's wordings.

    openings: by goal, at least three, without a number. numbered: how an opening and an order number go together
    ({text}, {order}). number: the number alone as an answer. corrected: the other order was meant. aside: a question
    in between. address: a delivery address of the market, as it is written there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    language: str
    market: str
    greet: Wordings
    openings: dict[str, Annotated[tuple[str, ...], Field(min_length=_OPENING)]]
    numbered: Wordings
    number: Wordings
    corrected: Wordings
    aside: Wordings
    agree: Wordings
    changed_mind: Wordings
    refund: Wordings
    replacement: Wordings
    address: Wordings
    address_right: Wordings
    person: Wordings

    @model_validator(mode="after")
    def _whole(self) -> Phrases:
        wanted = {goal.name for goal in GOALS}
        if set(self.openings) != wanted:
            raise ValueError(f"openings has {', '.join(sorted(self.openings))}; expected {', '.join(sorted(wanted))}")
        if self.market not in markets():
            raise ValueError(f"market {self.market} is not one of the demo shop's")
        for name in ("numbered", "number", "corrected"):
            if any("{order}" not in text for text in getattr(self, name)):
                raise ValueError(f"{name}: every wording needs {{order}}")
        return self


@cache
def all_phrases() -> dict[str, Phrases]:
    """Phrases by language. Raises DataFileError with file, line and what was expected."""
    found = {}
    for code in LANGUAGES:
        path = FOLDER / f"{code}.yml"
        found[code] = read_data(path, Phrases)
        if found[code].language != code:
            raise DataFileError(f"{path}:1: language: {found[code].language}, expected {code}")
    return found
