"""An item that was not used may go back: that is neither praise nor a fault, and no reason either."""

from __future__ import annotations

import pytest
from understood import understood

from actions.said.word_tables import UNUSED, speaks_of
from bot.dialogue import UserTurn
from bot.reading import Reading
from bot.reading.torn import SURE


def read(text: str, heard: str, asked: str, reason: str = "changed_mind") -> UserTurn:
    found = understood(text, (heard, 0.9), values={"return_reason": (reason, 0.8)})
    return Reading(
        text, "en", "m", understanding=found, waiting_for=asked, running=frozenset({"return_item"})
    ).as_turn()


@pytest.mark.parametrize("heard", ["feedback_positive", "item_missing", "order_cancel"])
def test_where_a_reason_is_asked_for_it_only_says_the_wish_again(heard: str) -> None:
    turn = read("unused, still in its box", heard, "return_reason")
    assert [name for name, _ in turn.intents] == ["return_request"] and not turn.values


def test_where_a_return_is_to_be_confirmed_it_reports_nothing() -> None:
    turn = read("opened it but never used it", "item_damaged", "confirm_return")
    assert not turn.intents and not turn.values and turn.shows


@pytest.mark.parametrize(
    ("text", "heard", "asked", "reason"),
    [
        ("unused, and torn when it came", "item_damaged", "return_reason", "damaged"),
        ("yes, unused", "affirm", "confirm_return", "changed_mind"),
        ("is unopened enough?", "return_policy", "confirm_return", "changed_mind"),
        ("never used the app", "account_access", "new_address", "changed_mind"),
    ],
)
def test_what_says_more_is_heard(text: str, heard: str, asked: str, reason: str) -> None:
    assert read(text, heard, asked, reason).intent == heard


@pytest.mark.parametrize(
    "text",
    [
        "没用过，还在盒子里",
        "未使用で箱に入ったままです",
        "미개봉이에요",
        "sin estrenar, en su caja",
        "não usei não, tá na caixa ainda",
        "jamais utilisé",
        "unbenutzt, noch im Karton",
        "L'ho aperta ma mai usata",
        "не вскрывал, в упаковке",
        "ما استخدمته لسه",
        "hiç kullanmadım",
        "ยังไม่แกะเลยค่ะ",
        "chưa dùng lần nào",
        "belum dipakai kak",
    ],
)
def test_every_language_says_so(text: str) -> None:
    assert speaks_of(UNUSED, text)


def test_the_money_that_is_wanted_back_is_the_remedy() -> None:
    wish = (("return_request", 0.99),)
    heard = understood("I want to return the kettle and get my money back", *wish)
    assert Reading(heard.text, "en", "m", understanding=heard).as_turn().values["resolution"][0] == "refund"
    asked = understood("can I return it and get my money back?", *wish)
    assert "resolution" not in Reading(asked.text, "en", "m", understanding=asked).as_turn().values


@pytest.mark.parametrize("asked", ["quantity", "return_item", "return_reason"])
def test_no_and_the_money_where_something_else_is_asked_tells_the_remedy(asked: str) -> None:
    heard = understood("no, my money back rather", ("deny", 0.7))
    flows = frozenset({"return_item"})
    turn = Reading(heard.text, "en", "m", understanding=heard, waiting_for=asked, running=flows).as_turn()
    assert turn.intent == "return_request" and turn.values == {"resolution": ("refund", SURE)}
