"""The release gate: no language may get worse unasked."""

from __future__ import annotations

from typing import Any

from bot.nlu.gate import losses
from bot.nlu.measures import share


def metrics(**right: int) -> dict[str, Any]:
    """Metrics with so many of 200 messages right in each language."""
    languages = {
        code: {"intent": {"accuracy": share([True] * count + [False] * (200 - count))}} for code, count in right.items()
    }
    return {"languages": languages}


def test_noise_within_the_interval_passes() -> None:
    assert losses(metrics(en=180, ar=170), metrics(en=178, ar=166)) == []


def test_one_language_that_lost_stops_the_bundle_and_is_named() -> None:
    found = losses(metrics(en=180, ar=180), metrics(en=195, ar=150))
    assert len(found) == 1
    assert found[0].startswith("ar: 0.750")


def test_a_language_that_vanished_stops_the_bundle() -> None:
    assert losses(metrics(en=180, th=180), metrics(en=180))[0].startswith("th:")


def test_a_new_language_and_a_first_bundle_cannot_lose() -> None:
    assert losses({}, metrics(en=10)) == []
    assert losses(metrics(en=180), metrics(en=180, th=20)) == []
