"""What only Shopify has: a cost limit, errors of three kinds, jobs, exchanges, pages within an order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from shop_parts import Clock, adapter_for
from shopify_standin import ShopifyStandIn, bag
from standin import LOST_AFTER

from actions.commerce import operations
from actions.commerce.ledger import version_of
from actions.commerce.ports import Deed, OutcomeUnknown, RemoteCommerce, ShopRefused, ShopUnreachable
from actions.commerce.shapes import Order

DUE = date(2026, 12, 3)


@pytest.fixture
async def adapter(shopify: ShopifyStandIn, clock: Clock) -> AsyncIterator[RemoteCommerce]:
    made = adapter_for(shopify, clock)
    yield made
    await made.aclose()


async def read(adapter: RemoteCommerce) -> Order:
    found = await adapter.order("1001")
    assert found is not None
    return found[0]


def deed(before: Order, after: Order, clock: Clock, key: str = "k") -> Deed:
    return Deed(key, before, after, None, version_of(before), clock.now)


async def test_a_throttled_query_waits_until_the_bucket_holds_its_cost(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    shopify.put_order("1001")
    shopify.throttle = 2
    assert (await read(adapter)).id == "1001"
    assert clock.slept == [1.0, 1.0]  # 120 points are wanted, 20 are there, 100 come each second


async def test_a_shop_that_throttles_without_end_is_unreachable(
    shopify: ShopifyStandIn, adapter: RemoteCommerce
) -> None:
    shopify.put_order("1001")
    shopify.throttle = 99
    with pytest.raises(ShopUnreachable, match="no more calls"):
        await adapter.order("1001")


async def test_user_errors_say_that_nothing_happened(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    shopify.put_order("1001")
    before = await read(adapter)
    shopify.user_error = {"field": ["transactions"], "message": "Lena Vogt has no card"}
    with pytest.raises(ShopRefused, match="transactions") as caught:
        await adapter.carry_out(deed(before, operations.refund(before, Decimal(5), due=DUE, reason="goodwill"), clock))
    assert "Lena" not in str(caught.value)
    assert shopify.refunded("1001") == 0


async def test_cancelling_waits_for_the_job(shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock) -> None:
    shopify.put_order("1001")
    shopify.job_rounds = 3
    before = await read(adapter)
    await adapter.carry_out(deed(before, operations.cancel(before, until="processing", due=DUE), clock))
    assert shopify.calls.count("Job") == 3
    assert (await read(adapter)).status == "cancelled"


async def test_a_job_without_end_leaves_it_open_what_happened(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    shopify.put_order("1001")
    shopify.job_rounds = 99
    before = await read(adapter)
    made = deed(before, operations.cancel(before, until="processing", due=DUE), clock)
    with pytest.raises(OutcomeUnknown, match="still works"):
        await adapter.carry_out(made)
    assert not await adapter.is_done(made)


async def test_a_cancelling_whose_answer_is_lost_is_recognised(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    shopify.put_order("1001")
    before = await read(adapter)
    shopify.faults.append(LOST_AFTER)
    await adapter.carry_out(deed(before, operations.cancel(before, until="processing", due=DUE), clock))
    assert shopify.refunded("1001") == 100
    assert shopify.calls.count("Cancel") == 2


async def test_a_refund_goes_back_to_the_payments_it_came_from(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    order = shopify.put_order("1001", total="70.00")
    card = {**order["transactions"][0], "id": "gid://shopify/OrderTransaction/2", "gateway": "gift_card"}
    order["transactions"].append({**card, "amountSet": bag("30.00", "EUR")})
    before = await read(adapter)
    assert before.paid == 100
    await adapter.carry_out(deed(before, operations.refund(before, Decimal(85), due=DUE, reason="goodwill"), clock))
    made = [one for one in order["transactions"] if one["kind"] == "REFUND"]
    assert [(one["gateway"], one["amountSet"]["presentmentMoney"]["amount"]) for one in made] == [
        ("shopify_payments", "70.00"),
        ("gift_card", "15.00"),
    ]


async def test_money_that_has_not_settled_cannot_go_back(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    order = shopify.put_order("1001")
    shopify.deliver("1001")
    order["transactions"][0].update(status="PENDING", gateway="cash_on_delivery")
    before = await read(adapter)
    assert before.refundable == 100  # cash that was paid at the door, though Shopify was not told
    with pytest.raises(ShopRefused, match="no settled payment"):
        await adapter.carry_out(deed(before, operations.refund(before, Decimal(5), due=DUE, reason="goodwill"), clock))


def variant(gid: str, sku: str, size: str, colour: str, available: bool = True) -> dict[str, Any]:
    options = [{"name": "Size", "value": size}, {"name": "Color", "value": colour}]
    return {
        "id": gid,
        "sku": sku,
        "price": "60.00",
        "inventoryQuantity": 3,
        "availableForSale": available,
        "selectedOptions": options,
    }


def put_shoes(shopify: ShopifyStandIn) -> None:
    shopify.products = [
        {
            "id": "gid://shopify/Product/SHOE",
            "title": "Shoes",
            "productType": "Footwear",
            "tags": [],
            "variants": [
                variant("v42", "SHOE", "42", "Red"),
                variant("v43", "SHOE-43", "43", "Red"),
                variant("v43b", "SHOE-43B", "43", "Blue"),
                variant("v44", "SHOE-44", "44", "Red", available=False),
            ],
        }
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"size": "43"}, "v43"),
        ({"size": "43", "colour": "blue"}, "v43b"),
        ({"size": "44"}, None),
        ({"size": "50"}, None),
    ],
)
async def test_an_exchange_names_the_variant_that_is_meant(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock, wanted: dict[str, str], found: str | None
) -> None:
    put_shoes(shopify)
    order = shopify.put_order("1001")
    shopify.deliver("1001")
    order["_lines"][1]["variant"]["selectedOptions"] = shopify.products[0]["variants"][0]["selectedOptions"]
    before = await read(adapter)
    after = operations.register_return(
        before,
        (before.items[1].id,),
        reason="too_small",
        resolution="exchange",
        shipping_paid_by="customer",
        deadline=DUE,
        at=clock.now,
        variant=wanted,
    )
    made = deed(before, after, clock)
    if found is None:
        with pytest.raises(ShopRefused, match="no single variant"):
            await adapter.carry_out(made)
        assert order["returns"]["nodes"] == []
        return
    await adapter.carry_out(made)
    assert [one["_exchange"] for one in order["returns"]["nodes"]] == [[{"variantId": found, "quantity": 1}]]
    assert (await read(adapter)).returns[0].variant == wanted


async def test_the_catalogue_comes_over_all_pages_and_is_found_by_every_variant(
    shopify: ShopifyStandIn, adapter: RemoteCommerce
) -> None:
    put_shoes(shopify)
    for number in range(5):
        plain = {**variant(f"m{number}", f"MUG-{number}", "one", "White")}
        shopify.products.append(
            {
                "id": f"gid://shopify/Product/{number}",
                "title": f"Mug {number}",
                "productType": "",
                "tags": ["Final-Sale"],
                "variants": [plain],
            }
        )
    products = await adapter.products()
    assert len(products) == 6
    shoes = await adapter.product("SHOE-43B")
    assert shoes is not None
    assert (shoes.sku, shoes.category, shoes.attributes["sizes"]) == ("SHOE", "footwear", ["42", "43", "44"])
    mug = await adapter.product("MUG-3")
    assert mug is not None and not mug.returnable
    count = shopify.calls.count("Products")
    await adapter.products()
    assert shopify.calls.count("Products") == count


async def test_an_order_of_many_lines_is_read_to_its_end(shopify: ShopifyStandIn, adapter: RemoteCommerce) -> None:
    shopify.put_order("1001", lines=tuple((f"SKU{number}", 1, "1.00") for number in range(120)))
    assert len((await read(adapter)).items) == 120


async def test_two_who_write_the_ledger_at_once_both_are_in_it(
    shopify: ShopifyStandIn, adapter: RemoteCommerce, clock: Clock
) -> None:
    order = shopify.put_order("1001")
    before = await read(adapter)
    first = deed(before, operations.refund(before, Decimal(5), due=DUE, reason="goodwill"), clock, "first")
    keep = shopify.answer

    def between(*request: Any) -> Any:
        if "mutation Keep" in request[3]["query"] and not order["tags"]:
            order["tags"] = ["raced"]
            order["metafield"] = {"value": '{"notes":[{"kind":"theirs"}]}', "compareDigest": "theirs"}
        return keep(*request)

    shopify.answer = between  # type: ignore[method-assign, assignment]
    await adapter.carry_out(first)
    now = await read(adapter)
    assert operations.noted(now, "theirs") and now.refunds[0].reason == "goodwill"
