""" "All right, cancel it then" sounds like a yes, and agrees to no act but the cancellation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from understood import understood

from bot.nlu.understanding import Entity, Scored, Understanding
from bot.reading.reading import Reading

SURE_YES = (("affirm", 0.96), ("order_cancel", 0.03))
TORN = (("order_cancel", 0.5), ("affirm", 0.47))


def heard(found: Understanding, running: str = "", waiting_for: str | None = None) -> str | None:
    flows = frozenset({running} - {""})
    known = Reading(found.text, "en", None, understanding=found, running=flows, waiting_for=waiting_for)
    return known.as_turn().intent


CALLED_OFF = understood("ok then cancel it", *SURE_YES)


@pytest.mark.parametrize("flow", ["change_address", "change_items", "change_payment", "schedule_delivery"])
def test_where_an_order_is_to_be_changed_it_is_cancelled(flow: str) -> None:
    assert heard(CALLED_OFF, flow, "confirm_change") == "order_cancel"
    torn = replace(understood("ok then cancel everything", *TORN), decision="clarify")
    assert heard(torn, flow, "confirm_change") == "order_cancel"


@pytest.mark.parametrize("flow", ["exchange_item", "return_item", "report_damaged"])
def test_a_return_is_only_stopped(flow: str) -> None:
    assert heard(CALLED_OFF, flow, "confirm_return") == "stop"


def test_with_nothing_open_it_is_a_wish() -> None:
    assert heard(CALLED_OFF) == "order_cancel"
    maghribi = replace(understood("اه لغيوها", *SURE_YES), language=Scored("ar", 1.0))
    assert heard(maghribi) == "order_cancel"


@pytest.mark.parametrize(("flow", "meant"), [("payment_problem", "order_cancel"), ("return_item", "stop")])
def test_where_it_was_asked_which_order_it_is_a_wish_except_of_a_return(flow: str, meant: str) -> None:
    assert heard(CALLED_OFF, flow, "order_id") == meant


@pytest.mark.parametrize("flow", ["cancel_order", "refuse_parcel", "delete_account"])
def test_it_stays_a_yes_where_it_may_be_one(flow: str) -> None:
    assert heard(CALLED_OFF, flow, "confirm_cancel") == "affirm"


@pytest.mark.parametrize("said", ["yes please", "yes, don't cancel it", "fine, and if I cancel it later?"])
def test_a_yes_that_calls_nothing_off_stays_one(said: str) -> None:
    assert heard(understood(said, *SURE_YES), "change_address", "confirm_change") == "affirm"


@pytest.mark.parametrize("said", ["ok just send it anyway", "fine, change it then"])
def test_who_has_an_order_go_on_agrees_to_no_end_of_it(said: str) -> None:
    found = understood(said, ("affirm", 0.95))
    known = Reading(said, "en", None, understanding=found, running=frozenset({"cancel_order"}))
    assert known.as_turn().leaves
    assert not replace(known, running=frozenset({"report_damaged"})).as_turn().leaves


def test_who_has_it_changed_agrees_to_no_money_for_it() -> None:
    found = understood("ok then change it", ("affirm", 0.95))
    flows = frozenset({"return_item"})
    known = Reading(found.text, "en", None, understanding=found, running=flows, waiting_for="confirm_return")
    assert known.as_turn().waits
    assert not replace(known, running=frozenset({"report_problem"})).as_turn().waits


def test_what_is_said_in_a_borrowed_word_is_heard() -> None:
    unsure = replace(understood("ok cancel", *SURE_YES), language=Scored("it", 0.5), language_evidence=False)
    known = Reading("ok cancel", "it", None, understanding=unsure, running=frozenset({"change_address"}))
    assert known.as_turn().intent == "order_cancel"


@pytest.mark.parametrize("flow", ["change_items", "change_address"])
def test_an_item_is_called_off_beside_a_no_to_its_change(flow: str) -> None:
    dress = Entity("product", "dress", 33, 38, "pattern", "dress")
    said = understood("actually no, leave it, cancel the dress", ("deny", 0.95), ("stop", 0.35), entities=(dress,))
    assert heard(said, flow, "confirm_items") == "order_cancel"
    assert heard(replace(said, entities=()), flow, "confirm_items") == "deny"
    assert heard(understood("no, not the dress", ("deny", 0.95), entities=(dress,)), flow, "confirm_items") == "deny"
