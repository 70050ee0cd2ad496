"""A short second question is answered about what the first one was about."""

from __future__ import annotations

import pytest

from tests.house.house import House

SHIPPING = [  # how long to a country, then the price: of the same country
    ("en-US", "How long does delivery to Germany take?", "and how much does it cost?", "Germany"),
    ("de-DE", "Wie lange dauert die Lieferung nach Österreich?", "und was kostet der Versand?", "Österreich"),
    ("zh-CN", "寄到日本要多久？", "那运费呢", "日本"),
    ("tr-TR", "Almanya'ya teslimat ne kadar sürer?", "ve kargo ücreti?", "Almanya"),
    ("pt-BR", "Quanto tempo demora a entrega em Portugal?", "e quanto custa?", "Portugal"),
    ("es-MX", "¿Cuánto tarda el envío a España?", "¿y cuánto cuesta?", "España"),
    ("fr-FR", "Combien de temps prend la livraison en Belgique ?", "et ça coûte combien ?", "Belgique"),
    ("ja-JP", "韓国への配送は何日かかりますか？", "送料はいくらですか？", "韓国"),
    ("ko-KR", "일본까지 배송 얼마나 걸려요?", "배송비는요?", "일본"),
    ("it-IT", "Quanto ci mette la consegna in Svizzera?", "e quanto costa?", "Svizzera"),
    ("ru-RU", "Сколько идёт доставка в Казахстан?", "а сколько стоит?", "Казахстан"),
    ("ar-SA", "كم يستغرق التوصيل إلى الإمارات؟", "وكم التكلفة؟", "الإمارات"),
]
COUNTRIES = [  # the price to a country, then another country: the price again, and nothing else
    ("en-US", "How much is shipping to Germany?", "and to Austria?", "Austria"),
    ("de-DE", "Was kostet der Versand nach Deutschland?", "und nach Österreich?", "Österreich"),
    ("zh-CN", "寄到日本运费多少？", "那韩国呢", "韩国"),
    ("tr-TR", "Almanya'ya kargo ücreti ne kadar?", "ya Fransa'ya?", "Fransa"),
    ("pt-BR", "Quanto custa o frete para Portugal?", "e no Brasil?", "Brasil"),
    ("es-MX", "¿Cuánto cuesta el envío a España?", "¿y a México?", "México"),
    ("fr-FR", "Combien coûte la livraison en Belgique ?", "et en Suisse ?", "Suisse"),
    ("ja-JP", "韓国への送料はいくらですか？", "アメリカへは？", "アメリカ"),
    ("ko-KR", "일본 배송비 얼마예요?", "미국은요?", "미국"),
    ("id-ID", "Berapa ongkir ke Singapura?", "kalau ke Malaysia?", "Malaysia"),
]
PRODUCTS = [  # whether it is in stock, then what it costs
    ("en-US", "Is the linen shirt in stock?", "and how much does it cost?", "Linen shirt"),
    ("de-DE", "Ist das Leinenhemd vorrätig?", "und was kostet es?", "Leinenhemd"),
    ("zh-CN", "亚麻衬衫有货吗？", "那多少钱", "亚麻衬衫"),
    ("tr-TR", "Keten gömlek stokta var mı?", "fiyatı ne kadar?", "Keten gömlek"),
    ("pt-BR", "A camisa de linho tem em estoque?", "e quanto custa?", "Camisa de linho"),
    ("es-MX", "¿Hay camisa de lino en existencia?", "¿y cuánto cuesta?", "Camisa de lino"),
    ("fr-FR", "La chemise en lin est-elle en stock ?", "et elle coûte combien ?", "Chemise en lin"),
    ("ja-JP", "リネンシャツは在庫ありますか？", "お値段はいくらですか？", "リネンシャツ"),
    ("ko-KR", "린넨 셔츠 재고 있어요?", "얼마예요?", "린넨 셔츠"),
    ("ar-SA", "هل قميص كتان متوفر؟", "وكم سعره؟", "قميص كتان"),
]


@pytest.mark.parametrize(("locale", "first", "second", "about"), SHIPPING, ids=[one[0] for one in SHIPPING])
def test_the_price_of_the_delivery_that_was_asked_about(
    house: House, locale: str, first: str, second: str, about: str
) -> None:
    shopper = house.shopper(None, locale)
    assert about in shopper.says(first)
    answer = shopper.says(second)
    assert about in answer
    assert set(answer.responses) <= {"fact_shipping_fee", "fact_free_shipping", "knowledge_source"}


@pytest.mark.parametrize(("locale", "first", "second", "about"), COUNTRIES, ids=[one[0] for one in COUNTRIES])
def test_the_same_question_about_another_country(
    house: House, locale: str, first: str, second: str, about: str
) -> None:
    shopper = house.shopper(None, locale)
    before = shopper.says(first)
    answer = shopper.says(second)
    assert about in answer
    assert about not in before
    kinds = {"fact_shipping_fee", "fact_free_shipping", "knowledge_source"}
    assert set(answer.responses) <= kinds
    assert not set(before.responses).isdisjoint(kinds)


@pytest.mark.parametrize(("locale", "first", "second", "about"), PRODUCTS, ids=[one[0] for one in PRODUCTS])
def test_the_price_of_the_product_that_was_asked_about(
    house: House, locale: str, first: str, second: str, about: str
) -> None:
    shopper = house.shopper(None, locale)
    shopper.says(first)
    assert about in shopper.says(second)
    assert shopper.last.responses == ("product_info",)


def test_other_business_is_no_follow_up(house: House) -> None:
    shopper = house.shopper(None, "en-US")
    shopper.says("How long does delivery to Germany take?")
    assert shopper.says("what material is the linen shirt?").responses == ("product_info",)
    shopper.says("and how much is shipping?")
    assert "United States" in shopper.last
    assert "Germany" not in shopper.last
