"""A postcode with as many digits as an order's number belongs to the address beside it."""

from __future__ import annotations

import pytest

from tests.nlu.entities.conftest import Said


@pytest.mark.parametrize(
    ("language", "text", "address"),
    [
        ("ru", "переехала на ул. Ленина 15 кв 8, Казань 420111", "ул. Ленина 15 кв 8, Казань 420111"),
        ("ru", "Казань, ул. Ленина, д. 15, кв. 8, 420111", "Казань, ул. Ленина, д. 15, кв. 8, 420111"),
        ("ru", "адрес такой 420111, г. Казань, ул. Баумана 7, кв 12", "420111, г. Казань, ул. Баумана 7, кв 12"),
        ("ru", "ул Абая 10 кв 5 Алматы", "ул Абая 10 кв 5 Алматы"),
    ],
)
def test_six_digits_beside_a_street_are_a_postcode(said: Said, language: str, text: str, address: str) -> None:
    found = said(language, text)
    assert found["place"] == address and "order_id" not in found


@pytest.mark.parametrize(
    "text", ["ул. Ленина 15, заказ 104233", "104233", "104233 поменяйте адрес на ул. Ленина 15, Казань"]
)
def test_a_number_that_is_named_or_stands_apart_is_an_order(said: Said, text: str) -> None:
    assert said("ru", text)["order_id"] == "104233"


@pytest.mark.parametrize(
    ("language", "text", "address"),
    [
        (
            "tr",
            "adresi değiştirir misiniz Atatürk Mah. 12. Sok. No:5 D:3 Çankaya Ankara 06540",
            "Atatürk Mah. 12. Sok. No:5 D:3 Çankaya Ankara 06540",
        ),
        ("tr", "yeni adres 1453. sokak no 12 Bornova İzmir", "1453. sokak no 12 Bornova İzmir"),
        ("ar", "المعادي شارع 9 عمارة 12 شقة 5 القاهرة", "المعادي شارع 9 عمارة 12 شقة 5 القاهرة"),
        ("ar", "دبي مارينا برج 3 شقة 1204 دبي", "برج 3 شقة 1204 دبي"),
        (
            "ar",
            "غيروا العنوان لحي الملقا شارع انس بن مالك 12 فيلا 7 الرياض",
            "حي الملقا شارع انس بن مالك 12 فيلا 7 الرياض",
        ),
    ],
)
def test_streets_with_a_number_for_a_name_and_towers_are_addresses(
    said: Said, language: str, text: str, address: str
) -> None:
    assert said(language, text)["place"] == address


@pytest.mark.parametrize(
    ("language", "text", "postcode"),
    [
        ("ja", "郵便番号は150-0001です", "150-0001"),
        ("ja", "〒150-0001", "150-0001"),
        ("ja", "郵便番号1500001", "1500001"),
        ("zh", "邮编200120 收件人王芳", "200120"),
        ("pt", "o CEP é 01304-001", "01304-001"),
        ("en", "zip code 10118-0110", "10118-0110"),
    ],
)
def test_a_postcode_that_is_announced_is_one_in_any_country_s_form(
    said: Said, language: str, text: str, postcode: str
) -> None:
    assert said(language, text)["place"] == postcode
