"""Products of the catalogue, other goods, and the tables of the training data."""

from __future__ import annotations

import pytest

from bot.nlu.entities import Catalogue, EntityExtractor, Product
from tests.nlu.entities.conftest import SHOP, Said


@pytest.mark.parametrize(
    ("language", "text", "sku"),
    [
        ("en", "the Linen shirt is torn", "FA-1001"),
        ("en", "two linen shirts", "FA-1001"),
        ("de", "das Leinenhemd", "FA-1001"),
        ("es", "la camisa de lino", "FA-1001"),
        ("ja", "リネンシャツの返品", "FA-1001"),
        ("en", "is fa-1001 in stock", "FA-1001"),
        ("en", "FA1001?", "FA-1001"),
        ("en", "my button-down", "FA-1001"),
        ("en", "Roomie X2 won't charge", "EL-2003"),
        ("zh", "扫地机器人坏了", "EL-2003"),
        ("zh", "掃地機器人壞了", "EL-2003"),
        ("ru", "робот-пылесос", "EL-2003"),
        ("ru", "деньги за кружку верните", "HO-3002"),
        ("fr", "la lampe luna", "HO-3007"),
        ("ko", "루나 램프요", "HO-3007"),
        ("en", "the lnen shirt".replace("lnen", "linen"), "FA-1001"),
    ],
)
def test_that_a_product_is_known_by_any_of_its_names(said: Said, language: str, text: str, sku: str) -> None:
    assert said(language, text)["product"] == sku


@pytest.mark.parametrize(
    ("language", "text", "noun"),
    [
        ("ja", "歯ブラシが壊れました", "歯ブラシ"),
        ("en", "my headphones are broken", "headphones"),
        ("en", "the heaphones are broken", "headphones"),
        ("es", "unos zapatos", "zapatos"),
        ("ru", "вернуть куртку", "куртку"),
        ("tr", "ceketimi iade", "ceketimi"),
        ("th", "กระเป๋าเดินทาง", "กระเป๋าเดินทาง"),
        ("th", "ครีมอะค่ะ", "ครีม"),
        ("vi", "cái váy", "váy"),
        ("vi", "đơn bàn cờ á", "bàn cờ"),
        ("ar", "البطانية", "البطانية"),
        ("id", "sepatunya", "sepatunya"),
        ("en", "the leather bag", "leather bag"),
    ],
)
def test_that_other_goods_are_told_as_they_were_called(said: Said, language: str, text: str, noun: str) -> None:
    assert said(language, text)["product"] == noun


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "can they ring before they come"),
        ("th", "ขอเป็นสีครีมค่ะ"),
        ("en", "what does the guarantee cover"),
        ("zh", "包邮吗"),
        ("ar", "لو تقدر تساعدني"),
        ("th", "ราคาเท่าไร"),
        ("en", "the packet is late"),
    ],
)
def test_that_verbs_and_parcels_are_no_products(said: Said, language: str, text: str) -> None:
    assert "product" not in said(language, text)


def test_that_compounds_and_unknown_article_numbers_are_products(said: Said) -> None:
    assert said("de", "ist die Winterjacke noch da")["product"] == "winterjacke"
    assert "product" not in said("de", "geht das automatisch oder praktischerweise beim Hersteller")
    assert said("ru", "артикул KX-4410 есть?")["product"] == "KX-4410"


def test_that_lookups_regexes_and_synonyms_work_as_in_rasa() -> None:
    extractor = EntityExtractor(
        SHOP,
        lookups={"store": ["Flagship Zaragoza", "Outlet Lyon"]},
        regexes={"member_id": [r"\bmb\d{5}\b"]},
        synonyms={"crimson": "red", "rouge": "red"},
    )
    found = extractor.extract("Member MB12345 at the outlet lyon", "en")
    assert [(e.entity, e.value, e.text) for e in found] == [
        ("member_id", "MB12345", "MB12345"),
        ("store", "Outlet Lyon", "outlet lyon"),
    ]
    extractor = EntityExtractor(lookups={"colour": ["crimson"]}, synonyms={"crimson": "red"})
    assert [e.value for e in extractor.extract("in Crimson", "en")] == ["red"]


def test_that_a_wrong_regex_of_the_training_data_is_refused() -> None:
    with pytest.raises(ValueError, match="regex broken"):
        EntityExtractor(regexes={"broken": ["("]})


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("non, c'est pas mon adresse", "fr", False),
        ("non mi è arrivato nulla", "it", False),
        ("Tach, wo bleibt mein Paket", "de", False),
        ("cái nón của mình đâu", "vi", True),
        ("the fön is broken", "de", True),
    ],
)
def test_a_short_alias_of_another_language_is_no_other_word(text: str, language: str, named: bool) -> None:
    products = (
        Product(
            "CAP",
            {"en": "Cap", "fr": "Casquette", "it": "Cappellino", "vi": "Mũ lưỡi trai có"},
            aliases=("nón", "tách"),
        ),
        Product("DRYER", {"en": "Hair dryer", "de": "Fönchen", "vi": "Máy sấy tóc"}, aliases=("fön",)),
        Product("CUP", {"en": "Cup", "de": "Tässchen", "vi": "Cốc nón"}),
    )
    found = EntityExtractor(Catalogue(products)).extract(text, language)
    assert any(one.entity == "product" and one.value in ("CAP", "DRYER") for one in found) is named


def test_all_of_it_in_vietnamese_names_no_socks() -> None:
    socks = Catalogue((Product("SOCKS", {"en": "Socks", "vi": "Tất"}),))
    found = {text: EntityExtractor(socks).extract(text, "vi") for text in ("trả lại tất cả", "trả lại đôi tất")}
    assert [any(one.entity == "product" for one in entities) for entities in found.values()] == [False, True]
