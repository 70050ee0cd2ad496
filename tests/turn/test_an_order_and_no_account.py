"""What may be the wish to cancel an order or to delete an account is the order where no account is named."""

from __future__ import annotations

import pytest
from understood import understood

from bot.reading import Reading

TORN = (("account_privacy", 0.73), ("order_cancel", 0.23))


def meant(text: str, *ranking: tuple[str, float], waiting_for: str | None = None) -> str | None:
    heard = understood(text, *ranking)
    return Reading(text, "en", "m", understanding=heard, waiting_for=waiting_for).as_turn().intent


@pytest.mark.parametrize("text", ["I want to cancel the mobile", "عايز الغي الموبايل", "quiero dar de baja el celular"])
def test_words_that_name_no_account_mean_the_order(text: str) -> None:
    assert meant(text, *TORN) == "order_cancel"


@pytest.mark.parametrize("text", ["cancel my account", "ألغوا حسابي", "stop the newsletter"])
def test_an_account_or_advertising_that_is_named_is_meant(text: str) -> None:
    assert meant(text, *TORN) == "account_privacy"


def test_what_is_hardly_a_cancellation_is_none() -> None:
    assert meant("forget me", ("account_privacy", 0.9), ("order_cancel", 0.05)) == "account_privacy"
    assert meant("the second one", *TORN, waiting_for="account_field") == "account_privacy"
