"""The rules for an order are those of the state in its address, which may only be seen from the postcode."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from actions.base import ActionContext
from actions.commerce.shapes import Order


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ({"country": "ES", "postcode": "38001"}, "38001"),
        ({"country": "ES", "postal_code": "35001"}, "35001"),
        ({"country": "US", "state": "CA", "postcode": "92103"}, "CA"),
        ({"country": "DE"}, None),
    ],
)
def test_state_before_postcode(address: dict[str, str], state: str | None) -> None:
    asked: list[Any] = []

    def facts(market: str, on: date, **how: Any) -> dict[str, Any]:
        asked.append((market, how["state"]))
        return {}

    context = ActionContext(
        **cast(Any, dict.fromkeys(("unit", "carrier", "articles", "desk", "identities", "table"))),
        facts=cast(Any, SimpleNamespace(facts=facts)),
        now=datetime(2026, 11, 26, tzinfo=UTC),
        conversation_id="c",
    )
    context.rules(Order.model_construct(shipping_address=address))
    assert asked == [(address["country"], state)]
