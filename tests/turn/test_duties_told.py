"""What duties a named sum costs is told with what is not known about it."""

from __future__ import annotations

from typing import Any

import pytest
import shop_talk
from shop_talk import Shop, Talk, order

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
