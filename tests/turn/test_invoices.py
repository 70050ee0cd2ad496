"""Invoice links: signed, limited in time, and a page in the shopper's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.commerce.shapes import Order
from bot.content_files import HouseError
from bot.invoices import DAYS, Invoices, read_words

SECRET = "a-secret-of-the-tests-that-is-long-enough"
CONTENT = Path(__file__).parents[2] / "bot" / "content"
ORDER = Order.model_validate(
    {
        "id": "PA-2026-100011",
        "customer_id": "c1",
        "placed_at": "2026-11-20T10:00:00+00:00",
        "status": "delivered",
        "currency": "EUR",
        "items": [{"id": "1", "sku": "L-1", "name": {"en": "Lamp", "ar": "مصباح"}, "quantity": 2, "unit_price": 19.5}],
        "shipping_address": {"street": "<b>Main</b> 1"},
        "payments": [{"method": "card", "amount": 39, "status": "captured", "at": "2026-11-20T10:00:00+00:00"}],
    }
)


def invoices(age_days: float = 0) -> Invoices:
    now = datetime.now(UTC) - timedelta(days=age_days)
    return Invoices(SECRET, "https://shop.example", "Paloma", read_words(CONTENT / "invoice.yml"), lambda: now)


def token(link: str) -> str:
    return link.rpartition("/")[2]


def test_a_link_names_its_order_and_lasts_thirty_days() -> None:
    link = invoices().link("PA-2026-100011", "de")
    assert link.startswith("https://shop.example/invoices/")
    assert invoices().read(token(link)) == ("PA-2026-100011", "de")
    assert invoices().read(token(invoices(DAYS + 1).link("PA-2026-100011", "de"))) is None


def test_a_link_that_is_not_ours_opens_nothing() -> None:
    forged = Invoices("another-secret-that-is-long-enough-too", "", "", {}, lambda: datetime.now(UTC))
    assert invoices().read(token(forged.link("PA-2026-100011", "de"))) is None
    assert invoices().read("PA-2026-100011") is None


def test_the_page_speaks_the_shoppers_language_and_escapes_what_was_typed() -> None:
    page = invoices().page(ORDER, "ar")
    assert 'dir="rtl"' in page
    assert "مصباح" in page
    assert "<b>Main" not in page
    assert "39.00" in invoices().page(ORDER, "en")


def test_a_language_that_lacks_a_word_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "invoice.yml"
    path.write_text("version: 1\nwords:\n  en: {title: Invoice}\n", encoding="utf-8")
    with pytest.raises(HouseError, match=r"invoice\.yml: en"):
        read_words(path)
