"""Street, number and postcode before a town are an address, whatever announces them."""

from __future__ import annotations

import pytest

from actions.addresses.address_told import told_address


@pytest.mark.parametrize(
    ("text", "town", "address"),
    [
        ("It should go to Lange Gasse 8, 1080 Wien", "Wien", "Lange Gasse 8, 1080 Wien"),
        ("Die Adresse ist falsch. Es soll an Lange Gasse 8, 1080 Wien gehen", "Wien", "Lange Gasse 8, 1080 Wien"),
        ("Es soll an die Lange Gasse 8/12, 1080 Wien gehen", "Wien", "Lange Gasse 8/12, 1080 Wien"),
        ("Zustellung bitte in An der Alster 5, 20099 Hamburg", "Hamburg", "An der Alster 5, 20099 Hamburg"),
        ("Il pacco deve andare in Via Roma 12, 20121 Milano", "Milano", "Via Roma 12, 20121 Milano"),
        ("que la lleven a calle Mayor 5, 28013 Madrid", "Madrid", None),
        ("es muss in die Straße des 17. Juni 135, 10623 Berlin", "Berlin", None),
        ("Wo ist die Bestellung 100024 nach Wien", "Wien", None),
    ],
)
def test_it_is_taken_whole(text: str, town: str, address: str | None) -> None:
    place = {"entity": "place", "value": town, "text": town, "start": text.find(town)}
    assert told_address(text, [place]) == address
