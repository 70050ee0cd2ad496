"""A message that begins with a hello and goes on wants what comes behind it."""

from __future__ import annotations

import pytest
from understood import understood

from bot.reading import Reading


def meant(text: str, *ranking: tuple[str, float]) -> str | None:
    heard = understood(text, *ranking)
    return Reading(text, "en", "m", understanding=heard).as_turn().intent


@pytest.mark.parametrize(
    "text", ["selam tulum küçük geldi bebeğe", "السلام الكيسان وصلو مهرسين", "hi the mug is in pieces"]
)
def test_what_comes_behind_a_hello_is_meant_though_faintly_heard(text: str) -> None:
    assert meant(text, ("greet", 0.83), ("item_damaged", 0.1), ("feedback_positive", 0.02)) == "item_damaged"


def test_a_hello_alone_or_with_small_talk_stays_one() -> None:
    assert meant("hi there", ("greet", 0.83), ("item_damaged", 0.1)) == "greet"
    assert meant("good evening to you all", ("greet", 0.83), ("goodbye", 0.1)) == "greet"
    assert meant("good evening to you all", ("greet", 0.9), ("item_damaged", 0.05)) == "greet"
