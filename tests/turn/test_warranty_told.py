"""What breaks after the time for reports is under warranty for longer: told at once, and a yes calls a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shop_talk import MUG, NOW, Shop, Talk, order, shirt

from actions.commerce.shapes import Order


def arrived(days: int, **changes: Any) -> Order:
    """An order that was delivered so many days ago."""
    at = (NOW - timedelta(days=days)).isoformat()
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [{"at": at, "code": "delivered"}]}
    return order(status="delivered", shipments=[parcel], **changes)


def shop(days: int) -> Shop:
    """A shop whose shirts have a warranty of two years."""
    attributes = {**shirt().attributes, "warranty_months": 24}
    return Shop(arrived(days), products=(shirt(attributes=attributes), MUG))


async def test_the_last_day_of_the_warranty_is_told_and_a_yes_calls_a_person() -> None:
    talk = Talk(shop(100))
    assert (await talk.say("it broke", "item_damaged"))[0] == "warranty_valid"
    await talk.say("yes please", "affirm")
    assert talk.result is not None and talk.result.handoff is not None


async def test_who_names_no_item_means_the_one_that_was_talked_of() -> None:
    talk = Talk(shop(100))
    await talk.say("where is it", "order_status")
    assert "warranty_valid" in await talk.say("it hums as well, does the warranty cover that?", "warranty_repair")


async def test_a_no_calls_nobody() -> None:
    talk = Talk(shop(100))
    await talk.say("it broke", "item_damaged")
    await talk.say("no", "deny")
    assert talk.result is not None and talk.result.handoff is None


async def test_who_would_rather_have_the_money_for_it_gets_a_person_to_decide() -> None:
    talk = Talk(shop(100))
    await talk.say("it broke", "item_damaged")
    assert "return_too_late" not in await talk.say("no new one, I want my money", "return_request")
    assert talk.result is not None and talk.result.handoff is not None
    assert "return_too_late" in await Talk(shop(100)).say("I want my money", "return_request")


async def test_when_the_warranty_is_over_too_the_time_for_reports_is_told() -> None:
    assert (await Talk(shop(1000)).say("it broke", "item_damaged"))[0] == "problem_too_late"


async def test_what_has_no_warranty_of_its_own_has_the_time_for_reports() -> None:
    assert (await Talk(Shop(arrived(100))).say("it broke", "item_damaged"))[0] == "problem_too_late"


async def test_who_wants_it_repaired_after_the_warranty_was_told_gets_a_person() -> None:
    talk = Talk(shop(100))
    assert "warranty_valid" in await talk.say("is the shirt under warranty", "warranty_repair", product="shirt")
    assert "warranty_valid" in await talk.say("until when was that?", "warranty_repair", product="shirt")
    assert "warranty_valid" not in await talk.say("yes repair it or a new one", "warranty_repair", product="shirt")
    assert talk.result is not None and talk.result.handoff is not None


async def test_who_would_rather_have_the_money_after_the_warranty_was_told_gets_a_person() -> None:
    talk = Talk(shop(100))
    await talk.say("is the shirt under warranty", "warranty_repair", product="shirt")
    await talk.say("I want my money", "return_request", product="shirt")
    assert talk.result is not None and talk.result.handoff is not None
