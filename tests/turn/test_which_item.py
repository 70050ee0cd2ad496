"""What is said where an item, or its variant, was asked for."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, SECOND, Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Entity
from bot.reading import Reading


def read(text: str, language: str, products: tuple[str, ...], intent: str = "item_damaged") -> UserTurn:
    """How it is taken where an item was asked for. products: the words recognised as such."""
    found = tuple(
        Entity("product", word, text.index(word), text.index(word) + len(word), "list", word) for word in products
    )
    heard = understood(text, (intent, 0.97), entities=found, values={"return_reason": ("damaged", 0.9)})
    return Reading(text, language, "m", understanding=heard, waiting_for="return_item").as_turn()


@pytest.mark.parametrize(
    ("text", "language", "products"),
    [
        ("the shirt and the mug", "en", ("shirt", "mug")),
        ("only the mug please", "en", ("mug",)),
        ("das Hemd und die Tasse bitte", "de", ("Hemd", "Tasse")),
        ("seulement le mug", "fr", ("mug",)),
        ("solo la camisa y la taza", "es", ("camisa", "taza")),
        ("la camicia e la tazza", "it", ("camicia", "tazza")),
        ("só a camisa e a caneca", "pt", ("camisa", "caneca")),
        ("только рубашку и кружку", "ru", ("рубашку", "кружку")),
        ("بس القميص والكوب", "ar", ("القميص", "الكوب")),
        ("sadece gömlek ve kupa", "tr", ("gömlek", "kupa")),
        ("只有衬衫和杯子", "zh", ("衬衫", "杯子")),
        ("シャツとマグカップだけ", "ja", ("シャツ", "マグカップ")),
        ("셔츠랑 머그컵만요", "ko", ("셔츠", "머그컵")),
        ("แค่เสื้อกับแก้วค่ะ", "th", ("เสื้อ", "แก้ว")),
        ("chỉ cái áo với cái cốc thôi ạ", "vi", ("áo", "cốc")),
        ("kemeja sama mugnya aja kak", "id", ("kemeja", "mug")),
    ],
)
def test_names_alone_say_no_fault(text: str, language: str, products: tuple[str, ...]) -> None:
    turn = read(text, language, products)
    assert turn.decision == "reject" and not turn.intents and not turn.values


@pytest.mark.parametrize("text", ["the mug, it is broken", "mug torn", "is it the mug?", "the mug came late"])
def test_more_than_the_name_is_heard(text: str) -> None:
    assert read(text, "en", ("mug",)).intent == "item_damaged"


def test_names_are_names_only_where_an_item_was_asked_for() -> None:
    heard = understood("the mug", ("item_damaged", 0.97))
    assert Reading("the mug", "en", "m", understanding=heard).as_turn().intent == "item_damaged"


async def test_two_of_three_that_are_named_are_chosen() -> None:
    talk = Talk(Shop(delivered(LINE, CUP, {**SECOND, "sku": "CAP", "name": {"en": "Cap"}})))
    assert (await talk.say("I want to return something", "return_request"))[-1] == "ask_item_choice"
    answers = await talk.say("the shirt and the mug", None, product=("shirt", "mug"))
    assert answers[-1] == "ask_return_reason"
    await talk.press("/SetSlots(return_reason=changed_mind)")
    assert "Linen shirt" in talk.text and "Mug" in talk.text and "Cap" not in talk.text


async def test_the_wish_said_again_is_the_name_of_no_item() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    await talk.say("I want to return something", "return_request")
    assert await talk.say("我要退貨", "return_request") == ["ask_item_choice"]
    assert (await talk.say("exchange", "exchange_request"))[-1] == "ask_item_choice"
    assert (await talk.press("/SetSlots(return_item=1)"))[-1] == "ask_exchange_variant"


async def test_the_wish_said_again_is_no_variant() -> None:
    talk = Talk(Shop(delivered(LINE)))
    assert (await talk.say("exchange the shirt", "exchange_request", product="shirt"))[-1] == "ask_exchange_variant"
    assert await talk.say("exchange", "exchange_request") == ["ask_exchange_variant"]
    assert (await talk.say("exchange it for XL", "exchange_request", size="XL"))[-1] == "ask_confirm_exchange"


async def test_the_number_of_the_order_is_no_item() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    await talk.say("I want to return something", "return_request")
    assert await talk.say("طلب 100001", None, order_id="100001") == ["ask_item_choice"]


@pytest.mark.parametrize("wish", ["item_damaged", "return_request", "refund_status"])
async def test_what_is_wrong_or_wanted_told_where_the_item_was_asked_for_names_none_that_is_not_there(
    wish: str,
) -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    assert (await talk.say("it came broken", "item_damaged"))[-1] == "ask_item_choice"
    assert "item_unknown" not in await talk.say("what came three days ago is broken", wish)
    assert (await talk.say("the mug", None, return_item="3"))[-1] == "ask_problem_resolution"
