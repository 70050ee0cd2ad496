"""What is said while a return is talked of, and sounds like something else."""

from __future__ import annotations

import pytest
from shop_talk import CUP, Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Entity
from bot.reading.reading import Reading

YES = (("affirm", 0.99), ("return_request", 0.0))
NUMBER = Entity("order_id", "NK-64010", 0, 8, "pattern", "NK-64010")


def heard(text: str, *intents: tuple[str, float], asked: str | None, language: str = "en", **more: object) -> UserTurn:
    found = understood(text, *intents, **more)
    flows = frozenset({"return_item"})
    return Reading(text, language, None, understanding=found, running=flows, waiting_for=asked).as_turn()


@pytest.mark.parametrize("asked", ["return_reason", "resolution"])
@pytest.mark.parametrize(
    ("language", "said"), [("en", "ok, send it back"), ("th", "โอเค คืนเลย"), ("zh", "好，退吧"), ("ru", "да, верните")]
)
def test_send_it_back_then_wants_the_return(asked: str, language: str, said: str) -> None:
    assert heard(said, *YES, asked=asked, language=language).intent == "return_request"


@pytest.mark.parametrize("said", ["yes", "ok, send it back?"])
def test_another_yes_is_none(said: str) -> None:
    assert heard(said, *YES, asked="resolution").intent == "affirm"


async def test_it_chooses_the_money_where_the_remedy_is_asked() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("the shirt came torn", "item_damaged"))[-1] == "ask_problem_resolution"
    assert (await talk.hear(heard("ok, send it back", *YES, asked="resolution")))[-1] == "ask_confirm_problem_refund"


def test_the_number_of_what_goes_back_asks_nothing_of_the_parcel() -> None:
    said = "NK-64010, I have not worn it"
    assert heard(said, ("order_status", 0.6), asked="return_item", entities=(NUMBER,)).intent is None
    assert heard(said, ("order_status", 0.97), asked="return_item", entities=(NUMBER,)).intent == "order_status"
    asking = "NK-64010, where is it?"
    assert heard(asking, ("order_status", 0.6), asked="return_item", entities=(NUMBER,)).intent == "order_status"


async def test_who_does_not_want_a_faulty_one_any_more_has_not_changed_their_mind() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("the shirt came torn", "item_damaged")
    values = {"return_reason": ("changed_mind", 0.96)}
    turn = heard("I don't want it, just the money", ("return_request", 0.99), asked="resolution", values=values)
    assert "return_reason" not in turn.values
    assert (await talk.hear(turn))[-1] == "ask_confirm_problem_refund"


def test_of_two_that_came_one_is_broken_and_none_missing() -> None:
    said = "two mugs came, one is broken"
    turn = heard(said, ("item_damaged", 0.81), ("item_missing", 0.39), asked=None)
    assert [name for name, _ in turn.intents] == ["item_damaged"]
    turn = heard(said, ("item_damaged", 0.81), ("item_missing", 0.6), asked=None)
    assert [name for name, _ in turn.intents] == ["item_damaged", "item_missing"]


async def test_both_of_the_only_item_that_is_named_are_all_its_pieces() -> None:
    talk = Talk(Shop(delivered({**CUP, "quantity": 2})), language="ja")
    said = "先日届いたマグなんですけど、もう同じのを持っていて…2個とも返品したいです"
    named = ({"entity": "product", "value": "MUG", "text": "マグ"},)
    wish = (("return_request", 1.0),)
    assert (await talk.hear(UserTurn(said, wish, wish, named, language="ja", decision="answer")))[
        -1
    ] == "ask_return_reason"


async def test_a_yes_goes_on_without_a_reason_that_was_asked_for_twice() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("I want to return it, money please", "return_request"))[-1] == "ask_return_reason"
    assert (await talk.say("who pays for that", "return_policy"))[-1] == "ask_return_reason"
    assert (await talk.say("all right, go on", "affirm"))[-1] == "ask_resolution"


def test_a_yes_that_answers_nothing_is_the_wish_beside_it() -> None:
    one = Entity("quantity", 1, 5, 8, "list", "one")
    ranking = (("affirm", 0.89), ("order_change_items", 0.1))
    assert heard("yes, one of it please", *ranking, asked=None, entities=(one,)).intent == "order_change_items"
    assert heard("yes, one of it please", *ranking, asked="confirm_items", entities=(one,)).intent == "affirm"
    assert heard("yes please", *ranking, asked=None).intent == "affirm"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "네, 감사합니다"),
        ("th", "ค่ะ ขอบคุณค่ะ"),
        ("en", "yes, thanks"),
        ("de", "Ja, danke!"),
        ("tr", "evet teşekkürler"),
    ],
)
def test_yes_and_thanks_is_a_yes_to_what_is_to_be_confirmed(language: str, said: str) -> None:
    thanks = ("thanks", 0.99)
    assert heard(said, thanks, asked="confirm_return", language=language).intent == "affirm"
    assert heard(said, thanks, asked=None, language=language).intent == "thanks"


@pytest.mark.parametrize(("language", "said"), [("th", "ไม่ค่ะ ขอบคุณค่ะ"), ("ko", "감사합니다"), ("en", "thanks")])
def test_thanks_alone_are_no_yes(language: str, said: str) -> None:
    assert heard(said, ("thanks", 0.99), asked="confirm_return", language=language).intent == "thanks"


@pytest.mark.parametrize(
    ("wish", "told", "asked"),
    [
        ("return_request", (2,), "ask_return_reason"),
        ("return_request", (2, 1), "ask_how_many"),
        ("return_request", (1,), "ask_how_many"),
        ("item_damaged", (2,), "ask_how_many"),
    ],
)
async def test_as_many_as_were_bought_are_all_of_them(wish: str, told: tuple[int, ...], asked: str) -> None:
    talk = Talk(Shop(delivered({**CUP, "quantity": 2})), language="th")
    named = tuple({"entity": "quantity", "value": one, "text": str(one)} for one in told)
    turn = UserTurn("แก้ว", ((wish, 1.0),), ((wish, 1.0),), named, language="th", decision="answer")
    assert (await talk.hear(turn))[-1] == asked
