"""Money back or another one, in messages that name both."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Scored, Understanding
from bot.preferences import preferred

REFUND, EXCHANGE = "return_request", "exchange_request"


def heard(text: str, *ranking: tuple[str, float], remedy: str = "") -> Understanding:
    scored = tuple(Scored(name, sure) for name, sure in ranking)
    neutral = Scored("neutral", 1.0)
    return Understanding(
        text=text,
        language=Scored("en", 1.0),
        intents=scored,
        intent_ranking=scored,
        emotion=neutral,
        emotion_ranking=(),
        intensity=0.0,
        sentiment=0.0,
        urgency=Scored("normal", 1.0),
        decision="answer" if scored else "reject",
        values={"resolution": (remedy, 0.8)} if remedy else {},
    )


SWAP, MONEY = heard("an exchange", (EXCHANGE, 0.9)), heard("a refund", (REFUND, 0.9))
BOTH = {"an exchange": SWAP, "a refund": MONEY}


@pytest.mark.parametrize(
    ("text", "wish", "remedy"),
    [
        ("a refund, not an exchange", REFUND, "refund"),
        ("an exchange, not a refund", EXCHANGE, "exchange"),
    ],
)
def test_what_is_wanted_counts_whatever_the_whole_sounds_like(text: str, wish: str, remedy: str) -> None:
    other = EXCHANGE if wish == REFUND else REFUND
    found = preferred(heard(text, (other, 0.8), (wish, 0.1), ("deny", 0.05)), BOTH.__getitem__)
    assert [one.name for one in found.intents] == [wish]
    assert found.intent_ranking[0].name == wish and other not in {one.name for one in found.intent_ranking}
    assert found.values["resolution"][0] == remedy


def test_the_remedy_of_a_part_says_it_too() -> None:
    told = {"the money": heard("the money", remedy="refund"), "an exchange": SWAP}
    found = preferred(heard("the money, not an exchange", (EXCHANGE, 0.9)), told.__getitem__)
    assert found.intents[0].name == REFUND


def test_what_was_said_besides_stays() -> None:
    both = heard("a refund, not an exchange", (EXCHANGE, 0.8), ("item_damaged", 0.6), ("deny", 0.3))
    assert [one.name for one in preferred(both, BOTH.__getitem__).intents] == [REFUND, "item_damaged"]


def test_nothing_is_preferred_where_the_parts_do_not_each_name_one_of_the_two() -> None:
    text = "it is not the red one, I want a refund"
    told = {"it is, I want a refund": MONEY, "it is I want a refund": MONEY, "the red one": heard("the red one")}
    whole = heard(text, (REFUND, 0.9))
    assert preferred(whole, lambda part: told.get(part, heard(part))) is whole
    cap = heard("not the cap", ("product_info", 0.9))
    assert preferred(cap, BOTH.__getitem__) is cap


def test_a_question_for_the_money_that_is_on_its_way_prefers_nothing() -> None:
    asked = heard("a refund, not an exchange", ("refund_status", 0.9))
    assert preferred(asked, BOTH.__getitem__) is asked
