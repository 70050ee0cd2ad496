"""What a provider's states mean in our codes, and what it calls the carriers: data of one provider."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.commerce.shapes import EventCode

_HERE = Path(__file__).parent


class ProviderStates(BaseModel):
    """states: a provider's state, or its finer one, in our code. ignored: states that tell nothing of the parcel.
    carriers: our carrier's name in small letters as the provider calls it; others it finds out by the number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    states: dict[str, EventCode] = Field(min_length=1)
    ignored: frozenset[str] = frozenset()
    carriers: dict[str, int | str] = {}

    def code(self, *names: str | None) -> EventCode | None:
        """Our code for the first of these states that is known, the finest first.

        A finer state that is new to us (`Exception_022`) counts as its kind (`Exception`); "in transit" when nothing
        is known, None for what tells nothing.
        """
        given = [name for name in names if name]
        for name in [*given, *(name.partition("_")[0] for name in given)]:
            if name in self.states:
                return self.states[name]
            if name in self.ignored:
                return None
        return "in_transit"

    def carrier(self, name: str) -> int | str | None:
        """The provider's name for a carrier; None where it has to find out."""
        return self.carriers.get(" ".join(name.lower().split()))


def read_states(provider: str, folder: Path = _HERE) -> ProviderStates:
    """`seventeentrack` or `aftership`. Raises DataFileError with file, line and what was expected."""
    return read_data(folder / f"{provider}.yml", ProviderStates)
