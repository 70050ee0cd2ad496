"""Regions in which deliveries stop being signed for are seen from the events of their parcels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions.commerce.demo_shop import build_demo_shop
from actions.commerce.shapes import Order
from actions.logistics.signing import Parcel, region_of, unsigned_regions, was_signed
from actions.logistics.simulator import SimulatedCarrier
from actions.logistics.tracking import track
from bot.unasked_rules import read_unasked

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
RULES = read_unasked().signing.model_copy(update={"at_least": 3, "share": 0.5})
ITEM = {"id": "1", "sku": "MUG", "name": {"en": "Mug"}, "quantity": 1, "unit_price": 10, "options": {}}
MADRID = {"country": "ES", "city": "Madrid", "postal_code": "28004"}


def order(number: int, address: dict[str, Any], *events: tuple[float, str]) -> Order:
    """An order of one parcel. events: (hours ago, code)."""
    told = [{"at": (NOW - timedelta(hours=hours)).isoformat(), "code": code} for hours, code in events]
    status = "delivered" if events and events[-1][1] == "delivered" else "shipped"
    return Order.model_validate(
        {
            "id": f"PA-2026-{300000 + number}",
            "customer_id": f"c-{number}",
            "placed_at": (NOW - timedelta(days=12)).isoformat(),
            "status": status,
            "currency": "EUR",
            "items": [ITEM],
            "shipping_address": address,
            "payments": [],
            "shipments": [
                {"id": f"s-{number}", "carrier": "Correos", "tracking_number": f"LA{number}", "events": told}
            ],
        }
    )


async def parcels(*orders: Order) -> list[Parcel]:
    carrier = SimulatedCarrier(lambda: NOW)
    return [Parcel(one, await track(shipment, carrier, NOW)) for one in orders for shipment in one.shipments]


UNSIGNED = (
    [
        (50, "out_for_delivery"),
        (40, "exception"),
    ],
    [(45, "out_for_delivery")],
    [(90, "out_for_delivery"), (20, "returned")],
)


@pytest.mark.parametrize(
    ("events", "signed"),
    [
        ([(5, "out_for_delivery")], None),  # it is still going on
        ([(40, "out_for_delivery")], False),
        ([(9, "out_for_delivery"), (4, "exception")], False),
        ([(9, "out_for_delivery"), (4, "exception"), (2, "out_for_delivery")], None),
        ([(60, "out_for_delivery"), (50, "exception"), (30, "out_for_delivery"), (25, "delivered")], True),
        ([(300, "out_for_delivery"), (290, "exception")], None),  # long ago
        ([(60, "in_transit"), (50, "customs_hold")], None),
        ([], None),
    ],
)
async def test_an_attempt_is_signed_for_or_not_or_still_goes_on(
    events: list[tuple[float, str]], signed: bool | None
) -> None:
    (parcel,) = await parcels(order(1, MADRID, *events))
    assert was_signed(parcel.found.events, RULES, NOW) is signed


async def test_a_region_where_most_are_not_signed_for_is_found_with_who_is_next() -> None:
    here = [order(number, MADRID, *events) for number, events in enumerate(UNSIGNED)]
    signed = order(7, MADRID, (30, "out_for_delivery"), (25, "delivered"))
    coming = order(8, MADRID, (20, "in_transit"))
    elsewhere = order(9, {"country": "ES", "city": "Sevilla", "postal_code": "41003"}, (20, "in_transit"))
    (region,) = unsigned_regions(await parcels(*here, signed, coming, elsewhere), RULES, NOW)
    assert (region.name, region.unsigned, region.tried) == ("ES 28", 3, 4)
    assert {parcel.order.id for parcel in region.on_the_way} == {here[0].id, here[1].id, coming.id}


async def test_too_few_or_too_small_a_share_is_no_region() -> None:
    two = [order(number, MADRID, *events) for number, events in enumerate(UNSIGNED[:2])]
    assert unsigned_regions(await parcels(*two), RULES, NOW) == []
    many = [order(10 + number, MADRID, (30, "out_for_delivery"), (25, "delivered")) for number in range(4)]
    three = [order(number, MADRID, *events) for number, events in enumerate(UNSIGNED)]
    assert unsigned_regions(await parcels(*three, *many), RULES, NOW) == []


def test_a_region_is_a_state_else_the_beginning_of_the_postcode_else_the_town() -> None:
    assert region_of({"country": "US", "state": "ca", "postal_code": "92103"}, 2) == "US CA"
    assert region_of({"country": "PT", "postal_code": "1200-109"}, 2) == "PT 12"
    assert region_of({"country": "HK", "city": "Wan Chai"}, 2) == "HK Wan Chai"
    assert region_of({"city": "Nowhere"}, 2) is None


async def test_the_demo_shop_has_no_such_region() -> None:
    shop = build_demo_shop(NOW)
    found = await parcels(*(Order.model_validate(one) for one in shop.orders if one.get("shipments")))
    assert unsigned_regions(found, read_unasked().signing, NOW) == []
