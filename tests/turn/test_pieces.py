"""One of several pieces of an item: only that goes back, and is paid back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from shop_talk import CUP, LINE, SECOND, Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Entity
from bot.reading import Reading

TWO: dict[str, Any] = {**CUP, "quantity": 2}
THREE: dict[str, Any] = {**LINE, "quantity": 3}
BROKEN = (("item_damaged", 0.97),)


def broken(text: str, pieces: str | None = None) -> UserTurn:
    told = {"pieces": (pieces, 0.95)} if pieces else {}
    return UserTurn(text, BROKEN, BROKEN, values=told, decision="answer")


async def test_how_many_is_asked_and_only_these_are_paid_back() -> None:
    talk = Talk(Shop(delivered(TWO)))
    assert (await talk.hear(broken("the mug is broken")))[-1] == "ask_how_many"
    assert [one.split("=")[1].split(")")[0] for one in talk.buttons] == ["1", "2"]
    assert (await talk.say("one", None, quantity="1"))[-1] == "ask_problem_resolution"
    assert "10.00" in talk.text
    await talk.press("/SetSlots(resolution=refund)")
    assert "1 × Mug" in talk.text and "10.00" in talk.text
    await talk.say("yes", "affirm")
    (made,) = talk.shop.orders["PA-2026-100001"][0].returns
    assert (made.items, made.pieces) == (("3",), 1)


async def test_who_says_that_one_is_broken_is_not_asked() -> None:
    talk = Talk(Shop(delivered(TWO)))
    assert (await talk.hear(broken("one of the two mugs is broken", "1")))[-1] == "ask_problem_resolution"


async def test_of_one_piece_nothing_is_asked_and_nothing_counted() -> None:
    talk = Talk(Shop(delivered(CUP)))
    assert (await talk.hear(broken("the mug is broken", "1")))[-1] == "ask_problem_resolution"
    await talk.press("/SetSlots(resolution=refund)")
    await talk.say("yes", "affirm")
    (made,) = talk.shop.orders["PA-2026-100001"][0].returns
    assert made.pieces is None and "×" not in talk.text


async def test_all_of_them_are_a_return_of_the_line() -> None:
    talk = Talk(Shop(delivered(TWO)))
    await talk.hear(broken("the mugs are broken"))
    await talk.press("/SetSlots(quantity=2)")
    await talk.press("/SetSlots(resolution=refund)")
    assert "2 × Mug" in talk.text and "20.00" in talk.text
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100001"][0].returns[0].pieces is None


async def test_two_of_three_shirts_are_exchanged() -> None:
    talk = Talk(Shop(delivered(THREE, CUP)))
    answers = await talk.say("exchange the shirts for L", "exchange_request", product="shirt", size="L")
    assert answers[-1] == "ask_how_many"
    assert (await talk.say("two of them", None, quantity="2"))[-1] == "ask_confirm_exchange"
    assert "2 × Linen shirt" in talk.text
    await talk.say("yes", "affirm")
    (made,) = talk.shop.orders["PA-2026-100001"][0].returns
    assert (made.items, made.pieces, made.resolution) == (("1",), 2, "exchange")


async def test_only_one_came_of_three_is_asked() -> None:
    missing = (("item_missing", 0.97),)
    told = {"pieces": ("1", 0.95)}
    for line, asked in ((TWO, "ask_problem_resolution"), ({**CUP, "quantity": 3}, "ask_how_many")):
        talk = Talk(Shop(delivered(line)))
        answers = await talk.hear(UserTurn("only one came", missing, missing, values=told, decision="answer"))
        assert answers[-1] == asked


async def test_just_one_after_all_changes_what_is_to_be_confirmed() -> None:
    talk = Talk(Shop(delivered(TWO)))
    await talk.hear(broken("the mugs are broken"))
    await talk.press("/SetSlots(quantity=2)")
    await talk.press("/SetSlots(resolution=refund)")
    answers = await talk.hear(UserTurn("just one of them", values={"pieces": ("1", 0.95)}, decision="reject"))
    assert answers[-1] == "ask_confirm_problem_refund"
    assert "1 × Mug" in talk.text and "10.00" in talk.text
    await talk.hear(UserTurn("no, all of them", values={"pieces": ("all", 0.95)}, decision="reject"))
    assert "2 × Mug" in talk.text
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100001"][0].refundable == Decimal(20)


async def test_yes_but_just_one_of_them_asks_again() -> None:
    yes = (("affirm", 0.98),)
    only_one = UserTurn("yes but just one of them", yes, yes, values={"pieces": ("1", 0.95)}, decision="answer")
    talk = Talk(Shop(delivered(TWO)))
    await talk.hear(broken("the mugs are broken"))
    await talk.press("/SetSlots(quantity=2)")
    await talk.press("/SetSlots(resolution=refund)")
    assert (await talk.hear(only_one))[-1] == "ask_confirm_problem_refund" and "1 × Mug" in talk.text
    await talk.hear(only_one)
    assert talk.shop.orders["PA-2026-100001"][0].returns[0].pieces == 1


@pytest.mark.parametrize("intent", ["return_request", "exchange_request"])
async def test_just_one_of_several_items_is_asked_for(intent: str) -> None:
    talk = Talk(Shop(delivered(LINE, SECOND)))
    await talk.say("I'd like both in L", intent, size="L")
    await talk.press("/SetSlots(return_item=all)")
    for payload in ("/SetSlots(return_reason=changed_mind)", "/SetSlots(resolution=refund)"):
        if any(one.startswith(payload) for one in talk.buttons):
            await talk.press(payload)
    yes = (("affirm", 0.98),)
    only_one = UserTurn("yes but just one of them", yes, yes, values={"pieces": ("1", 0.95)}, decision="answer")
    assert (await talk.hear(only_one))[-1] == "ask_item_choice"
    assert not talk.shop.orders["PA-2026-100001"][0].returns


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("one of the two mugs is broken", "en"),
        ("von den zwei Tassen ist eine kaputt", "de"),
        ("sur les 2 mugs un seul est cassé", "fr"),
        ("una de las dos tazas llegó rota", "es"),
        ("una delle due tazze è rotta", "it"),
        ("uma das duas canecas veio quebrada", "pt"),
        ("одна кружка из двух разбита", "ru"),
        ("طلبت كوبين وواحد منهم مكسور", "ar"),
        ("iki kupadan biri kırık geldi", "tr"),
        ("两个杯子其中一个碎了", "zh"),
        ("マグカップ2個のうち1個だけ割れてた", "ja"),
        ("머그컵 두 개 중에 하나만 깨졌어요", "ko"),
        ("แก้วแตก 1 ใบ", "th"),
        ("mua 2 cốc mà bể 1 cái", "vi"),
        ("salah satu mugnya pecah", "id"),
        ("eins ist kaputt, das andere ist top", "de"),
        ("uno de los dos vino roto", "es"),
        ("um deles veio com defeito", "pt"),
        ("biri kırık geldi", "tr"),
        ("片方が破れていました", "ja"),
        ("一件坏了", "zh"),
        ("ตัวนึงขาด", "th"),
        ("salah satu robek", "id"),
    ],
)
def test_one_of_several_is_said_in_every_language(text: str, language: str) -> None:
    heard = understood(text, ("item_damaged", 0.97))
    assert Reading(text, language, "m", understanding=heard).as_turn().values["pieces"][0] == "1"


@pytest.mark.parametrize("text", ["the mug is broken", "one of the worst shops, the mug broke"])
def test_a_piece_is_not_one_of_several(text: str) -> None:
    heard = understood(text, ("item_damaged", 0.97))
    assert "pieces" not in Reading(text, "en", "m", understanding=heard).as_turn().values


@pytest.mark.parametrize(("text", "value"), [("just one", 1), ("only two", 2)])
def test_a_number_where_it_was_asked_how_many_is_no_report(text: str, value: int) -> None:
    word = text.rsplit(maxsplit=1)[-1]
    found = (Entity("quantity", value, text.index(word), len(text), "list", word),)
    all_of_it = {"all_items": ("yes", 0.9)}
    heard = understood(text, ("item_missing", 0.97), entities=found, values=all_of_it)
    turn = Reading(text, "en", "m", understanding=heard, waiting_for="quantity").as_turn()
    assert turn.decision == "reject" and not turn.values and turn.option is None
    assert [one["value"] for one in turn.entities] == [value]


@pytest.mark.parametrize("asked", ["confirm_return", "resolution", "return_reason"])
def test_just_one_of_them_refuses_nothing(asked: str) -> None:
    heard = understood("just one of them, not both", ("deny", 0.97))
    turn = Reading("just one of them, not both", "en", "m", understanding=heard, waiting_for=asked).as_turn()
    assert turn.decision == "reject" and turn.values["pieces"][0] == "1"


@pytest.mark.parametrize(
    ("text", "language"), [("nur eine", "de"), ("就一个", "zh"), ("một cái", "vi"), ("só uma", "pt")]
)
def test_one_is_a_number_where_it_was_asked_how_many(text: str, language: str) -> None:
    heard = understood(text, ("item_missing", 0.97))
    turn = Reading(text, language, "m", understanding=heard, waiting_for="quantity").as_turn()
    assert [one["value"] for one in turn.entities] == [1]


async def test_what_is_wanted_for_them_is_kept_where_their_number_was_asked() -> None:
    talk = Talk(Shop(delivered(THREE)))
    await talk.hear(UserTurn("the shirts are torn", BROKEN, BROKEN, decision="answer"))
    number = Entity("quantity", "2", 14, 15, "pattern", 2)
    said = understood(
        "the money for 2", ("refund_status", 0.7), values={"resolution": ("refund", 0.8)}, entities=(number,)
    )
    reading = Reading(said.text, "en", None, understanding=said, waiting_for="quantity")
    assert (await talk.hear(reading.as_turn()))[-1] == "ask_confirm_problem_refund"
    assert "2 × Linen shirt" in talk.text and "80.00" in talk.text
