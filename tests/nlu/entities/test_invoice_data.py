"""Numbers of tax offices and names of companies, which an invoice is to carry, are no numbers of orders."""

from __future__ import annotations

import pytest

from bot.nlu.entities.extractor import EntityExtractor

EXTRACTOR = EntityExtractor(order_patterns=("PA-{year}-{digits:6}",))


def found(text: str, language: str, expected: str | None = "order_id") -> dict[str, str]:
    return {one.entity: str(one.value) for one in EXTRACTOR.extract(text, language, expected=expected)}


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "EIN 12-3456789", "12-3456789"),
        ("de", "unsere USt-IdNr ist DE123456789", "DE123456789"),
        ("fr", "siret 732 829 320 00074", "732 829 320 00074"),
        ("it", "P.IVA 01234567890", "01234567890"),
        ("es", "mi RFC es XAXX010101000", "XAXX010101000"),
        ("pt", "12.345.678/0001-90", "12.345.678/0001-90"),
        ("ru", "ИНН 7707083893", "7707083893"),
        ("tr", "vergi no 1234567890", "1234567890"),
        ("ar", "الرقم الضريبي 300123456700003", "300123456700003"),
        ("ja", "登録番号 T1234567890123", "T1234567890123"),
        ("ko", "사업자등록번호 123-45-67890", "123-45-67890"),
        ("zh", "統編12345675", "12345675"),
        ("th", "เลขประจำตัวผู้เสียภาษี 0105551234567", "0105551234567"),
        ("vi", "MST 0312345678", "0312345678"),
        ("id", "NPWP 01.234.567.8-901.000", "01.234.567.8-901.000"),
    ],
)
def test_a_tax_number_is_no_order(language: str, text: str, number: str) -> None:
    assert found(text, language) == {"tax_number": number}


@pytest.mark.parametrize("text", ["my vat number for order PA-2026-100013", "PA-2026-100013", "order 100013"])
def test_an_order_is_no_tax_number(text: str) -> None:
    assert set(found(text, "en")) == {"order_id"}


def test_both_are_found_beside_each_other() -> None:
    told = found("invoice for order PA-2026-100013, vat number GB123456789", "en", None)
    assert told == {"order_id": "PA-2026-100013", "tax_number": "GB123456789"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Müller Maschinenbau GmbH"),
        ("fr", "dupont sarl"),
        ("es", "Construcciones Pérez S.L."),
        ("ru", "ООО Ромашка"),
        ("ja", "株式会社サンプル"),
        ("zh", "海风科技有限公司"),
    ],
)
def test_a_company_is_known_by_its_legal_form(language: str, text: str) -> None:
    assert found(text, language) == {"company": text}


@pytest.mark.parametrize("text", ["size 38 in the limited edition", "i have limited time", "10 kg"])
def test_words_of_every_day_are_no_company(text: str) -> None:
    assert "company" not in found(text, "en", None)
