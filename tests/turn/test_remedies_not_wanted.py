""" "I don't want a replacement" sounds like a wish for one, and wants the other remedy or what is said besides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shop_talk import Shop, Talk, delivered
from understood import understood

from bot.dialogue import UserTurn
from bot.inference.preferences import preferred
from bot.nlu.understanding import Scored, Understanding
from bot.reading.reading import Reading

REFUND, EXCHANGE, LESS = "return_request", "exchange_request", "compensation_request"
PARTS = {
    "a replacement": understood("", (EXCHANGE, 0.9)),
    "the money": understood("", (REFUND, 0.9), values={"resolution": ("refund", 0.8)}),
    "a discount rather": understood("", (LESS, 0.9)),
    "no": understood("", ("deny", 0.9)),
}


def read(text: str, *wishes: tuple[str, float]) -> Understanding:
    return preferred(understood(text, *wishes), lambda part: PARTS.get(part, understood(part)))


@pytest.mark.parametrize(
    ("text", "wish", "remedy"),
    [
        ("I don't want a replacement", EXCHANGE, "refund"),
        ("I don't want a replacement", "deny", "refund"),
        ("no, I don't want a replacement", EXCHANGE, "refund"),
        ("I don't want the money", REFUND, "exchange"),
    ],
)
def test_the_other_remedy_is_wanted(text: str, wish: str, remedy: str) -> None:
    found = read(text, (wish, 0.9))
    assert [one.name for one in found.intents] == ["deny"] and found.values["resolution"][0] == remedy


def test_what_is_said_besides_is_wanted() -> None:
    found = read("I don't want a replacement, a discount rather", (EXCHANGE, 0.6), ("deny", 0.3))
    assert [one.name for one in found.intents] == [LESS] and "resolution" not in found.values


def test_what_is_said_besides_without_a_pause_is_wanted() -> None:
    parts = {**PARTS, "kupon verin yeter": understood("", (LESS, 0.9)), "değişim": PARTS["a replacement"]}
    whole = replace(understood("değişim istemiyorum kupon verin yeter", (EXCHANGE, 0.9)), language=Scored("tr", 1.0))
    assert preferred(whole, lambda part: parts.get(part, understood(part))).intents[0].name == LESS
    del parts["kupon verin yeter"]
    assert preferred(whole, lambda part: parts.get(part, understood(part))).decision == "reject"


def test_what_is_said_besides_and_not_understood_is_no_remedy() -> None:
    found = read("I don't want a replacement, hm hm", (EXCHANGE, 0.9))
    assert found.decision == "reject" and not found.intents and not found.values


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("don't you want a replacement?", EXCHANGE),
        ("I don't want to return it", REFUND),
        ("I don't want to wait for a replacement", EXCHANGE),
        ("I don't want a replacement", "item_damaged"),
        ("I don't want the money", EXCHANGE),
        ("a replacement", EXCHANGE),
    ],
)
def test_another_message_stays_as_it_was_understood(text: str, wish: str) -> None:
    whole = understood(text, (wish, 0.9))
    assert preferred(whole, lambda part: PARTS.get(part, understood(part))) is whole


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("de", "ich will keinen Ersatz", "ersatz"),
        ("ru", "замена не нужна", "замена"),
        ("ar", "مش عايز فلوسي", "فلوسي"),
        ("tr", "değişim istemiyorum", "değişim"),
        ("ja", "返金はいりません", "返金"),
        ("zh", "不要换货", "换货"),
        ("ko", "환불은 필요없어요", "환불은"),
        ("id", "gak mau tukar", "tukar"),
    ],
)
def test_it_is_told_apart_in_every_language(language: str, text: str, rest: str) -> None:
    heard: list[str] = []

    def parse(part: str) -> Understanding:
        heard.append(part)
        return understood(part, (EXCHANGE, 0.9))

    whole = understood(text, (EXCHANGE, 0.9))
    found = preferred(replace(whole, language=Scored(language, 1.0)), parse)
    assert rest in heard and found.intents[0].name == "deny"


async def test_the_refund_is_asked_about_where_a_replacement_is_not_wanted() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("the shirt came torn", "item_damaged"))[-1] == "ask_problem_resolution"
    found = read("I don't want a replacement", (EXCHANGE, 0.9))
    flows = frozenset({"report_damaged"})
    turn: UserTurn = Reading(
        found.text, "en", None, understanding=found, running=flows, waiting_for="resolution"
    ).as_turn()
    assert (await talk.hear(turn))[-1] == "ask_confirm_problem_refund"
