from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from order_parts import NOW, TODAY, days_ago, event, parcel

from actions.commerce.shapes import Shipment
from actions.logistics.simulator import SimulatedCarrier
from actions.logistics.tracking import Tracking, track


def shipment(*events: dict[str, Any], due_in: int | None = 4) -> Shipment:
    eta = None if due_in is None else (TODAY + timedelta(days=due_in)).isoformat()
    return Shipment.model_validate(parcel(*events, eta=eta))


async def seen(parcel_of: Shipment, **carrier: Any) -> Tracking:
    return await track(parcel_of, SimulatedCarrier(lambda: NOW, **carrier), NOW, within=0.05)


@pytest.mark.parametrize(
    ("events", "due_in", "state"),
    [
        ([], 4, "no_news"),
        ([("label_created", 5)], 4, "in_transit"),
        ([("in_transit", 2.9)], 4, "in_transit"),
        ([("in_transit", 3.1)], 4, "silent"),
        ([("in_transit", 1)], -1, "late"),
        ([("in_transit", 1)], 0, "in_transit"),
        ([("in_transit", 1)], None, "in_transit"),
        ([("customs_hold", 6)], -2, "customs_hold"),
        ([("customs_hold", 2), ("customs_cleared", 1)], 2, "in_transit"),
        ([("out_for_delivery", 0.1)], 0, "out_for_delivery"),
        ([("out_for_delivery", 4)], -4, "silent"),
        ([("exception", 1)], 1, "exception"),
        ([("lost", 1)], -5, "lost"),
        ([("out_for_delivery", 2), ("delivered", 1.9)], -1, "delivered"),
        ([("delivered", 9), ("returned", 1)], -9, "returned"),
    ],
)
async def test_events_mean_a_state(events: list[tuple[str, float]], due_in: int | None, state: str) -> None:
    found = await seen(shipment(*(event(code, days) for code, days in events), due_in=due_in))
    assert found.state == state


async def test_a_hold_that_is_reported_again_counts_from_its_beginning() -> None:
    first = await seen(shipment(event("in_transit", 5), event("customs_hold", 4), event("customs_hold", 1)))
    assert first.hold_since is not None and first.hold_since.isoformat() == days_ago(4)
    anew = await seen(shipment(event("customs_hold", 9), event("customs_cleared", 8), event("customs_hold", 2)))
    assert anew.hold_since is not None and anew.hold_since.isoformat() == days_ago(2)
    over = await seen(shipment(event("customs_hold", 4), event("customs_cleared", 1)))
    assert over.hold_since is None


async def test_a_silent_or_held_parcel_may_be_late_besides() -> None:
    for code in ("in_transit", "customs_hold"):
        found = await seen(shipment(event(code, 6), due_in=-3))
        assert found.late_since == datetime(2026, 11, 22, tzinfo=UTC)
        assert found.days_late == 2
    assert (await seen(shipment(event("delivered", 1), due_in=-3))).late_since is None


async def test_events_of_the_future_have_not_happened() -> None:
    found = await seen(shipment(event("in_transit", 1), event("delivered", -1)))
    assert found.state == "in_transit" and len(found.events) == 1


@pytest.mark.parametrize("trouble", [{"down": True}, {"hanging": frozenset({"DHL"})}])
async def test_a_carrier_that_does_not_answer_leaves_what_the_shop_knows_with_its_age(trouble: dict[str, Any]) -> None:
    found = await seen(shipment(event("in_transit", 2)), **trouble)
    assert (found.state, found.stale, found.as_of.isoformat()) == ("in_transit", True, days_ago(2))
    healthy = await seen(shipment(event("in_transit", 2)))
    assert (healthy.stale, healthy.as_of) == (False, NOW)
