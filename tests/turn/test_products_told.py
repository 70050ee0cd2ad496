"""What there is to say of a product is said in the shopper's language."""

from __future__ import annotations

from shop_talk import CUP as MUG_LINE
from shop_talk import LINE, MUG, Shop, Talk, delivered, order, shirt

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


async def test_a_size_that_is_asked_about_is_that_of_the_product_that_was_talked_of() -> None:
    talk = Talk(Shop(delivered(LINE, MUG_LINE)))
    assert (await talk.say("the shirt in XL please", "exchange_request", product="shirt", size="XL"))[-1] == (
        "ask_confirm_exchange"
    )
    assert (await talk.say("yes", "affirm"))[0] == "exchange_created"
    assert await talk.say("and is there an L too", "product_availability", size="L") == ["product_in_stock"]
    assert "Linen shirt" in talk.text


async def test_of_several_products_none_is_guessed() -> None:
    talk = Talk(Shop(order(LINE, MUG_LINE)))
    await talk.say("where is it", "order_status")
    assert "product_in_stock" not in await talk.say("is there an L", "product_availability", size="L")


async def test_a_bare_number_may_be_a_size_of_what_was_talked_of() -> None:
    shoe = shirt(attributes={"sizes": ["42", "43"]}, stock={"42": 1, "43": 1})
    talk = Talk(Shop(delivered(LINE), products=(shoe,)))
    await talk.say("the invoice please", "invoice_request")
    assert await talk.say("do you have a 43?", "product_availability") == ["product_in_stock"]
    assert "product_in_stock" not in await talk.say("do you have 7 of them?", "product_availability")


async def test_a_size_asked_for_later_is_one_of_the_item_that_was_called_by_another_name() -> None:
    shoe = shirt(attributes={"sizes": ["42", "43"]}, stock={"42": 1, "43": 1})
    talk = Talk(Shop(delivered(LINE), products=(shoe,)))
    await talk.say("the kicks do not fit", "return_request", product="kicks")
    assert "product_in_stock" in await talk.say("is there a 43?", "product_availability", size="43")
    assert "product_unknown" in await talk.say("is the parka there?", "product_availability", product="parka")
