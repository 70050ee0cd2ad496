"""The demo shop's own articles: what holds in its markets, in whose money, and in which words."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from actions.commerce.demo.data import markets as demo_markets
from bot.knowledge.article import Article
from bot.knowledge.reader import read_folder
from bot.knowledge.resolution import FactResolver
from bot.knowledge.translations import with_sources
from bot.services import written

TODAY = date(2026, 11, 26)
FOLDER = Path(__file__).parents[2] / "knowledge_base"
OTHER_MONEY = {"AU", "CA", "EG", "KW", "HK", "TW"}
"""Markets whose articles state amounts in the money of their group, or in US dollars, and say so."""


@cache
def articles() -> list[Article]:
    return with_sources(read_folder(FOLDER))


@cache
def rules() -> FactResolver:
    return FactResolver(articles())


@pytest.mark.parametrize("market", sorted(set(demo_markets()) - OTHER_MONEY))
def test_delivery_and_vouchers_are_in_the_money_that_is_paid_with(market: str) -> None:
    facts = rules().resolve(market, TODAY)
    currency = demo_markets()[market].currency
    assert facts["shipping_fee"].value["currency"] == currency
    assert facts["free_shipping_from"].value["currency"] == currency
    assert {voucher["currency"] for voucher in facts["voucher"].value} == {currency}


@pytest.mark.parametrize(
    ("state", "article", "tax", "days"),
    [
        ("38001", "customs-es-cn", 7, [7, 12]),
        ("Las Palmas", "customs-es-cn", 7, [7, 12]),
        ("Ceuta", "customs-es-ce", 10, [7, 12]),
        ("52001", "customs-es-ce", 10, [7, 12]),
        ("28004", "customs-es", 21, [1, 3]),
        (None, "customs-es", 21, [1, 3]),
    ],
)
def test_spanish_places_outside_the_tax_territory_have_their_own_rules(
    state: str | None, article: str, tax: int, days: list[int]
) -> None:
    facts = rules().resolve("ES", TODAY, state=state)
    assert (facts["vat_percent"].article_id, facts["vat_percent"].value) == (article, tax)
    assert facts["delivery_days"].value == days
    assert facts["return_window_days"].article_id == "returns-eu", "they are in the European Union all the same"


@pytest.mark.parametrize(
    ("locale", "market", "read"),
    [
        ("pt", "PT", "pt-PT"),
        ("pt-PT", "PT", "pt-PT"),
        ("pt", "AO", "pt-PT"),
        ("pt", "BR", "pt"),
        ("pt-BR", "BR", "pt"),
        ("pt", None, "pt"),
        ("es", "AR", "es"),
        ("zh-Hant-TW", "TW", "zh"),
        ("de-CH", "CH", "de"),
    ],
)
def test_a_shopper_reads_the_words_of_the_own_country(locale: str, market: str | None, read: str) -> None:
    assert written(frozenset(article.locale for article in articles()), locale, market) == read


def test_portugal_reads_no_brazilian() -> None:
    """What holds in Portugal is there in its own words, or is of the European Union and was written for it."""
    here = {one.id for one in articles() if one.locale == "pt-PT"}
    brazilian = {one.id for one in articles() if one.locale == "pt" and not set(one.markets) & {"EU", "BR"}}
    assert brazilian - here == set()
    words = ("você", "frete", "usuário", "celular", "cupom", "pacote")
    for article in articles():
        if article.locale == "pt-PT":
            assert not [word for word in words if word in f" {article.title} {article.body} ".lower().split()], (
                article.name
            )


def test_how_things_are_cared_for_is_told_in_every_language() -> None:
    spoken = {one.locale for one in articles() if one.id == "care-instructions"}
    assert {"ar", "de", "en", "es", "fr", "id", "it", "ja", "ko", "pt", "pt-PT", "ru", "th", "tr", "vi", "zh"} <= spoken


@pytest.mark.parametrize("market", ["RE", "GP", "MQ", "GF", "YT"])
def test_the_overseas_departments_of_france_pay_in_euros(market: str) -> None:
    facts = rules().resolve(market, TODAY)
    assert facts["shipping_fee"].value == {"amount": 14.9, "currency": "EUR"}
    assert facts["free_shipping_from"].value["currency"] == "EUR"
    assert {voucher["currency"] for voucher in facts["voucher"].value} == {"EUR"}
