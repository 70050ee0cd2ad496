"""An order that is chosen from a list by how far it is: "the delivered one"."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shop_talk import Shop, Talk, delivered, order
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Entity
from bot.reading import Reading

FIRST, SECOND, THIRD = "PA-2026-100001", "PA-2026-100002", "PA-2026-100003"


def read(text: str, *wishes: tuple[str, float], waiting_for: str | None = "order_id") -> UserTurn:
    meant = understood(text, *wishes)
    return Reading(text, "en", "m", understanding=meant, waiting_for=waiting_for).as_turn()


def shop() -> Shop:
    arrived = delivered().model_copy(update={"id": SECOND})
    return Shop(order(status="shipped"), arrived, order(id=THIRD, status="shipped"))


async def test_the_delivered_one_is_the_one_that_was_delivered() -> None:
    talk = Talk(shop())
    assert (await talk.say("I need the invoice", "invoice_request"))[-1] == "ask_order_choice"
    await talk.hear(read("the delivered one", ("item_damaged", 0.4)))
    assert SECOND in talk.text and FIRST not in talk.text and THIRD not in talk.text


async def test_several_in_that_state_are_offered_alone() -> None:
    talk = Talk(shop())
    await talk.say("I need the invoice", "invoice_request")
    assert (await talk.hear(read("one of the shipped ones")))[-1] == "ask_order_choice"
    assert FIRST in talk.text and THIRD in talk.text and SECOND not in talk.text


async def test_what_is_asked_for_twice_without_an_order_is_not_offered_forever() -> None:
    talk = Talk(shop())
    await talk.say("I need the invoice", "invoice_request")
    for _ in range(2):
        await talk.hear(read("one of the shipped ones"))
    assert (await talk.hear(read("one of the shipped ones")))[-1] != "ask_order_choice"


@pytest.mark.parametrize(
    ("text", "wish"), [("the one stuck in customs", "customs_duties"), ("the one on its way", "feedback_positive")]
)
def test_a_choice_by_the_state_asks_nothing_else(text: str, wish: str) -> None:
    turn = read(text, (wish, 0.95))
    assert turn.intents == () and [one["entity"] for one in turn.entities] == ["order_state"]


@pytest.mark.parametrize("text", ["the sunglasses one", "太陽眼鏡那個", "サングラスのやつ"])
def test_a_product_with_a_word_that_points_is_a_choice_and_no_question_about_it(text: str) -> None:
    word = next(one for one in ("sunglasses", "太陽眼鏡", "サングラス") if one in text)
    named = Entity("product", word, text.find(word), text.find(word) + len(word), "product", word, 0.9)

    def heard(said: str, waiting_for: str | None) -> UserTurn:
        meant = understood(said, ("product_info", 0.55), entities=(named,))
        return Reading(said, "en", "m", understanding=meant, waiting_for=waiting_for).as_turn()

    assert heard(text, "order_id").intents == () and heard(text, "return_item").intents == ()
    assert heard(text, None).intent == "product_info"
    assert heard(f"{text}?", "order_id").intent == "product_info"


@pytest.mark.parametrize(
    ("text", "size", "word"), [("size S for the jacket", "S", "jacket"), ("Jacke in S bitte", "S", "Jacke")]
)
def test_a_product_with_the_size_that_is_wanted_is_a_choice_of_an_item(text: str, size: str, word: str) -> None:
    named = tuple(
        Entity(kind, said, text.find(said), text.find(said) + len(said), kind, said, 0.9)
        for kind, said in (("size", size), ("product", word))
    )

    def heard(waiting_for: str | None) -> UserTurn:
        meant = understood(text, ("product_size", 0.9), entities=named)
        return Reading(text, "en", "m", understanding=meant, waiting_for=waiting_for).as_turn()

    assert heard("return_item").intents == () and len(heard("return_item").entities) == 2
    assert heard(None).intent == "product_size"


def test_a_wish_or_a_question_with_the_state_in_it_is_one() -> None:
    wish = ("order_cancel", 0.95)
    assert read("no, please cancel the delivered one instead", wish).intents == (wish,)
    question = read("is the one at customs free of duties?", ("customs_duties", 0.95))
    assert question.intents and not question.entities
    assert read("the delivered one", wish, waiting_for=None) == replace(
        read("the delivered one", wish, waiting_for=None), entities=()
    )


def test_the_order_that_is_not_meant_is_no_wish_of_its_own() -> None:
    turn = read("the one on its way, not the one stuck at customs", ("item_wrong", 0.72))
    assert turn.intents == ()
    assert [one["entity"] for one in turn.entities] == ["order_state", "order_state_refused"]


@pytest.mark.parametrize("wish", ["delivery_schedule", "feedback_positive", "exchange_request"])
def test_the_one_that_came_alone_chooses_no_remedy_whatever_it_sounds_like(wish: str) -> None:
    assert read("the delivered one", (wish, 0.76), waiting_for="resolution").intents == ()
    asked = read("swap the delivered one", ("exchange_request", 0.76), waiting_for="resolution")
    assert asked.intents == (("exchange_request", 0.76),)
