from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import phonenumbers
import pytest
from babel.numbers import get_currency_precision
from order_parts import NOW

from actions.commerce import demo_shop
from actions.commerce.demo.data import LANGUAGES, catalogue, markets
from actions.commerce.demo_shop import build_demo_shop, showcase, write_demo_shop
from actions.commerce.files import ShopData, read_shop
from actions.commerce.shapes import ORDER_STATUSES, Order
from actions.logistics.simulator import SimulatedCarrier
from actions.logistics.tracking import track


@pytest.fixture(scope="module")
def shop() -> ShopData:
    return build_demo_shop(NOW)


@pytest.fixture(scope="module")
def orders(shop: ShopData) -> dict[str, Order]:
    return {document["id"]: Order.model_validate(document) for document in shop.orders}


def test_the_shop_is_as_large_as_a_demo_needs(shop: ShopData) -> None:
    assert len(shop.customers) >= 220
    assert len({customer["market"] for customer in shop.customers}) >= 15
    assert len(shop.products) >= 60
    assert len(shop.orders) >= 550
    assert {customer["tier"] for customer in shop.customers} == {"standard", "silver", "gold", "vip"}


def test_what_is_written_can_be_imported(tmp_path: Path, shop: ShopData) -> None:
    write_demo_shop(tmp_path, NOW)
    read = read_shop(tmp_path, complete=True)
    assert [order["id"] for order in read.orders] == [order["id"] for order in shop.orders]
    assert read.products == shop.products


def test_the_same_day_and_seed_give_the_same_shop(shop: ShopData) -> None:
    assert build_demo_shop(NOW) == shop
    assert build_demo_shop(NOW, seed=8).orders != shop.orders


def test_every_product_has_a_name_in_all_fifteen_languages(shop: ShopData) -> None:
    for product in shop.products:
        assert tuple(product["name"]) == LANGUAGES
        assert all(product["name"].values())
    categories = {product["category"] for product in shop.products}
    assert categories == {"fashion", "electronics", "home", "beauty", "toys", "intimates"}
    assert {product["category"] for product in shop.products if not product["returnable"]} == {"intimates"}
    assert any(product["stock"] == 0 for product in shop.products)


def test_variants_and_size_charts_belong_together() -> None:
    known = catalogue()
    for ware in known.products:
        assert ware.variants is None or ware.variants in known.variants
    for name, chart in known.size_charts.items():
        assert tuple(chart) == known.variants[name].sizes


def test_shoppers_can_be_told_apart_by_number_and_address(shop: ShopData) -> None:
    for field in ("id", "email", "phone"):
        assert len({customer[field] for customer in shop.customers}) == len(shop.customers)
    for customer in shop.customers:
        assert customer["email"].isascii() and customer["email"].split("@")[1].startswith("example.")
        number = phonenumbers.parse(customer["phone"])
        assert phonenumbers.is_valid_number(number), customer["phone"]
        assert phonenumbers.region_code_for_number(number) == customer["market"]


def test_orders_are_in_every_state_and_exception(orders: dict[str, Order]) -> None:
    assert {order.status for order in orders.values()} == set(ORDER_STATUSES)
    codes = Counter(event.code for order in orders.values() for parcel in order.shipments for event in parcel.events)
    assert all(codes[code] >= 4 for code in ("customs_hold", "customs_cleared", "exception", "lost", "returned"))
    assert sum(len(order.shipments) > 1 for order in orders.values()) >= 4
    assert sum(order.paid > order.total for order in orders.values()) >= 4
    assert sum(0 < order.refunded < order.paid for order in orders.values()) >= 4
    assert any(payment.method == "cod" for order in orders.values() for payment in order.payments)
    assert any(order.compensations for order in orders.values())
    assert {back.status for order in orders.values() for back in order.returns} >= {
        "requested",
        "in_transit",
        "received",
    }


async def test_parcels_are_in_every_state(orders: dict[str, Order]) -> None:
    carrier = SimulatedCarrier(lambda: NOW)
    states = Counter[str]()
    for order in orders.values():
        for parcel in order.shipments:
            states[(await track(parcel, carrier, NOW)).state] += 1
    moving = ("in_transit", "customs_hold", "late", "silent", "out_for_delivery")
    ended = ("delivered", "exception", "lost", "returned")
    assert all(states[state] >= 4 for state in (*moving, *ended)), states


def test_the_books_of_every_order_are_right(shop: ShopData, orders: dict[str, Order]) -> None:
    codes = {coupon["code"] for coupon in shop.coupons}
    for order in orders.values():
        assert order.refunded <= order.paid, order.id
        digits = get_currency_precision(order.currency)
        assert all(round(item.unit_price, digits) == item.unit_price for item in order.items), order.id
        assert order.placed_at <= NOW
        for parcel in order.shipments:
            times = [event.at for event in parcel.events]
            assert times == sorted(times) and order.placed_at < times[0] and times[-1] <= NOW, order.id
        assert {made.coupon_code for made in order.compensations} <= codes
        assert order.currency == markets()[order.country or ""].currency


def test_the_known_shoppers_have_the_four_orders_they_are_known_for(orders: dict[str, Order]) -> None:
    assert [shopper.customer_id for shopper in showcase()] == [f"cust-demo-{language}" for language in LANGUAGES]
    for number, shopper in enumerate(showcase(), 1):
        way, held, there, packed = (orders[f"PA-2026-100{number:02d}{place}"] for place in (1, 2, 3, 4))
        assert {order.customer_id for order in (way, held, there, packed)} == {shopper.customer_id}
        assert sum(order.customer_id == shopper.customer_id for order in orders.values()) == 4
        assert [order.status for order in (way, held, there, packed)] == [
            "shipped",
            "shipped",
            "delivered",
            "processing",
        ]
        assert way.shipments[0].events[-1].code == "in_transit"
        assert held.shipments[0].events[-1].code == "customs_hold"
        assert NOW - held.shipments[0].events[-1].at > timedelta(days=3)
        assert there.delivered_at is not None and (NOW - there.delivered_at).days == 3


def test_the_docstring_lists_the_known_shoppers_and_their_orders(orders: dict[str, Order]) -> None:
    text = demo_shop.__doc__ or ""
    listed = dict(re.findall(r"^(cust-case-\S+)\s+[A-Z]{2}\s+(PA-\S+)", text, re.MULTILINE))
    cases = {order.customer_id: order.id for order in orders.values() if order.customer_id.startswith("cust-case-")}
    assert listed == cases
    assert re.findall(r"^(cust-demo-\S+)", text, re.MULTILINE) == [shopper.customer_id for shopper in showcase()]
