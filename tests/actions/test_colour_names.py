"""Colours are said in every language of the bot, and what is no known colour as it is written."""

from __future__ import annotations

from actions.commerce.demo.data import LANGUAGES, catalogue
from actions.goods.colours import in_one_line, load_colours, shown


def test_every_colour_of_the_demo_shop_has_a_name_in_every_language() -> None:
    names = load_colours().names
    sold = {colour for variants in catalogue().variants.values() for colour in variants.colours}
    assert sold <= set(names)
    assert {colour: set(known) for colour, known in names.items()} == {colour: set(LANGUAGES) for colour in names}


def test_what_is_no_colour_stays_as_it_is() -> None:
    assert shown("XL") == "XL" and shown("sky of may") == "sky of may"
    assert shown("Blue") == {"localized": load_colours().names["blue"]}
    assert in_one_line([]) == "" and in_one_line(["XL"]) == {"list": ["XL"], "style": "plain"}
