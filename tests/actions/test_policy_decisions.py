from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_parts import TODAY, an_order, delivered, euro, event, parcel, rules

from actions.commerce.shapes import Order, Product
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import Decision, decide_return, estimate_duties, refund_days
from actions.policy.facts import Rules

GULF = frozenset({4, 5})
UNDERWEAR = Product(
    sku="MUG", name="Underwear", price=euro("20"), currency="EUR", category="intimates", returnable=False
)
FACTS: dict[str, Any] = {
    "return_window_days": 14,
    "return_shipping_paid_by": "customer",
    "fault_return_shipping_paid_by": "shop",
    "damaged_window_days": 30,
    "refund_days": {"card": 7, "paypal": 2},
}


def decide(order: Order, *, reason: str = "changed_mind", facts: Rules | None = None, **terms: Any) -> Decision:
    given_terms: dict[str, Any] = {"product": None, "today": TODAY} | terms
    found = rules(**FACTS) if facts is None else facts
    return decide_return(order, order.items[:1], reason=reason, rules=found, **given_terms)


@pytest.mark.parametrize("window", [7, 14, 15, 30, 60])
def test_the_window_of_the_market_ends_on_its_last_day(window: int) -> None:
    facts = rules(return_window_days=window)
    last = decide(delivered(window), facts=facts)
    assert (last.code, last.deadline, last.window_days) == ("allowed", TODAY, window)
    over = decide(delivered(window + 1), facts=facts)
    assert (over.code, over.deadline) == ("too_late", TODAY - timedelta(days=1))


def test_a_decision_says_who_pays_what_comes_back_by_when_and_on_what_it_rests() -> None:
    found = decide(delivered(4))
    assert found.shipping_paid_by == "customer"
    assert found.refund == euro("40.00")
    assert found.deadline == date(2026, 12, 4)
    assert found.refund_due == date(2026, 12, 15)  # seven working days after the deadline
    assert found.basis == {
        "return_window_days": {"article": "article-return_window_days", "version": 3},
        "return_shipping_paid_by": {"article": "article-return_shipping_paid_by", "version": 3},
        "refund_days": {"article": "article-refund_days", "version": 3},
    }


def test_a_fault_is_at_the_shops_cost_and_has_its_own_window() -> None:
    late_change = decide(delivered(20))
    fault = decide(delivered(20), reason="damaged")
    assert (late_change.code, fault.code, fault.shipping_paid_by) == ("too_late", "allowed", "shop")
    assert "damaged_window_days" in fault.basis


def test_goods_that_go_back_without_a_reason_go_back_with_one() -> None:
    facts = rules(return_window_days=60, damaged_window_days=14)
    assert decide(delivered(40), reason="faulty", facts=facts).allowed


def test_an_exchange_has_its_own_window_where_the_market_gives_one() -> None:
    facts = rules(return_window_days=14, exchange_window_days=30)
    assert decide(delivered(20), facts=facts, exchange=True).allowed
    assert decide(delivered(20), facts=facts).code == "too_late"
    assert decide(delivered(20), facts=rules(return_window_days=14), exchange=True).code == "too_late"


@pytest.mark.parametrize("how", ["product", "fact"])
def test_what_cannot_go_back_goes_back_only_when_it_is_faulty(how: str) -> None:
    facts = rules(**FACTS, returnable=False) if how == "fact" else rules(**FACTS)
    product = UNDERWEAR if how == "product" else None
    assert decide(delivered(2), facts=facts, product=product).code == "not_returnable"
    assert decide(delivered(2), facts=facts, product=product, reason="faulty").allowed


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (an_order(), "not_delivered"),
        (an_order(status="shipped", shipments=[parcel(event("in_transit", 1))]), "not_delivered"),
        (an_order(status="cancelled"), "cancelled"),
        (delivered(2, refunds=[{"id": "RF-1", "amount": 100, "currency": "EUR"}]), "already_refunded"),
    ],
)
def test_orders_that_are_not_there_or_over_are_refused_with_the_cause(order: Order, code: str) -> None:
    assert decide(order).code == code


def test_a_fault_in_the_first_of_two_parcels_need_not_wait_for_the_second() -> None:
    half = an_order(
        status="shipped", shipments=[parcel(event("delivered", 1)), parcel(event("in_transit", 1), number=2)]
    )
    assert decide(half, reason="damaged").allowed
    assert decide(half).code == "not_delivered"


def test_the_fee_is_taken_off_unless_the_goods_are_faulty() -> None:
    facts = rules(**FACTS, return_fee={"amount": 4.95, "currency": "EUR"})
    changed_mind = decide(delivered(2), facts=facts)
    assert (changed_mind.fee, changed_mind.refund) == (euro("4.95"), euro("35.05"))
    assert "return_fee" in changed_mind.basis
    fault = decide(delivered(2), facts=facts, reason="wrong_item")
    assert (fault.fee, fault.refund) == (euro("0"), euro("40.00"))


def test_a_discount_is_shared_out_over_the_items() -> None:
    order = delivered(2, payments=[{"method": "card", "amount": 90, "status": "captured"}])
    assert decide(order).refund == euro("36.00")


@pytest.mark.parametrize(("method", "days"), [("card", 7), ("paypal", 2), ("klarna", 7)])
def test_the_refund_takes_as_long_as_the_payment_method_does(method: str, days: int) -> None:
    assert refund_days(rules(**FACTS), method) == days
    assert refund_days(rules(refund_days=5), method) == 5


def test_missing_parts_are_sent_or_paid_back_and_faulty_goods_may_be_repaired() -> None:
    assert decide(delivered(1), reason="missing_parts").resolutions == ("reship", "refund")
    assert "repair" in decide(delivered(1), reason="faulty").resolutions
    assert decide(delivered(1)).resolutions == ("refund", "exchange", "store_credit")


def test_working_days_leave_out_the_weekend_of_the_market() -> None:
    thursday = date(2026, 11, 26)
    assert add_working_days(thursday, 1) == date(2026, 11, 27)
    assert add_working_days(thursday, 2) == date(2026, 11, 30)
    assert add_working_days(thursday, 1, GULF) == date(2026, 11, 29)


def test_duty_and_tax_are_broken_down_exactly_in_the_minor_unit() -> None:
    lane = rules(duty_percent=12, vat_percent=19, duty_free_below={"amount": 150, "currency": "EUR"})
    high = estimate_duties(lane, euro("200"), "EUR")
    assert high is not None
    assert (high.duty, high.tax, high.total) == (euro("24.00"), euro("42.56"), euro("66.56"))
    low = estimate_duties(lane, euro("99.99"), "EUR")
    assert low is not None
    assert (low.duty, low.tax) == (euro("0"), euro("19.00"))
    yen = estimate_duties(rules(duty_percent=5, vat_percent=10), euro("12345"), "JPY")
    assert yen is not None
    assert (yen.duty, yen.tax) == (euro("617"), euro("1296"))
    assert estimate_duties(rules(), euro("100"), "EUR") is None


def test_a_free_limit_in_another_currency_leaves_both_sums_open() -> None:
    lane = rules(duty_percent=10, vat_percent=20, duty_free_below={"amount": 150, "currency": "USD"})
    found = estimate_duties(lane, euro("100"), "EUR")
    assert found is not None
    assert (found.duty, found.total, found.tax_below) == (euro("10.00"), euro("32.00"), euro("20.00"))
    assert found.unsure_below == (Decimal(150), "USD")
    same = estimate_duties(lane, Decimal(200), "USD")
    assert same is not None
    assert same.unsure_below is None


@given(
    st.integers(0, 90),
    st.integers(0, 70),
    st.decimals("0", "50", places=2),
    st.decimals("0", "200", places=2),
    st.sampled_from(["changed_mind", "damaged", "missing_parts", "too_small"]),
)
def test_no_decision_promises_more_than_is_left_of_what_was_paid(
    days: int, window: int, fee: Decimal, paid: Decimal, reason: str
) -> None:
    order = delivered(days, payments=[{"method": "card", "amount": str(paid), "status": "captured"}])
    facts = rules(return_window_days=window, return_fee={"amount": str(fee), "currency": "EUR"})
    found = decide(order, reason=reason, facts=facts)
    assert 0 <= found.refund <= order.refundable
    if found.allowed:
        assert found.deadline is not None and found.deadline >= TODAY
        assert found.refund_due is not None and found.refund_due > found.deadline
        assert found.shipping_paid_by in ("shop", "customer")
