"""The floor before a street, a ward of two words and a state without a comma belong to the address."""

from __future__ import annotations

import pytest

from tests.nlu.entities.conftest import Said


@pytest.mark.parametrize(
    ("language", "before", "address"),
    [
        ("vi", "giao về ", "Lầu 3 số 45 Lê Lợi, phường Bến Nghé, quận 1, TP Hồ Chí Minh 700000"),
        ("vi", "đổi sang ", "tầng 5, tòa nhà Sunrise, 23 Nguyễn Hữu Thọ, Quận 7, TP.HCM 700000"),
        ("vi", "", "lau 4, 77 Nguyen Hue, phuong Ben Nghe, quan 1, Ho Chi Minh 700000"),
        ("en", "change the address to ", "88 Lakeshore Dr Apt 4B, Chicago IL 60611"),
        ("en", "send it to my office, ", "3rd floor, 14 King Street, Manchester M2 6AG"),
        ("en", "ship to ", "1450 Pine Ln, Apt 12, Denver, CO 80203"),
        ("id", "kirim ke ", "lantai 3, Jl. Melati No. 5, Bandung 40115"),
    ],
)
def test_an_address_is_whole(said: Said, language: str, before: str, address: str) -> None:
    assert said(language, before + address)["place"] == address
