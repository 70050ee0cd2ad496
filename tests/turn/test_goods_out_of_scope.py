"""A message that names one of the shop's products is not out of its scope, where it sounds like one other wish."""

from __future__ import annotations

from dataclasses import replace

import pytest
from understood import understood

from bot.dialogue import UserTurn
from bot.nlu.understanding import Entity
from bot.reading.reading import Reading

TOY = (Entity("product", "TO-1", 3, 10, "rules", "toy car"),)


def heard(*ranking: tuple[str, float], named: tuple[Entity, ...] = TOY, waiting_for: str | None = None) -> UserTurn:
    text = "my toy car stopped working"
    found = replace(understood(text, *ranking), intents=(), decision="reject", entities=named)
    return Reading(text, "en", None, understanding=found, waiting_for=waiting_for).as_turn()


@pytest.mark.parametrize("wish", ["item_damaged", "order_status", "warranty_repair"])
def test_what_is_heard_besides_is_meant(wish: str) -> None:
    turn = heard(("out_of_scope", 0.74), (wish, 0.21), ("stop", 0.01))
    assert (turn.intent, turn.decision) == (wish, "answer")


def test_it_stays_out_of_scope_where_that_is_not_clear() -> None:
    assert heard(("out_of_scope", 0.6), ("item_damaged", 0.23), ("product_info", 0.1)).decision == "reject"
    assert heard(("out_of_scope", 0.9), ("item_damaged", 0.09)).decision == "reject"
    assert heard(("out_of_scope", 0.74), ("product_info", 0.24)).decision == "reject"
    assert heard(("out_of_scope", 0.74), ("item_damaged", 0.24), named=()).decision == "reject"
    assert heard(("out_of_scope", 0.74), ("item_damaged", 0.24), waiting_for="return_item").decision == "reject"
