"""An address goes on to its postcode where the town has words behind it that nobody knew as a place."""

from __future__ import annotations

import pytest

from actions.commerce.address import whole_address

_STREET = "Jl. Melati No. 21 RT 03/RW 05"
_ADDRESS = f"{_STREET}, Kel. Cilandak Barat, Jakarta Selatan 12430"


@pytest.mark.parametrize("text", [_ADDRESS, f"ganti ke {_ADDRESS} ya kak, makasih"])
def test_a_word_between_the_town_and_its_postcode_cuts_nothing_off(text: str) -> None:
    found = [{"entity": "place", "value": place, "text": place} for place in (_STREET, "Cilandak", "Jakarta")]
    assert whole_address(text, found) == _ADDRESS


def test_a_telephone_number_further_on_is_no_postcode() -> None:
    street = f"{_STREET}, Cilandak, Jakarta"
    found = [{"entity": "place", "value": place, "text": place} for place in (_STREET, "Cilandak", "Jakarta")]
    assert whole_address(f"kirim ke {street} dan telepon 081234567890", found) == street
