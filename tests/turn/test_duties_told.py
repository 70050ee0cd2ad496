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


def at_customs() -> dict[str, Any]:
    """A parcel that customs has held for some hours."""
    held = {"at": (NOW - timedelta(hours=20)).isoformat(), "code": "customs_hold"}
    return {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "eta": "2026-11-30", "events": [held]}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("how much will it be?", True),
        ("bunun gümrüğü ne kadar tutar", True),
        ("كم الجمارك عليه", True),
        ("а сколько пошлина", True),
        ("c'est combien", True),
        ("关税多少", True),
        ("why is it held?", False),
        ("شو قصة الجمرك كمان", False),
        ("gümrükte kampanya mı var", False),
    ],
)
async def test_how_much_it_is_for_the_order_at_customs_is_told_by_what_its_goods_cost(text: str, asked: bool) -> None:
    given = {"id": "C1", "kind": "voucher", "value": 5, "currency": "EUR", "reason": "customs_hold"}
    talk = Talk(Shop(order(status="shipped", shipments=[at_customs()], compensations=[given])))
    await talk.say("where is my order", "order_status")
    assert "fact_duty_free" in await talk.say("what duties are there", "customs_duties")
    assert "€12.80" not in talk.text
    await talk.say(text, "customs_duties")
    assert ("€12.80" in talk.text) is asked  # of 40: 4 and 8.80


async def test_the_first_question_how_much_hears_of_the_hold_and_the_sum() -> None:
    talk = Talk(Shop(order(status="shipped", shipments=[at_customs()])))
    names = await talk.say("how much duty for PA-2026-100001?", "customs_duties", order_id="PA-2026-100001")
    assert names[:2] == ["order_customs_hold", "duties_due"]
    assert "together €12.80" in talk.text


async def test_no_sum_is_told_of_an_order_that_is_not_at_customs() -> None:
    talk = Talk(Shop(order()))
    await talk.say("where is my order", "order_status")
    await talk.say("how much duty?", "customs_duties")
    assert "together" not in talk.text
