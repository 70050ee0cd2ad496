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
