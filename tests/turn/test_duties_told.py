"""What duties a named sum costs is told with what is not known about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import shop_talk
from shop_talk import NOW, Shop, Talk, order

from actions.policy.facts import Fact

LANE = {"duty_percent": 10, "vat_percent": 20, "duty_free_below": {"amount": 150, "currency": "USD"}}


@pytest.fixture(autouse=True)
def lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """A market whose duty-free limit is in US dollars."""

    def facts(*_: Any, **__: Any) -> dict[str, Fact]:
        return {name: Fact(value, "customs", 1) for name, value in LANE.items()}

    monkeypatch.setattr(shop_talk.Rules, "facts", facts)


async def test_a_limit_in_another_currency_is_named_beside_both_sums() -> None:
    talk = Talk(Shop(order()))
    names = await talk.say("what duties for goods worth 100 euro?", "customs_duties", amount="100 EUR")
    assert "duty_unsure" in names
    assert "$150.00 or less" in talk.text
    assert "together €32.00" in talk.text
    assert "€20.00 import tax only" in talk.text


async def test_a_limit_in_the_same_currency_decides() -> None:
    talk = Talk(Shop(order()))
    names = await talk.say("what duties for goods worth 100 dollars?", "customs_duties", amount="100 USD")
    assert "duty_unsure" not in names
    assert "together $20.00" in talk.text


async def test_a_sum_that_somebody_is_to_pay_is_no_worth_of_goods() -> None:
    talk = Talk(Shop(order()))
    known = {"amount": "100 EUR", "payment_method": "bank_transfer"}
    names = await talk.say("someone wants 100 euro duty by bank transfer, is that you?", "customs_duties", **known)
    assert names == ["fact_duty_free"]


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ({"duties_paid_by": "shop"}, "fact_duties_paid_shop"),
        ({"duties_paid_by": "customer"}, "duties_due"),
        ({}, "fact_duty_free"),
    ],
)
async def test_who_pays_the_duties_is_told_with_them(
    fact: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("test_duties_told.LANE", LANE | fact)
    talk = Talk(Shop(order()))
    names = await talk.say("do I pay duties or do you?", "customs_duties")
    assert names[-1] == told
    assert "duty about 10%" in talk.text


@pytest.mark.parametrize(("fact", "told"), [({"duties_paid_by": "shop"}, "fact_duties_paid_shop"), ({}, "duties_due")])
async def test_a_parcel_at_customs_costs_nothing_where_the_shop_pays(
    fact: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("test_duties_told.LANE", LANE | fact)
    held = {"at": (NOW - timedelta(hours=20)).isoformat(), "code": "customs_hold"}
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": "2026-11-30", "events": [held]}
    talk = Talk(Shop(order(status="shipped", shipments=[parcel])))
    names = await talk.say("why do customs hold PA-2026-100001?", "customs_duties", order_id="PA-2026-100001")
    assert names == ["order_customs_hold", told]
