"""Money back or another one, in messages that name both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from understood import understood

from bot.inference.preferences import instead, preferred, variants_wanted
from bot.nlu.understanding import Entity, Scored, Understanding

REFUND, EXCHANGE = "return_request", "exchange_request"


def heard(text: str, *ranking: tuple[str, float], remedy: str = "") -> Understanding:
    return understood(text, *ranking, values={"resolution": (remedy, 0.8)} if remedy else {})


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


def test_a_no_before_what_is_refused_is_no_other_matter() -> None:
    told = {"no": heard("no", ("deny", 1.0)), "no the money": heard("no the money", ("deny", 0.92), (REFUND, 0.06))}
    text = "send it, not no the money"
    found = preferred(heard(text, (REFUND, 0.6), ("deny", 0.2)), lambda part: told.get(part, SWAP))
    assert (found.intents[0].name, found.values["resolution"][0]) == (EXCHANGE, "exchange")
    told["no the money"] = told["no"]
    whole = heard(text, (REFUND, 0.6), ("deny", 0.2))
    assert preferred(whole, lambda part: told.get(part, SWAP)) is whole


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


def test_a_no_with_what_is_wanted_behind_it_says_both() -> None:
    told = {"I'd rather have the money": heard("I'd rather have the money", (REFUND, 0.9))}
    found = instead(heard("no, I'd rather have the money", ("deny", 0.96)), told.__getitem__)
    assert [one.name for one in found.intents] == ["deny", REFUND]
    assert found.values["resolution"] == ("refund", 0.9)


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("no, not a refund", "deny"),  # a second refusal: nobody knows what is wanted
        ("no thanks", "deny"),
        ("no, thanks", "deny"),
        ("well, a refund", REFUND),
    ],
)
def test_other_answers_are_as_they_were_understood(text: str, likeliest: str) -> None:
    whole = heard(text, (likeliest, 0.9))
    assert instead(whole, lambda part: MONEY if "refund" in part else heard(part)) is whole


def of_sizes(text: str, language: str, first: str, second: str, likeliest: str = EXCHANGE) -> list[str]:
    found = replace(heard(text, (likeliest, 0.9)), language=Scored(language, 1.0))
    sizes = tuple(
        Entity("size", one, text.index(one), text.index(one) + len(one), "rules", one) for one in (first, second)
    )
    return [str(one.value) for one in variants_wanted(replace(found, entities=sizes)).entities]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I need 43 instead of 42 please"),
        ("de", "statt 42 lieber 43"),
        ("ar", "بدي 43 بدل 42 اذا لسا ما طلعت"),
        ("tr", "42 yerine 43 istiyorum"),
        ("ja", "42じゃなくて43でお願いします"),
        ("fr", "43 au lieu de 42"),
    ],
)
def test_of_two_sizes_the_refused_one_is_not_wanted(language: str, text: str) -> None:
    assert of_sizes(text, language, "42", "43") == ["43"]


def test_sizes_that_are_only_named_or_tell_what_came_stay() -> None:
    assert of_sizes("from 42 to 43", "en", "42", "43") == ["42", "43"]
    assert of_sizes("I got 43 instead of 42", "en", "42", "43", "item_wrong") == ["42", "43"]


def test_a_remedy_by_chance_in_words_that_plainly_say_something_else_is_none() -> None:
    told = {"let me ask my mum first": understood("x", ("stop", 0.82), values={"resolution": ("reship", 0.77)})}
    found = heard("no wait, let me ask my mum first", ("deny", 0.84))
    assert instead(found, told.__getitem__) == found


@pytest.mark.parametrize(("wish", "remedy"), [(REFUND, "refund"), (EXCHANGE, "exchange")])
def test_what_is_wanted_before_a_no_without_a_pause_is_not_what_is_refused(wish: str, remedy: str) -> None:
    wanted = "refund me" if wish == REFUND else "swap it"
    told = {wanted: heard(wanted, (wish, 0.98)), "bother": heard("bother")}
    text = f"{wanted} don't want bother"
    found = preferred(heard(text, (wish, 0.47), ("deny", 0.42)), lambda part: told.get(part, heard(part)))
    assert (found.intents[0].name, found.values["resolution"][0]) == (wish, remedy)
