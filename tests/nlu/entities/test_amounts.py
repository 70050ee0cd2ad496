"""Sums in the ways each market writes and says them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.entities.amounts import amount_value, read_amount
from tests.nlu.entities.conftest import Said


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "you took £1,299.50 from me", "1299.50 GBP"),
        ("en", "80 bucks", "80 USD"),
        ("en", "one hundred and fifty dollars", "150 USD"),
        ("en", "$80 USD", "80 USD"),
        ("en", "1.5k euros", "1500 EUR"),
        ("de", "1.299,00 €", "1299 EUR"),
        ("de", "zweihundert Euro", "200 EUR"),
        ("de", "9,90 € Versand", "9.90 EUR"),
        ("fr", "1 299,90 €", "1299.90 EUR"),
        ("fr", "deux cents euros", "200 EUR"),
        ("es", "ochenta euros", "80 EUR"),
        ("es", "treinta y dos euros", "32 EUR"),
        ("it", "costa 80 euro", "80 EUR"),
        ("pt", "R$ 80,00", "80 BRL"),
        ("pt", "R$1.299,90", "1299.90 BRL"),
        ("pt", "oitenta reais", "80 BRL"),
        ("ru", "верните 2 500 ₽", "2500 RUB"),
        ("ru", "5 тыс руб", "5000 RUB"),
        ("ar", "٢٠٠ ريال", "200 SAR"),
        ("ar", "١٥٠٫٥٠ درهم", "150.50 AED"),
        ("ar", "ألفين ريال", "2000 SAR"),
        ("tr", "1.299,90 TL", "1299.90 TRY"),
        ("tr", "iki bin lira", "2000 TRY"),
        ("zh", "80元", "80 CNY"),
        ("zh", "三百块", "300 CNY"),
        ("zh", "1.5万元", "15000 CNY"),
        ("ja", "5千円", "5000 JPY"),
        ("ja", "1万6千円", "16000 JPY"),
        ("ja", "¥3,980", "3980 JPY"),
        ("ko", "3만5천원", "35000 KRW"),
        ("ko", "15,000원", "15000 KRW"),
        ("th", "1,500 บาท", "1500 THB"),
        ("th", "สองพันบาท", "2000 THB"),
        ("vi", "1.200.000đ", "1200000 VND"),
        ("vi", "500k", "500000 VND"),
        ("vi", "1tr2", "1200000 VND"),
        ("id", "500rb", "500000 IDR"),
        ("id", "1,5 jt", "1500000 IDR"),
        ("id", "Rp 250.000", "250000 IDR"),
        ("id", "399rb dua kali", "399000 IDR"),
        ("en", "thirty-five dollars", "35 USD"),
        ("ar", "خمسة وثلاثين جنيه", "35 EGP"),
        ("vi", "ba mươi lăm nghìn", "35000 VND"),
        ("ko", "12만 5천원", "125000 KRW"),
        ("zh", "三十五块五", "35.50 CNY"),
        ("zh", "两千多块", "2000 CNY"),
        ("zh", "四百二十块", "420 CNY"),
        ("es", "S/ 89.90", "89.90 PEN"),
    ],
)
def test_that_a_sum_is_a_number_and_a_currency(said: Said, language: str, text: str, value: str) -> None:
    assert said(language, text)["amount"] == value


@pytest.mark.parametrize(
    ("language", "text", "market", "value"),
    [
        ("en", "$20", "AU", "20 AUD"),
        ("en", "$20", "US", "20 USD"),
        ("en", "20 dollars", "CA", "20 CAD"),
        ("es", "$1,299.00", "MX", "1299 MXN"),
        ("es", "80 mil pesos", "CO", "80000 COP"),
        ("ar", "خمسين دينار", "JO", "50 JOD"),
        ("ar", "200 ريال", "QA", "200 QAR"),
        ("zh", "80元", "CN", "80 CNY"),
        ("zh", "2000元", "TW", "2000 TWD"),
        ("zh", "300蚊", "HK", "300 HKD"),
        ("zh", "500元人民幣", "TW", "500 CNY"),
        ("en", "¥500", "CN", "500 CNY"),
        ("en", "£10", "EG", "10 EGP"),
    ],
)
def test_that_the_market_tells_whose_dollar_it_is(
    said: Said, language: str, text: str, market: str, value: str
) -> None:
    assert said(language, text, market=market)["amount"] == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I waited 3 weeks"),
        ("ru", "добавьте к заказу"),
        ("ko", "하나만 주세요"),
        ("vi", "không hiểu gì"),
        ("zh", "一下"),
        ("en", "10 out of 10"),
    ],
)
def test_that_other_numbers_are_no_sum(said: Said, language: str, text: str) -> None:
    assert "amount" not in said(language, text)


def test_that_an_amount_reads_back() -> None:
    assert read_amount(amount_value(Decimal("28.5"), "EUR")) == (Decimal("28.50"), "EUR")
    with pytest.raises(ValueError, match="no amount"):
        read_amount("a lot")
