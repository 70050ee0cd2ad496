"""A yes that confirms an act, and what is none."""

from __future__ import annotations

import pytest

from bot.dialogue.domain import Domain, Slot, SlotMapping
from bot.dialogue.filling import NOT_FILLED, Thresholds, answer_to, message_values
from bot.dialogue.turn_input import UserTurn

CONFIRM = Slot("confirm_return", "bool")
REMEDY = Slot(
    "resolution", "categorical", ("refund", "exchange"), None,
    (SlotMapping("from_intent", intent="return_request", value="refund", asked=True), SlotMapping("controlled")),
)  # fmt: skip
ORDER = Slot("order_id", "text", mappings=(SlotMapping("from_entity", entity="order_id"),))
ONE = (("PA-1", "/SetSlots(order_id=PA-1)"),)


def turn(yes: float, no: float, stop: float = 0.0) -> UserTurn:
    ranking = tuple(sorted({"affirm": yes, "deny": no, "stop": stop}.items(), key=lambda one: -one[1]))
    return UserTurn("…", (ranking[0],), ranking)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (turn(0.9, 0.05), True),
        (turn(0.05, 0.9), False),
        (turn(0.53, 0.36, 0.07), NOT_FILLED),  # 「やっぱり大丈夫です」
        (turn(0.36, 0.53), False),  # a no costs nothing: it need not be as clear
    ],
)
def test_a_yes_must_be_clearly_more_than_a_no(said: UserTurn, wanted: object) -> None:
    assert answer_to(CONFIRM, said, ("return_request",), (), Thresholds()) is wanted


def test_a_no_that_was_said_beside_the_yes_leaves_the_question_open() -> None:
    ranking = (("affirm", 0.9), ("deny", 0.06))
    alone, beside = UserTurn("…", ranking[:1], ranking), UserTurn("…", (("affirm", 0.9), ("deny", 0.13)), ranking)
    assert answer_to(CONFIRM, alone, ("order_change_items",), (), Thresholds()) is True
    assert answer_to(CONFIRM, beside, ("order_change_items",), (), Thresholds()) is NOT_FILLED


def test_a_stop_that_is_heard_faintly_behind_a_no_is_the_same_no() -> None:
    def said(no: float, stop: float) -> UserTurn:
        heard = (("deny", no), ("stop", stop))
        return UserTurn("no, leave it as it is", heard, heard)

    assert answer_to(CONFIRM, said(0.61, 0.37), ("order_cancel",), (), Thresholds()) is False
    assert answer_to(CONFIRM, said(0.5, 0.49), ("order_cancel",), (), Thresholds()) is NOT_FILLED


@pytest.mark.parametrize(
    ("text", "sure", "wanted"),
    [
        ("I see, then I keep it, how long do I have?", 0.59, NOT_FILLED),
        ("yes please, and how long does it take?", 0.9, True),
        ("I see, then do it", 0.59, True),
    ],
)
def test_an_unsure_yes_is_drowned_by_a_question_about_something_else(text: str, sure: float, wanted: object) -> None:
    ranking = (("affirm", 0.59), ("return_policy", 0.33))
    said = UserTurn(text, (("affirm", sure), ("return_policy", 0.13)), ranking)
    assert answer_to(CONFIRM, said, ("order_cancel",), (), Thresholds()) is wanted


def wish(name: str, *entities: str) -> UserTurn:
    said = ((name, 0.95),)
    return UserTurn("…", said, said, tuple({"entity": one, "value": "PA-2"} for one in entities))


def test_a_wish_is_the_answer_to_the_question_for_the_remedy_and_tells_nothing_unasked() -> None:
    assert answer_to(REMEDY, wish("return_request"), ("item_damaged",), (), Thresholds()) == "refund"
    domain = Domain(frozenset(), frozenset(), {REMEDY.name: REMEDY})
    assert message_values(domain, wish("return_request")) == {}
    assert not REMEDY.from_wishes


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (wish("order_status"), "PA-1"),  # "and where is mine then?"
        (wish("order_status", "order_id"), "PA-2"),
        (wish("order_cancel"), NOT_FILLED),
    ],
)
def test_the_wish_said_again_takes_the_only_order_there_is(said: UserTurn, wanted: object) -> None:
    assert answer_to(ORDER, said, ("order_status",), ONE, Thresholds()) == wanted


def test_a_wish_that_has_two_names_is_said_again_in_either() -> None:
    own, both = ("order_status", "delivery_time"), (("order_status", 0.6), ("delivery_time", 0.3))
    said = UserTurn("…", both[:1], both)
    assert answer_to(ORDER, said, own, ONE, Thresholds()) == "PA-1"
    assert answer_to(ORDER, said, own[:1], ONE, Thresholds()) is NOT_FILLED


def test_of_two_orders_none_is_taken() -> None:
    two = (*ONE, ("PA-2", "/SetSlots(order_id=PA-2)"))
    assert answer_to(ORDER, wish("order_status"), ("order_status",), two, Thresholds()) is NOT_FILLED


@pytest.mark.parametrize(
    ("text", "ranking"),
    [
        ("fine, and do you charge me if I cancel", (("affirm", 0.61), ("compensation_request", 0.22))),
        ("fine, and do you charge me if I cancel?", (("affirm", 0.63), ("compensation_request", 0.13))),
    ],
)
def test_another_wish_drowns_an_unsure_yes_with_or_without_a_question_mark(
    text: str, ranking: tuple[tuple[str, float], ...]
) -> None:
    said = UserTurn(text, ranking[:1], ranking)
    assert answer_to(CONFIRM, said, ("order_cancel",), (), Thresholds()) is NOT_FILLED
