"""What both shops must do alike: each deed once, whatever is lost; an error tells whether anything happened."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from shop_parts import Clock
from standin import BROKEN_AFTER, BROKEN_BEFORE, BUSY, DELAYED, GARBLED, LOST_AFTER, LOST_BEFORE

from actions.commerce import operations
from actions.commerce.ledger import version_of
from actions.commerce.ports import (
    Deed,
    OrderChanged,
    OutcomeUnknown,
    Refused,
    RemoteCommerce,
    ShopForbidden,
    ShopGarbled,
    ShopRefused,
    ShopUnreachable,
)
from actions.commerce.shapes import Order

DUE = date(2026, 12, 3)


async def read(adapter: RemoteCommerce, name: str = "1001") -> Order:
    found = await adapter.order(name)
    assert found is not None
    return found[0]


def deed(before: Order, after: Order, clock: Clock, key: str = "talk:1:act:order", **more: Any) -> Deed:
    return Deed(key, before, after, more.pop("coupon", None), version_of(before), clock.now, **more)


async def refund(
    adapter: RemoteCommerce, clock: Clock, amount: str, key: str = "talk:1:refund:1001:goodwill", **more: Any
) -> Deed:
    before = await read(adapter)
    after = operations.refund(before, Decimal(amount), due=DUE, reason="goodwill")
    return deed(before, after, clock, key, **more)


async def test_an_order_is_read_in_our_shape(shop: Any, adapter: RemoteCommerce) -> None:
    shop.put_order("1001")
    shop.deliver("1001")
    order = await read(adapter)
    assert (order.id, order.customer_id, order.currency, order.status) == ("1001", "501", "EUR", "delivered")
    assert (order.paid, order.total, order.refundable) == (Decimal(100), Decimal(100), Decimal(100))
    assert [(item.sku, item.quantity, item.unit_price) for item in order.items] == [
        ("MUG", 2, Decimal(20)),
        ("SHOE", 1, Decimal(60)),
    ]
    assert order.shipping_address["city"] == "Berlin" and order.country == "DE"
    assert order.delivered_at is not None and order.delivered_at.date() == date(2026, 11, 20)


async def test_what_is_not_there_is_none(shop: Any, adapter: RemoteCommerce) -> None:
    shop.put_order("1001")
    for unknown in ("9999", "100", "", 'x" OR name:"1001', "../customers/501"):
        assert await adapter.order(unknown) is None
    assert await adapter.customer("999") is None
    assert await adapter.coupon("NOPE") is None
    assert await adapter.orders_of("0") == []


async def test_orders_of_a_customer_come_newest_first_over_all_pages(shop: Any, adapter: RemoteCommerce) -> None:
    shop.page = 4
    for number in range(12):
        day = f"2026-11-{number + 1:02d}T10:00:00"
        shop.put_order(str(1000 + number), **{"createdAt" if hasattr(shop, "throttle") else "date_created_gmt": day})
    found = await adapter.orders_of("501")
    assert [order.id for order, _ in found] == [str(1011 - number) for number in range(12)]
    assert await adapter.orders_of("502") == []


async def test_cancelling_gives_the_money_back_once(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    shop.put_order("1001")
    before = await read(adapter)
    made = deed(before, operations.cancel(before, until="processing", due=DUE), clock)
    await adapter.carry_out(made)
    await adapter.carry_out(made)
    after = await read(adapter)
    assert (after.status, after.refunded, after.refundable) == ("cancelled", Decimal(100), Decimal(0))
    assert (after.refunds[0].reason, after.refunds[0].due) == ("cancelled", DUE)
    assert shop.refunded("1001") == 100
    assert await adapter.is_done(made)


async def test_an_unpaid_order_is_cancelled_without_a_refund(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    order = shop.put_order("1001")
    if "transactions" in order:
        order["transactions"] = []
        order["displayFinancialStatus"] = "PENDING"
    else:
        order.update(date_paid_gmt=None, status="pending")
    before = await read(adapter)
    assert before.status == "pending"
    await adapter.carry_out(deed(before, operations.cancel(before, until="processing", due=None), clock))
    after = await read(adapter)
    assert (after.status, after.refunds) == ("cancelled", ())


@pytest.mark.parametrize("fault", [LOST_BEFORE, LOST_AFTER, BROKEN_BEFORE, BROKEN_AFTER, GARBLED, BUSY])
async def test_a_refund_whose_answer_is_lost_is_made_at_most_once(
    shop: Any, adapter: RemoteCommerce, clock: Clock, fault: str
) -> None:
    shop.put_order("1001")
    shop.only = "refunds" if hasattr(shop, "notes") else "mutation Refund"
    made = await refund(adapter, clock, "30")
    shop.faults.append(fault)
    try:
        await adapter.carry_out(made)
    except OutcomeUnknown:
        assert shop.refunded("1001") in (0, 30)
        assert await adapter.is_done(made) == (shop.refunded("1001") == 30)
        clock.now += timedelta(minutes=15)
        again = Deed(made.key, made.before, made.after, None, None, clock.now - timedelta(minutes=15), again=True)
        await adapter.carry_out(again)
    assert shop.refunded("1001") == 30
    assert [(one.amount, one.reason) for one in (await read(adapter)).refunds] == [(Decimal(30), "goodwill")]
    assert await adapter.is_done(made)


async def test_a_refund_that_is_still_under_way_is_not_asked_for_anew(
    shop: Any, adapter: RemoteCommerce, clock: Clock
) -> None:
    shop.put_order("1001")
    shop.only = "refunds" if hasattr(shop, "notes") else "mutation Refund"
    made = await refund(adapter, clock, "30")
    shop.faults.extend([DELAYED] * 3)
    with pytest.raises(OutcomeUnknown):
        await adapter.carry_out(made)
    again = Deed(made.key, made.before, made.after, None, None, made.begun_at, again=True)
    try:
        await adapter.carry_out(again)
    except OutcomeUnknown:
        assert shop.refunded("1001") == 0
    shop.land()
    assert shop.refunded("1001") == 30
    await adapter.carry_out(again)
    assert shop.refunded("1001") == 30


async def test_two_refunds_with_keys_of_their_own_are_two(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    shop.put_order("1001")
    await adapter.carry_out(await refund(adapter, clock, "30", "a"))
    await adapter.carry_out(await refund(adapter, clock, "30", "b"))
    assert shop.refunded("1001") == 60
    assert len((await read(adapter)).refunds) == 2


async def test_more_than_is_left_is_refused_before_the_call(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    shop.put_order("1001")
    made = await refund(adapter, clock, "80")
    await adapter.carry_out(await refund(adapter, clock, "30", "other"))
    shop.calls.clear()
    with pytest.raises(OrderChanged):
        await adapter.carry_out(made)
    late = Deed(made.key, made.before, made.after, None, None, clock.now)
    with pytest.raises(Refused, match="over_refund"):
        await adapter.carry_out(late)
    assert shop.refunded("1001") == 30
    assert not any(call.startswith(("POST", "PUT")) or call == "Refund" for call in shop.calls)


@pytest.mark.parametrize(
    ("currency", "total", "part"),
    [("JPY", "12800", "1280"), ("KRW", "45000", "45"), ("KWD", "31.475", "0.125"), ("BHD", "9.990", "9.990")],
)
async def test_amounts_are_exact_in_the_minor_unit(
    shop: Any, adapter: RemoteCommerce, clock: Clock, currency: str, total: str, part: str
) -> None:
    shop.currency = currency
    shop.put_order("1001", total=total, lines=(("TEA", 3, total),))
    before = await read(adapter)
    assert before.paid == before.total == Decimal(total)
    await adapter.carry_out(await refund(adapter, clock, part))
    assert str(shop.refunded("1001")) == part
    assert (await read(adapter)).refundable == Decimal(total) - Decimal(part)


async def test_a_return_is_opened_once_and_read_back_with_its_terms(
    shop: Any, adapter: RemoteCommerce, clock: Clock
) -> None:
    shop.put_order("1001")
    shop.deliver("1001")
    before = await read(adapter)
    after = operations.register_return(
        before,
        (before.items[0].id,),
        reason="damaged",
        resolution="refund",
        shipping_paid_by="shop",
        deadline=DUE,
        at=clock.now,
    )
    made = deed(before, after, clock)
    shop.faults.append(LOST_AFTER)
    await adapter.carry_out(made)
    await adapter.carry_out(made)
    found = (await read(adapter)).returns
    assert [(one.items, one.reason, one.resolution, one.shipping_paid_by, one.deadline) for one in found] == [
        ((before.items[0].id,), "damaged", "refund", "shop", DUE)
    ]
    with pytest.raises(Refused, match="already_returned"):
        operations.register_return(
            await read(adapter),
            (before.items[0].id,),
            reason="damaged",
            resolution="refund",
            shipping_paid_by="shop",
            deadline=DUE,
            at=clock.now,
        )


async def test_an_address_is_changed_and_one_nobody_can_split_is_refused(
    shop: Any, adapter: RemoteCommerce, clock: Clock
) -> None:
    shop.put_order("1001")
    before = await read(adapter)
    there = {"country": "DE", "name": "Lena Vogt", "text": "Torstr. 12, 10119 Berlin"}
    await adapter.carry_out(deed(before, operations.change_address(before, there, until="processing"), clock))
    now = await read(adapter)
    assert {key: now.shipping_address[key] for key in ("line1", "postcode", "city", "name")} == {
        "line1": "Torstr. 12",
        "postcode": "10119",
        "city": "Berlin",
        "name": "Lena Vogt",
    }
    unclear = operations.change_address(
        now, {"country": "DE", "text": "at my sister's in Potsdam 3rd floor"}, until="processing"
    )
    with pytest.raises(ShopRefused, match="by a person"):
        await adapter.carry_out(deed(now, unclear, clock, "other"))


async def test_a_voucher_is_a_coupon_of_the_shop_once(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    shop.put_order("1001")
    before = await read(adapter)
    after, coupon = operations.grant(
        before, kind="voucher", value=Decimal("7.50"), currency="EUR", reason="delay", valid_until=DUE
    )
    made = deed(before, after, clock, coupon=coupon)
    shop.faults.append(LOST_AFTER)
    await adapter.carry_out(made)
    await adapter.carry_out(made)
    found = await adapter.coupon(coupon["code"])
    assert found is not None
    assert (found.value, found.currency, found.customer_id, found.used_at) == (Decimal("7.50"), "EUR", "501", None)
    assert isinstance(found.valid_until, datetime) and found.valid_until.date() == DUE
    assert [one.reason for one in (await read(adapter)).compensations] == ["delay"]
    dollars = {**coupon, "currency": "USD", "code": "SORRY-2"}
    now = await read(adapter)
    with pytest.raises(ShopRefused, match="EUR"):
        await adapter.carry_out(deed(now, operations.note(now, "x", clock.now), clock, "other", coupon=dollars))


async def test_a_note_is_kept_and_shown_to_staff(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    shop.put_order("1001")
    before = await read(adapter)
    made = deed(before, operations.note(before, "trace", clock.now, deadline="2026-11-29"), clock)
    await adapter.carry_out(made)
    await adapter.carry_out(made)
    trace = operations.noted(await read(adapter), "trace")
    assert trace is not None and trace["deadline"] == "2026-11-29"
    shown = shop.orders["1001"].get("tags") or [one["note"] for one in shop.notes["1001"]]
    assert len(shown) == 1 and "trace" in shown[0]


async def test_other_items_are_left_to_staff(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    shop.put_order("1001")
    before = await read(adapter)
    after = operations.change_item(
        before, before.items[1].id, options={"size": "43"}, quantity=None, until="processing"
    )
    with pytest.raises(ShopRefused, match="by staff"):
        await adapter.carry_out(deed(before, after, clock))


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (["401"], ShopForbidden),
        (["403"], ShopForbidden),
        ([BUSY] * 9, ShopUnreachable),
        ([LOST_BEFORE] * 9, ShopUnreachable),
        ([BROKEN_BEFORE] * 9, ShopUnreachable),
        ([GARBLED] * 9, ShopGarbled),
    ],
)
async def test_a_shop_that_cannot_be_read_is_a_clear_error(
    shop: Any, adapter: RemoteCommerce, faults: list[str], kind: type[Exception]
) -> None:
    shop.put_order("1001")
    shop.mutations_only = shop.changes_only = False
    shop.faults.extend(faults)
    with pytest.raises(kind) as caught:
        await adapter.order("1001")
    assert ("Shopify" in str(caught.value)) == hasattr(shop, "throttle")
    assert "lena" not in str(caught.value).lower()


async def test_a_refund_that_is_forbidden_changed_nothing(shop: Any, adapter: RemoteCommerce, clock: Clock) -> None:
    shop.put_order("1001")
    made = await refund(adapter, clock, "30")
    shop.faults.append("403")
    with pytest.raises(ShopForbidden):
        await adapter.carry_out(made)
    assert shop.refunded("1001") == 0


async def test_a_shop_that_is_busy_is_asked_again_when_it_said(
    shop: Any, adapter: RemoteCommerce, clock: Clock
) -> None:
    shop.put_order("1001")
    shop.mutations_only = shop.changes_only = False
    shop.faults.append(BUSY)
    assert (await read(adapter)).id == "1001"
    assert clock.slept == [2.0]


async def test_customers_are_found_by_their_very_number(shop: Any, adapter: Any) -> None:
    shop.put_customer(501)
    shop.put_order("1001")
    found = await adapter.customers_by_phone("+4915112345678")
    assert [(one.id, one.email, one.market, one.phone) for one in found] == [
        ("501", "lena@example.com", "DE", "+4915112345678")
    ]
    assert await adapter.customers_by_phone("+4915212345678") == []


async def test_a_guest_is_known_by_the_address_of_the_order(shop: Any, adapter: Any) -> None:
    guest = {"customer": None} if hasattr(shop, "throttle") else {"customer_id": 0}
    shop.put_order("1001", **guest)
    shop.put_order("1002")
    order = await read(adapter)
    assert order.customer_id == "email:lena@example.com"
    known = await adapter.customer(order.customer_id)
    assert (known.name, known.email, known.market, known.locale) == ("Lena Vogt", "lena@example.com", "DE", "de-DE")
    assert [one.id for one, _ in await adapter.orders_of(order.customer_id)] == ["1001"]
