"""Conditions of flows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue import load_domain, predicates
from tests.dialogue.chat import SHOP

SLOTS = load_domain(SHOP / "domain.yml").slots


@pytest.mark.parametrize(
    ("condition", "slots", "holds"),
    [
        ("slots.happy", {"happy": True}, True),
        ("slots.happy", {}, False),
        ("not slots.happy", {}, True),
        ('slots.tier is "vip"', {"tier": "vip"}, True),
        ("slots.tier is not 'vip'", {"tier": "standard"}, True),
        ("slots.tier is not 'vip'", {}, True),
        ("slots.tier equals 'vip'", {"tier": "vip"}, True),
        ("slots.tier is null", {}, True),
        ("slots.tier IS NOT NULL", {"tier": "vip"}, True),
        ("slots.happy is false", {}, False),
        ("slots.happy is false", {"happy": False}, True),
        ("slots.days > 14", {"days": 15}, True),
        ("slots.days >= 14 and slots.days < 20", {"days": 14}, True),
        ("slots.days <= 1.5", {"days": 2}, False),
        ("slots.days > 14", {}, False),
        ("slots.days == 3", {"days": 3.0}, True),
        ("slots.days != 3", {"days": 3.0}, False),
        ("slots.days is 1", {"days": True}, False),
        ("slots.reason in ['damaged', 'too_small']", {"reason": "damaged"}, True),
        ('slots.reason in {"damaged" "too_small"}', {"reason": "changed_mind"}, False),
        ("slots.reason not in ['damaged']", {}, True),
        ("slots.note contains 'and'", {"note": "this and that"}, True),
        ("slots.note not contains 'and'", {}, True),
        ("slots.tags contains 'a'", {"tags": ["a"]}, True),
        ("slots.order_id matches '^PA-[0-9]+$'", {"order_id": "PA-1"}, True),
        ("slots.order_id not matches '^PA'", {}, True),
        ("context.failures >= 2", {}, True),
        ("context.question is null", {}, True),
        ("slots.happy or slots.days > 1 and not slots.note", {"days": 2}, True),
        ("(slots.happy or slots.days > 1) and slots.note", {"days": 2}, False),
        ("not (slots.happy or slots.note)", {}, True),
        ("slots.note is 'is not and or'", {"note": "is not and or"}, True),
        ("true", {}, True),
        (False, {}, False),
        ("never", {}, False),
    ],
)
def test_conditions_hold_as_in_rasas_flows(condition: str | bool, slots: dict[str, Any], holds: bool) -> None:
    assert predicates.parse(condition, SLOTS)(slots, {"failures": 2}) is holds


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ("", "it is empty"),
        ("slots.colour is 'red'", "unknown slot 'colour'"),
        ("colour is 'red'", "'colour' is not known"),
        ("slots.tier is 'gold'", "can never be 'gold'; expected one of ['standard', 'vip']"),
        ("'gold' is slots.tier", "can never be 'gold'"),
        ("slots.tier in ['gold']", "can never be 'gold'"),
        ("slots.happy is 'yes'", "expected a value of type bool"),
        ("slots.days is 'three'", "expected a value of type float"),
        ("slots.note > 3", "has no order"),
        ("slots.tier < slots.days", "has no order"),
        ("slots.days contains 3", "expected text or a list"),
        ("slots.note in 'abc'", "in expects a list"),
        ("slots.note matches slots.tier", "expects a pattern"),
        ("slots.note matches '('", "the pattern"),
        ("slots.days matches '3'", "expected text before matches"),
        ("slots.note is", "ends too early"),
        ("(slots.happy", "a parenthesis is not closed"),
        ("slots.happy slots.note", "is too much"),
        ("slots.happy and", "ends too early"),
        ("'text'", "is no condition"),
        ("slots.note is $", "cannot be read"),
        ("slots.note in [slots.tier]", "a list holds"),
        ("slots.note in ['a'", "ends too early"),
        ("__import__('os')", "is not known"),
        ("slots", "is not known"),
    ],
)
def test_a_wrong_condition_is_refused_when_it_is_read(condition: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r"^the condition ") as caught:
        predicates.parse(condition, SLOTS)
    assert problem in str(caught.value)


def test_a_condition_knows_the_slots_it_looks_at() -> None:
    assert predicates.parse("slots.happy or slots.note is null", SLOTS).slots == {"happy", "note"}
