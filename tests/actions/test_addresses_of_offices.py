"""Addresses of flats and offices that are told with the wish, the building or a long number between street and town."""

from __future__ import annotations

import pytest

from actions.commerce.address import whole_address


@pytest.mark.parametrize(
    ("before", "places", "address"),
    [
        (
            "alamatnya ganti ke kantor ya, ",
            ("Jl. Sudirman Kav 52", "Jakarta"),
            "Jl. Sudirman Kav 52-53 Gedung Equity Lt 12, Jakarta 12190",
        ),
        ("давайте на офис: ", ("ул. Ленина 51", "Екатеринбург"), "ул. Ленина 51, офис 1204, Екатеринбург 620014"),
        ("please send it to work, ", ("Elm Road 7", "Leeds"), "Elm Road 7 Tower B Floor 3, Leeds LS1 4DY"),
    ],
)
def test_a_building_between_street_and_town_belongs_to_the_address(
    before: str, places: tuple[str, ...], address: str
) -> None:
    entities = [{"entity": "place", "text": place} for place in places]
    assert whole_address(before + address, entities) == address


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("I moved from Elm Road 7 in Leeds to another town, is York 1234567 known", ("Elm Road 7", "York")),
        ("the parcel 1204 was at Elm Road 7 on Monday, then Leeds", ("Elm Road 7", "Leeds")),
    ],
)
def test_a_sentence_between_two_places_is_no_address(text: str, places: tuple[str, ...]) -> None:
    assert whole_address(text, [{"entity": "place", "text": place} for place in places]) is None
