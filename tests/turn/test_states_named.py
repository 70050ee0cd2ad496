"""A question about a place with rules of its own is answered by them: the Canaries are no Spanish mainland."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import shop_talk
from shop_talk import Shop, Talk, order

from actions.policy.facts import Fact

RULES: dict[str, dict[str, Any]] = {
    "US": {"duty_percent": 4, "vat_percent": 19},
    "ES": {"duty_percent": 4, "vat_percent": 21},
    "ES-CN": {"duty_percent": 0, "vat_percent": 7},
}


@pytest.fixture(autouse=True)
def lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    def facts(_self: Any, market: str, on: date, **_: Any) -> dict[str, Fact]:
        return {name: Fact(value, f"customs-{market}", 1) for name, value in RULES[market].items()}

    monkeypatch.setattr(shop_talk.Rules, "facts", facts)


@pytest.mark.parametrize(
    ("language", "place", "named"),
    [("en", "Canary Islands", "Canary Islands"), ("de", "IC", "Kanarische Inseln"), ("es", "Tenerife", "Canarias")],
)
async def test_customs_of_the_canaries_are_their_own(language: str, place: str, named: str) -> None:
    talk = Talk(Shop(order()), language=language)
    assert "fact_duties" in await talk.say("?", "customs_duties", place=place)
    assert named in talk.text
    assert "7" in talk.text
    assert "21" not in talk.text


async def test_a_country_and_a_town_are_as_before() -> None:
    talk = Talk(Shop(order()))
    await talk.say("?", "customs_duties", place="ES")
    assert "Spain" in talk.text
    assert "21" in talk.text
    await talk.say("?", "customs_duties", place="Madrid")
    assert "19" in talk.text, "a town says nothing; the shopper's own market holds"
