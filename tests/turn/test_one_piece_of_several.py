"""One piece of an item that was bought several times: a person does what the bot could only do with all of them."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import LINE, Shop, Talk, delivered

TWO: dict[str, Any] = {**LINE, "quantity": 2}


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "one of the shirts is torn", "item_damaged"),
        ("de", "eins ist kaputt, das andere ist top", "item_damaged"),
        ("fr", "une des deux est abîmée", "item_damaged"),
        ("es", "uno de los dos vino roto", "item_damaged"),
        ("it", "uno dei due è rotto", "item_damaged"),
        ("pt", "um deles veio com defeito", "item_damaged"),
        ("ru", "одна из двух порвана", "item_damaged"),
        ("ar", "واحد منهم مكسور", "item_damaged"),
        ("tr", "biri kırık geldi", "item_damaged"),
        ("ja", "片方が破れていました", "item_damaged"),
        ("ko", "하나가 찢어졌어요", "item_damaged"),
        ("zh", "其中一件破了", "item_damaged"),
        ("th", "ตัวนึงขาด", "item_damaged"),
        ("vi", "một trong hai cái bị rách", "item_damaged"),
        ("id", "salah satu robek", "item_damaged"),
        ("en", "I want to return just one", "return_request"),
        ("en", "can I swap one of them for L", "exchange_request"),
    ],
)
async def test_a_person_does_it(language: str, text: str, wish: str) -> None:
    talk = Talk(Shop(delivered(TWO)), language=language)
    assert (await talk.say(text, wish))[-1] == "done_by_person"
    assert talk.result is not None and [one.kind for one in talk.result.requests] == ["handoff"]


async def test_of_a_single_piece_it_is_the_piece() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("one of the seams is torn", "item_damaged"))[-1] == "ask_problem_resolution"


async def test_one_that_is_missing_is_sent() -> None:
    talk = Talk(Shop(delivered(TWO)))
    assert (await talk.say("one of the shirts is missing", "item_missing"))[-1] != "done_by_person"


async def test_all_pieces_are_dealt_with_together() -> None:
    talk = Talk(Shop(delivered(TWO)))
    assert (await talk.say("the shirts are torn", "item_damaged"))[-1] == "ask_problem_resolution"
