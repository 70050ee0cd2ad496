"""Amounts, exact in the currency's minor unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Annotated

from babel.numbers import get_currency_precision
from pydantic import BeforeValidator, PlainSerializer


def _decimal(value: object) -> object:
    # Through text: the JSON number 0.1 means one tenth, not the nearest binary fraction.
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Amount = Annotated[Decimal, BeforeValidator(_decimal), PlainSerializer(_number, when_used="json")]


@lru_cache(maxsize=256)
def _quantum(currency: str) -> Decimal:
    return Decimal(1).scaleb(-get_currency_precision(currency))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The amount in whole minor units of the currency (yen: none, euro: 2 digits, dinar: 3), half up."""
    return amount.quantize(_quantum(currency), ROUND_HALF_UP)


def tagged(amount: Decimal, currency: str) -> dict[str, str]:
    """The amount as a variable of a response: `{"money": "12.50", "currency": "EUR"}`."""
    return {"money": str(rounded(amount, currency)), "currency": currency}
