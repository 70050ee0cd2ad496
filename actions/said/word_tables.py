"""Tables of nothing but words, in all languages: what a message speaks of when one of them stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.said.words import says

_FOLDER = Path(__file__).parent
LINKS, EXTRAS = "links", "extras"
"""A link in a message that only looks like the shop's, or a fraud; what is wanted in a parcel beside its items."""
CALLERS, DEMANDS = "callers", "demands"
"""Somebody called, or wrote; and wants money."""
SAME_COLOUR, SAME_SIZE = "same_colour", "same_size"
"""What was ordered is to stay, whatever else is wanted."""
ABSENT, WAS_IN_IT = "absent", "was_in_it"
"""Something was not in the parcel; something was."""
LEFT_OUT = "left_out"
"""One of several items is to be taken out of the order."""
ORDER_WITH = "order_with"
"""An order is named by an item of it."""
BY_MISTAKE = "by_mistake"
"""Something was ordered by mistake."""
UNHARMED = "unharmed"
"""An item is whole, beside another that is broken."""
UNUSED = "unused"
"""An item was not used, or lies in its box as it came."""
SAID_DELIVERED = "said_delivered"
"""A carrier says that a parcel was delivered."""
PHONE, ADDRESS_NAMED = "phone", "address_named"
"""What is to be changed for a delivery: the number to call, the address."""
ADDRESSEE, DOOR = "addressee", "door"
"""Beside an address: who gets the parcel, and how one gets to the door."""
ERASURE, ADVERTISING = "erasure", "advertising"
"""What is known of a person is to be deleted; what a shop sends unasked."""
PARCELS, WHEN = "parcels", "when"
"""What was ordered, or the parcel it comes in, or its money; a question for a time."""
OWN_DATA, ONE_DATUM, ALL_DATA = "own_data", "one_datum", "all_data"
"""An account, and what is known of whoever has it; one thing of that, beside a number to call; all of it."""
KEPT, NOT_KEPT = "kept", "not_kept"
"""What came is kept after all; words beside these that say otherwise."""
TAKEN_BACK = "taken_back"
"""A no that takes back what was said before."""
SENDING_BACK = "sending_back"
"""How goods are sent back: the label, where they go, what they are packed in."""
EXCEPT_FOR = "except_for"
"""All of an order but what is named."""
BOTH = "both"
"""Both pieces of an item."""
HOW_MUCH = "how_much"
"""A sum is asked for."""
CUSTOMS_CODE = "customs_code"
"""The number by which customs knows who gets a parcel."""
LOOSE_PARTS = "loose_parts"
"""Parts of a product that may be missing from its box."""
ARRIVED, NOT_TAKEN = "arrived", "not_taken"
"""Something has come; a parcel was not taken at the door."""
LOST_CONTACT = "lost_contact"
"""An e-mail address or a number that is of no use any more."""
JOINS, TURNS = "joins", "turns"
"""What stands between the names of a list; what sets one thing against another."""
WORD_TABLES = tuple(sorted(path.stem for path in _FOLDER.glob("*.yml")))


class WordTable(BaseModel):
    """The words; the beginning of one is enough."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    words: tuple[str, ...] = Field(min_length=1)


@cache
def load_word_table(name: str, folder: Path = _FOLDER) -> WordTable:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(folder / f"{name}.yml", WordTable)


def speaks_of(name: str, text: str) -> bool:
    """Whether one of the table's words stands in the text."""
    return next(words_in(name, text), None) is not None


def words_in(name: str, text: str) -> Iterator[str]:
    """The table's words that stand in the text, as they are compared."""
    folded = text.casefold()
    return (word for word in map(str.casefold, load_word_table(name).words) if says(folded, word))
