"""The tables that actions read words and measures from."""

from __future__ import annotations

from actions.address_words import load_address_words
from actions.attributes import load_attributes
from actions.colours import load_colours
from actions.extras import load_extras
from actions.kinds import load_kinds
from actions.links import load_links
from actions.parts import load_parts
from actions.shades import load_shades
from actions.sizing import load_sizing


def read_tables() -> None:
    """Reads them all, so that a mistake is told at the start and no shopper waits for them.

    Raises DataFileError with file, line and what was expected.
    """
    tables = (
        load_address_words,
        load_attributes,
        load_colours,
        load_extras,
        load_kinds,
        load_links,
        load_parts,
        load_shades,
        load_sizing,
    )
    for load in tables:
        load()
