"""What only WooCommerce has: refunds by hand, statuses of plugins, parcels of its tracking extension."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from shop_parts import Clock, adapter_for
from woocommerce_standin import KEY, SECRET, WooStandIn

from actions.commerce import operations
from actions.commerce.address import address_parts
from actions.commerce.ledger import version_of
from actions.commerce.ports import Deed, RemoteCommerce
from actions.commerce.shapes import Order
from actions.commerce.woocommerce.client import WooCommerce
from actions.commerce.woocommerce.shop import WooCommerceShop

DUE = date(2026, 12, 3)


@pytest.fixture
async def adapter(woo: WooStandIn, clock: Clock) -> AsyncIterator[RemoteCommerce]:
    made = adapter_for(woo, clock)
    yield made
    await made.aclose()


async def read(adapter: Any) -> Order:
    found = await adapter.order("1001")
    assert found is not None
    order: Order = found[0]
    return order


async def test_a_transfer_is_refunded_by_hand_and_shown_as_open(
    woo: WooStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    woo.put_order("1001", payment_method="bacs")
    before = await read(adapter)
    after = operations.refund(before, Decimal(30), due=DUE, reason="goodwill")
    await adapter.carry_out(Deed("k", before, after, None, version_of(before), clock.now))
    assert [one["refunded_payment"] for one in woo.refunds["1001"]] == [False]
    assert [(one.amount, one.status) for one in (await read(adapter)).refunds] == [(Decimal(30), "pending")]


async def test_statuses_of_plugins_mean_what_the_merchant_says(woo: WooStandIn) -> None:
    woo.put_order("1001", status="in-transit")
    made = WooCommerceShop(WooCommerce(woo.address, KEY, SECRET), statuses={"in-transit": "shipped"})
    assert (await read(made)).status == "shipped"
    await made.aclose()


async def test_parcels_of_the_tracking_extension_are_read(woo: WooStandIn, adapter: RemoteCommerce) -> None:
    parcels = [{"tracking_id": "t1", "tracking_provider": "DHL", "tracking_number": "JD01"}]
    woo.put_order("1001", meta_data=[{"id": 1, "key": "_wc_shipment_tracking_items", "value": parcels}])
    (parcel,) = (await read(adapter)).shipments
    assert (parcel.carrier, parcel.tracking_number, parcel.delivered_at) == ("DHL", "JD01", None)


async def test_the_catalogue_comes_over_all_pages(woo: WooStandIn, adapter: RemoteCommerce) -> None:
    woo.page = 2
    woo.products = [
        {
            "id": number,
            "sku": f"MUG-{number}",
            "name": f"Mug {number}",
            "price": "9.90",
            "categories": [{"slug": "home"}],
            "attributes": [{"name": "Size", "options": ["S", "L"]}],
            "tags": [],
            "stock_quantity": number,
            "stock_status": "instock",
        }
        for number in range(1, 6)
    ]
    assert [product.sku for product in await adapter.products()] == [f"MUG-{number}" for number in range(1, 6)]
    mug = await adapter.product("MUG-4")
    assert mug is not None
    assert (mug.price, mug.currency, mug.stock, mug.attributes) == (Decimal("9.90"), "EUR", 4, {"sizes": ["S", "L"]})


@pytest.mark.parametrize(
    ("text", "country", "parts"),
    [
        ("Torstr. 12, 10119 Berlin", "DE", ("Torstr. 12", "10119", "Berlin")),
        ("12 High Street, London SW1A 1AA", "GB", ("12 High Street", "SW1A 1AA", "London")),
        ("500 Main St, Apt 4, Springfield, 62704", "US", ("500 Main St, Apt 4", "62704", "Springfield")),
        ("Av. Paulista 1578, São Paulo, 01310-200", "BR", ("Av. Paulista 1578", "01310-200", "São Paulo")),
        ("Villa 7, Al Wasl Road, Dubai", "AE", ("Villa 7, Al Wasl Road", "", "Dubai")),
    ],
)
def test_an_address_that_is_clear_is_split(text: str, country: str, parts: tuple[str, str, str]) -> None:
    found = address_parts({"text": text, "country": country})
    assert found is not None
    assert (found["line1"], found["postcode"], found["city"]) == parts


@pytest.mark.parametrize("text", ["10119 Berlin", "Torstr. 12 Berlin", "Torstr. 12, Berlin", "1, 2, 3", ""])
def test_an_address_that_is_not_clear_is_left_to_a_person(text: str) -> None:
    assert address_parts({"text": text, "country": "DE"}) is None
