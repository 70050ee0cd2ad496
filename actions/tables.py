"""The tables that actions read words and measures from."""

from __future__ import annotations

from actions.addresses.address_words import load_address_words
from actions.addresses.country_told import load_countries
from actions.addresses.name_told import load_name_words
from actions.delivery.days_said import load_days_said
from actions.delivery.wished_day import load_times_of_day
from actions.goods.attributes import load_attributes
from actions.goods.colours import load_colours
from actions.goods.common_goods import load_common_goods
from actions.goods.kinds import load_kinds
from actions.goods.shades import load_shades
from actions.goods.sizing import load_sizing
from actions.orders.order_of import load_order_of
from actions.returns.parts import load_parts
from actions.said.word_tables import WORD_TABLES, load_word_table


def read_tables() -> None:
    """Reads them all, so that a mistake is told at the start and no shopper waits for them.

    Raises DataFileError with file, line and what was expected.
    """
    tables = (
        load_address_words,
        load_attributes,
        load_colours,
        load_common_goods,
        load_countries,
        load_days_said,
        load_kinds,
        load_name_words,
        load_order_of,
        load_parts,
        load_shades,
        load_sizing,
        load_times_of_day,
    )
    for load in tables:
        load()
    for name in WORD_TABLES:
        load_word_table(name)
