"""Which order is meant when a product is named: also by an alias, by its size, and where the wish does not fit."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import CUP, LINE, MUG, Shop, Talk, delivered, order, shirt

from actions.commerce.shapes import Order, Product
from bot.dialogue import UserTurn

FIRST, SECOND = "PA-2026-100001", "PA-2026-100002"


def second(*lines: dict[str, Any]) -> Order:
    return order(*lines, id=SECOND)


async def test_another_size_of_what_has_not_left_is_not_looked_for_among_what_has_arrived() -> None:
    talk = Talk(Shop(delivered(CUP), second(LINE)))
    answers = await talk.say("the shirt in L please", "exchange_request", product="shirt", size="L")
    assert answers[-1] == "ask_confirm_items"
    assert SECOND in talk.text


async def test_what_has_arrived_is_not_cancelled_in_another_order_s_place() -> None:
    talk = Talk(Shop(delivered(CUP), second(LINE)))
    answers = await talk.say("cancel the mug", "order_cancel", product="mug")
    assert "ask_confirm_cancel" not in answers
    assert FIRST in talk.text and SECOND not in talk.text


async def test_of_two_wishes_each_means_the_order_that_fits_it() -> None:
    both = (("return_request", 0.95), ("order_cancel", 0.9))
    named = tuple({"entity": "product", "value": word, "text": word} for word in ("mug", "shirt"))
    talk = Talk(Shop(delivered(CUP), second(LINE)))
    await talk.hear(UserTurn("return the mug and cancel the shirt", both, both, named, decision="answer"))
    for value in ({"return_reason": ("changed_mind", 0.9)}, {"resolution": ("refund", 0.9)}):
        await talk.hear(UserTurn("…", values=value))
    answers = await talk.say("yes", "affirm")
    assert talk.shop.orders[FIRST][0].returns
    assert answers[-1] == "ask_confirm_cancel" and SECOND in talk.text


async def test_an_alias_of_the_catalogue_names_it_too() -> None:
    tumbler = Product.model_validate(MUG.model_dump() | {"attributes": {"aliases": ["tumbler"]}})
    talk = Talk(Shop(order(CUP), second(LINE), products=(tumbler,)))
    assert (await talk.say("cancel the tumbler", "order_cancel", product="tumbler"))[-1] == "ask_confirm_cancel"
    assert FIRST in talk.text


async def test_of_two_orders_with_it_the_size_tells_which() -> None:
    large = {**LINE, "options": {"size": "XL", "colour": "white"}}
    talk = Talk(Shop(order(), second(large)))
    assert (await talk.say("cancel the XL shirt", "order_cancel", product="shirt", size="XL"))[
        -1
    ] == "ask_confirm_cancel"
    assert SECOND in talk.text


async def test_without_a_size_that_one_of_them_has_it_is_asked() -> None:
    talk = Talk(Shop(order(), second(LINE)))
    answers = await talk.say("cancel the XS shirt", "order_cancel", product="shirt", size="XS")
    assert "ask_confirm_cancel" not in answers
    assert FIRST in talk.text and SECOND in talk.text


async def test_another_product_is_looked_for_in_its_own_order_not_in_the_one_that_was_talked_of() -> None:
    talk = Talk(Shop(delivered(CUP), delivered(LINE).model_copy(update={"id": SECOND})))
    assert (await talk.say("return the mug", "return_request", product="mug"))[-1] == "ask_return_reason"
    swap = UserTurn(
        "oh never mind that one, but the shirt is much too small for me, can I swap it for an XL",
        (("exchange_request", 0.98),),
        (("exchange_request", 0.98),),
        tuple({"entity": kind, "value": said, "text": said} for kind, said in (("product", "shirt"), ("size", "XL"))),
        decision="answer",
        values={"return_reason": ("too_small", 0.95)},
    )
    assert await talk.hear(swap) == ["ask_confirm_exchange"]
    assert SECOND in talk.text and "XL" in talk.text


async def test_a_product_of_its_own_that_was_not_bought_stands_for_the_one_whose_name_has_the_word() -> None:
    plain = shirt(sku="PLAIN", name={"en": "Shirt"})
    talk = Talk(Shop(order(CUP), second(LINE), products=(plain, shirt(), MUG)))
    entity = {"entity": "product", "value": "PLAIN", "text": "shirt"}
    said = UserTurn(
        "where is my shirt", (("order_status", 0.95),), (("order_status", 0.95),), (entity,), decision="answer"
    )
    await talk.hear(said)
    assert SECOND in talk.text and FIRST not in talk.text


async def test_when_a_product_comes_is_asked_of_the_order_that_has_it() -> None:
    talk = Talk(Shop(order(CUP), second(LINE)))
    await talk.say("will the mug be here in time for the birthday", "delivery_time", product="mug")
    assert FIRST in talk.text and SECOND not in talk.text


async def test_when_a_product_would_come_that_was_not_bought_is_asked_of_nothing_that_was() -> None:
    talk = Talk(Shop(second(LINE)))
    await talk.say("how long does the mug take", "delivery_time", product="mug")
    assert SECOND not in talk.text


async def test_an_article_joined_to_the_name_names_the_order_all_the_same() -> None:
    glasses = {**LINE, "sku": "GLASSES", "name": {"ar": "نظارة شمسية"}, "options": {}}
    watch = {**CUP, "sku": "WATCH", "name": {"ar": "ساعة ذكية"}}
    talk = Talk(Shop(order(watch), second(glasses)))
    assert (await talk.say("ابي اكنسل النظارة", "order_cancel", product="النظارة"))[-1] == "ask_confirm_cancel"
    assert SECOND in talk.text


async def test_the_postcode_of_an_address_is_no_unknown_order() -> None:
    talk = Talk(Shop(order(LINE)))
    said = {"order_id": "101117", "place": "Saint Petersburg, Long Lane 4"}
    answers = await talk.say("Saint Petersburg, Long Lane 4, 101117", "order_change_address", **said)
    assert "order_unknown" not in answers and "ask_order_choice" not in answers


async def test_an_order_that_nobody_knows_gets_no_other_address_in_another_one_s_place() -> None:
    talk = Talk(Shop(order(LINE)))
    answers = await talk.say("another address for order 999999 please", "order_change_address", order_id="999999")
    assert "order_unknown" in answers


async def test_orders_offered_for_a_wish_are_offered_again_whatever_was_written_about_them() -> None:
    talk = Talk(Shop(order(CUP), second(LINE), delivered(LINE).model_copy(update={"id": "PA-2026-100003"})))
    await talk.say("where is my parcel", "order_status")
    first = talk.text
    assert FIRST in first and SECOND in first and "PA-2026-100003" not in first
    ranking = (("feedback_positive", 0.5), ("item_damaged", 0.2))
    await talk.hear(UserTurn("useless thing", ranking[:1], ranking, decision="clarify", scorn=True))
    assert FIRST in talk.text and SECOND in talk.text and "PA-2026-100003" not in talk.text


async def test_a_few_words_that_are_plainly_another_wish_name_none_of_the_orders_offered() -> None:
    talk = Talk(Shop(order(CUP), second(LINE), delivered(LINE).model_copy(update={"id": "PA-2026-100003"})))
    await talk.say("where is my parcel", "order_status")
    answers = await talk.say("I return the jumper", "return_request", product="jumper")
    assert "delivered" not in answers
    assert answers[-1] == "ask_return_reason"


async def test_orders_offered_after_a_wrong_number_are_offered_again_too() -> None:
    talk = Talk(Shop(order(CUP), second(LINE), delivered(LINE).model_copy(update={"id": "PA-2026-100003"})))
    await talk.say("where is PA-2026-999999", "order_status", order_id="PA-2026-999999")
    assert FIRST in talk.text and SECOND in talk.text and "PA-2026-100003" not in talk.text
    ranking = (("feedback_positive", 0.5), ("item_damaged", 0.2))
    await talk.hear(UserTurn("useless thing", ranking[:1], ranking, decision="clarify", scorn=True))
    assert FIRST in talk.text and SECOND in talk.text and "PA-2026-100003" not in talk.text


async def test_a_product_alone_at_the_confirmation_means_the_order_that_has_it() -> None:
    talk = Talk(Shop(order(CUP), order(LINE, id=SECOND, status="shipped")))
    assert (await talk.say("I don't want it", "order_cancel"))[-1] == "ask_confirm_cancel" and FIRST in talk.text
    assert (await talk.say("the shirt", None, product="shirt"))[-1] == "ask_confirm_refusal" and SECOND in talk.text
    await talk.say("do it", "affirm")
    assert talk.shop.orders[FIRST][0].status == "processing"


async def test_a_product_alone_of_the_order_that_is_talked_of_changes_nothing_but_is_asked_about_again() -> None:
    talk = Talk(Shop(order(CUP)))
    await talk.say("I don't want it", "order_cancel")
    assert (await talk.say("the mug", None, product="mug"))[-1] == "ask_confirm_cancel" and FIRST in talk.text
    await talk.say("yes", "affirm")
    assert talk.shop.orders[FIRST][0].status == "cancelled"


async def test_another_product_where_a_refusal_is_to_be_confirmed_goes_back_to_what_led_there() -> None:
    talk = Talk(Shop(order(CUP), order(LINE, id=SECOND, status="shipped")))
    await talk.say("I don't want it", "order_cancel")
    assert (await talk.say("the shirt", None, product="shirt"))[-1] == "ask_confirm_refusal"
    assert (await talk.say("nah the mug", "deny", product="mug"))[-1] == "ask_confirm_cancel" and FIRST in talk.text
    await talk.say("yes", "affirm")
    assert talk.shop.orders[FIRST][0].status == "cancelled" and not talk.shop.orders[SECOND][0].returns


@pytest.mark.parametrize(
    ("names", "word"),
    [
        ({"en": "Bag", "ru": "Сумка"}, "сумку"),
        ({"en": "Bag", "tr": "Keten gömlek"}, "gömleğim"),
        ({"en": "Bag", "ar": "سجادة"}, "سجادتي"),
    ],
)
async def test_a_name_with_another_ending_says_which_order(names: dict[str, str], word: str) -> None:
    bag = Product.model_validate(MUG.model_dump() | {"sku": "BAG", "name": names})
    line = {**CUP, "sku": "BAG", "name": names}
    talk = Talk(Shop(order(LINE), second(line), products=(shirt(), MUG, bag)))
    assert (await talk.say(f"? {word}", "order_cancel", product=word))[-1] == "ask_confirm_cancel"
    assert SECOND in talk.text


async def test_an_alias_with_an_article_joined_to_it_says_which_order() -> None:
    case = Product.model_validate(MUG.model_dump() | {"attributes": {"aliases": ["كفر"]}})
    talk = Talk(Shop(order(LINE), second(CUP), products=(shirt(), case)))
    assert (await talk.say("الكفر", "order_cancel", product="الكفر"))[-1] == "ask_confirm_cancel"
    assert SECOND in talk.text


async def test_a_word_that_is_hardly_like_a_name_says_nothing() -> None:
    talk = Talk(Shop(order(LINE), second(CUP)))
    assert (await talk.say("cancel the shovel", "order_cancel", product="shovel"))[-1] != "ask_confirm_cancel"
