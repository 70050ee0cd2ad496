from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from order_parts import DUE, NOW, an_order, days_ago, delivered, euro, event, parcel

from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Order


def give_back(order: Order, items: tuple[str, ...] = ("1",), **changes: Any) -> Order:
    terms: dict[str, Any] = {
        "reason": "changed_mind",
        "resolution": "refund",
        "shipping_paid_by": "customer",
        "deadline": date(2026, 12, 8),
        "at": NOW,
    }
    return operations.register_return(order, items, **(terms | changes))


def test_a_cancelled_order_brings_back_all_that_was_paid() -> None:
    changed = operations.cancel(an_order(), until="processing", due=DUE)
    assert changed.status == "cancelled"
    assert [(made.id, made.amount, made.due, made.reason) for made in changed.refunds] == [
        ("RF-2026-100001-1", euro("100.00"), DUE, "cancelled")
    ]


def test_the_rule_says_until_which_status_an_order_can_be_cancelled() -> None:
    order = an_order(status="shipped")
    assert operations.cancel(order, until="shipped", due=DUE).status == "cancelled"
    with pytest.raises(Refused) as refused:
        operations.cancel(order, until="processing", due=DUE)
    assert (refused.value.code, refused.value.details["status"]) == ("too_late", "shipped")


def test_an_unpaid_order_is_cancelled_without_a_refund() -> None:
    unpaid = an_order(status="pending", payments=[{"method": "card", "amount": 100, "status": "pending"}])
    assert operations.cancel(unpaid, until="processing", due=DUE).refunds == ()


def test_what_was_refunded_before_does_not_come_back_again_with_the_cancellation() -> None:
    order = operations.refund(an_order(), euro("30"), due=DUE, reason="goodwill")
    changed = operations.cancel(order, until="processing", due=DUE)
    assert [made.amount for made in changed.refunds] == [euro("30.00"), euro("70.00")]


@pytest.mark.parametrize("reason", ["cancelled", "lost", "double_charge"])
def test_money_goes_back_once_for_one_reason(reason: str) -> None:
    twice = an_order(payments=[{"method": "card", "amount": 100, "status": "captured"}] * 2)
    changed = operations.refund(twice, euro("50"), due=DUE, reason=reason)
    with pytest.raises(Refused, match="already_refunded"):
        operations.refund(changed, euro("50"), due=DUE, reason=reason)


def test_a_refund_above_what_is_left_says_how_much_is_left() -> None:
    with pytest.raises(Refused) as refused:
        operations.refund(an_order(), euro("100.01"), due=DUE, reason="goodwill")
    assert (refused.value.code, refused.value.details["left"]) == ("over_refund", "100.00")


def test_nothing_is_a_double_charge_when_no_more_was_paid_than_the_order_costs() -> None:
    halves = an_order(payments=[{"method": "card", "amount": 50, "status": "captured"}] * 2)
    with pytest.raises(Refused, match="nothing_to_refund"):
        operations.refund(halves, euro("50"), due=DUE, reason="double_charge")


def test_a_lost_parcel_is_sent_again_or_paid_back_but_not_both() -> None:
    sent = operations.note(an_order(status="shipped"), "reship", NOW)
    with pytest.raises(Refused, match="already_reshipped"):
        operations.refund(sent, euro("100"), due=DUE, reason="lost")
    paid_back = operations.refund(an_order(status="shipped"), euro("100"), due=DUE, reason="lost")
    with pytest.raises(Refused, match="already_refunded"):
        give_back(paid_back, ("1", "2"), reason="lost", resolution="reship")


def test_amounts_keep_to_the_minor_unit_of_the_currency() -> None:
    def refunded(currency: str, amount: str) -> Decimal:
        order = an_order(currency=currency)
        return operations.refund(order, euro(amount), due=DUE, reason="goodwill").refunds[0].amount

    assert str(refunded("EUR", "9.995")) == "10.00"
    assert str(refunded("JPY", "49.5")) == "50"
    assert str(refunded("KWD", "1.2345")) == "1.235"


def test_fewer_pieces_bring_back_what_was_paid_for_the_others() -> None:
    changed = operations.change_item(an_order(), "1", options={}, quantity=1, until="processing", due=DUE)
    assert changed.items[0].quantity == 1
    assert [(made.amount, made.reason) for made in changed.refunds] == [(euro("20.00"), "fewer_items")]
    assert changed.paid - changed.refunded == changed.total


def test_more_pieces_leave_an_open_payment() -> None:
    changed = operations.change_item(an_order(), "2", options={}, quantity=2, until="processing")
    assert [(payment.amount, payment.status) for payment in changed.payments[1:]] == [(euro("60.00"), "pending")]
    assert changed.paid == euro("100.00")


@pytest.mark.parametrize("pieces", [3, 2, 1])
def test_what_is_still_open_follows_the_pieces(pieces: int) -> None:
    more = operations.change_item(an_order(), "2", options={}, quantity=3, until="processing")
    again = operations.change_item(more, "2", options={}, quantity=pieces, until="processing", due=DUE)
    price = again.items[1].unit_price
    assert [made.amount for made in again.payments if made.status == "pending"] == [price * (pieces - 1)][: pieces - 1]
    assert again.refunds == ()


def test_another_variant_leaves_the_other_lines_alone() -> None:
    changed = operations.change_item(an_order(), "2", options={"size": "43"}, quantity=None, until="processing")
    assert changed.items[1].options == {"size": "43"}
    assert changed.items[0] == an_order().items[0]
    assert changed.refunds == () and len(changed.payments) == 1


@pytest.mark.parametrize(
    ("order", "change", "code"),
    [
        (an_order(status="shipped"), {}, "too_late"),
        (an_order(), {"item_id": "9"}, "item_not_found"),
        (an_order(), {"quantity": 0}, "wrong_quantity"),
    ],
)
def test_items_that_cannot_change_are_refused_with_the_cause(order: Order, change: dict[str, Any], code: str) -> None:
    terms: dict[str, Any] = {"item_id": "1", "options": {}, "quantity": 1, "until": "processing"} | change
    with pytest.raises(Refused, match=code):
        operations.change_item(order, terms.pop("item_id"), **terms)


def test_an_item_is_returned_once() -> None:
    order = give_back(delivered(3))
    assert (order.returns[0].id, order.returns[0].items, order.returns[0].status) == (
        "RT-2026-100001-1",
        ("1",),
        "requested",
    )
    with pytest.raises(Refused, match="already_returned"):
        give_back(order, ("2", "1"))
    assert len(give_back(order, ("2",)).returns) == 2


@pytest.mark.parametrize(
    ("order", "items", "code"),
    [
        (an_order(status="shipped"), ("1",), "not_delivered"),
        (an_order(status="cancelled"), ("1",), "already_cancelled"),
        (delivered(3), ("7",), "item_not_found"),
        (delivered(3), (), "item_not_found"),
    ],
)
def test_goods_that_cannot_come_back_are_refused_with_the_cause(
    order: Order, items: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        give_back(order, items)


def test_a_voucher_is_given_once_for_one_cause() -> None:
    until = NOW.date() + timedelta(days=180)
    terms: dict[str, Any] = {"kind": "voucher", "currency": "EUR", "valid_until": until}
    changed, coupon = operations.grant(an_order(), value=euro("5"), reason="delay", **terms)
    assert coupon["code"] == changed.compensations[0].coupon_code
    assert coupon["customer_id"] == "cust-1"
    with pytest.raises(Refused, match="already_granted"):
        operations.grant(changed, value=euro("5"), reason="delay", **terms)
    again, _ = operations.grant(changed, value=euro("5"), reason="lost", **terms)
    assert again.compensations[1].coupon_code != coupon["code"]


def test_cash_on_delivery_counts_as_paid_once_the_parcel_is_there() -> None:
    cash = [{"method": "cod", "amount": 100, "status": "pending"}]
    assert an_order(status="shipped", payments=cash).paid == 0
    assert delivered(1, payments=cash).paid == euro("100.00")


def test_a_failed_refund_leaves_the_money_refundable() -> None:
    order = an_order(refunds=[{"id": "RF-1", "amount": 100, "currency": "EUR", "status": "failed"}])
    assert order.refundable == euro("100.00")


def test_an_order_has_arrived_when_all_its_parcels_have() -> None:
    first, second = parcel(event("delivered", 2)), parcel(event("in_transit", 1), number=2)
    assert not an_order(status="shipped", shipments=[first, second]).arrived
    assert an_order(status="shipped", shipments=[first]).arrived
    assert not an_order(status="shipped").arrived


def test_a_delivered_order_without_carrier_news_counts_from_what_is_known() -> None:
    assert an_order(status="delivered").delivered_at == an_order().placed_at
    seen = an_order(status="delivered", shipments=[parcel(event("in_transit", 4))])
    assert seen.delivered_at is not None and seen.delivered_at.isoformat() == days_ago(4)
