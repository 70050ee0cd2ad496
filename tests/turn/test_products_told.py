"""What there is to say of a product is said in the shopper's language."""

from __future__ import annotations

from shop_talk import MUG, Shop, Talk, order, shirt

LAMP = MUG.model_copy(
    update={"sku": "LAMP", "name": {"en": "Lamp", "fr": "Lampe"}, "attributes": {"material": "glass", "cord": "2 m"}}
)


async def test_attributes_and_their_values() -> None:
    talk = Talk(Shop(order(), products=(LAMP,)), language="fr")
    assert await talk.say("c'est quoi cette lampe ?", "product_info", product="lampe") == ["product_info"]
    assert "matière : verre; cord : 2 m" in talk.text


async def test_sizes_and_colours_that_are_there() -> None:
    talk = Talk(Shop(order(), products=(shirt(),)), language="de")
    await talk.say("gibt es das Leinenhemd?", "product_availability", product="leinenhemd")
    assert "XS, M, L, XL, Weiß, Blau" in talk.text
    assert "Grün" not in talk.text


async def test_the_price_is_told_in_the_currency_of_the_market_where_the_shop_has_it() -> None:
    dear = LAMP.model_copy(update={"attributes": {"prices": {"USD": 12.5}}})
    abroad = Talk(Shop(order(), products=(dear,), market="US"))
    await abroad.say("how much is the lamp", "product_info", product="lamp")
    assert "$12.50" in abroad.text
    without = Talk(Shop(order(), products=(LAMP,), market="US"))
    await without.say("how much is the lamp", "product_info", product="lamp")
    assert "€10.00" in without.text
