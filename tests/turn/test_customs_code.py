"""The number by which customs knows who gets a parcel is no question about sums, nor about where the parcel is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import shop_talk
from shop_talk import NOW, Shop, Talk, order
from understood import understood

from actions.policy.facts import Fact
from bot.reading.reading import Reading

CUSTOMS, ID = "customs_duties", "PA-2026-100001"


@pytest.fixture(autouse=True)
def lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """A market with duties."""

    def facts(*_: Any, **__: Any) -> dict[str, Fact]:
        return {"duty_percent": Fact(8, "customs", 1)}

    monkeypatch.setattr(shop_talk.Rules, "facts", facts)


def held() -> Shop:
    """A shop with an order that customs holds."""
    events = [{"at": (NOW - timedelta(days=2)).isoformat(), "code": "customs_hold"}]
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": events}
    return Shop(order(status="shipped", shipments=[parcel]))


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("통관고유부호 어디서 발급받나요?", "ko"),
        ("where do I get a personal customs code?", "en"),
        ("个人通关码在哪里办", "zh"),
    ],
)
async def test_it_is_answered_by_the_articles(said: str, language: str) -> None:
    names = await Talk(held(), language=language).say(said, CUSTOMS)
    assert not any(name.startswith(("tracking", "fact")) for name in names)
    assert names[-1].startswith("knowledge")


async def test_what_is_to_be_done_with_that_of_an_order_a_person_does() -> None:
    talk = Talk(held(), language="ko")
    assert await talk.say("통관고유부호를 잘못 적었어요", CUSTOMS, order_id=ID) == ["done_by_person"]
    assert talk.result is not None and talk.result.handoff is not None


def test_one_that_was_told_wrong_is_a_matter_of_customs() -> None:
    said = "I think I got the customs code wrong in the order, can it be changed?"
    torn = understood(said, (CUSTOMS, 0.46), ("order_place_help", 0.23), ("order_change_address", 0.19))
    reading = Reading(said, "en", None, understanding=replace(torn, decision="clarify"))
    assert (reading.as_turn().intent, reading.as_turn().decision) == (CUSTOMS, "answer")
    plain = replace(reading, text="I think I got something wrong in the order, can it be changed?")
    assert plain.as_turn().decision == "clarify"
