"""The facts an article may state: rule values that actions use. Names and shapes are the contract's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

STATUSES = ("pending", "paid", "processing", "shipped", "delivered", "cancelled", "returned")
CAUSES = ("customs_hold", "delay", "lost", "damaged")
TIERS = ("standard", "silver", "gold", "vip")
PAYERS = ("shop", "customer")

Check = Callable[[Any], bool]


class FactError(ValueError):
    """A wrong fact: its name, and what is wrong and expected."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name, self.problem = name, problem


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_currency(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 3 and value.isascii() and value.isupper()


def _is_money(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == {"amount", "currency"}
        and _is_number(value["amount"])
        and _is_currency(value["currency"])
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)


def _is_days_or_by_method(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and all(isinstance(key, str) and _is_count(days) for key, days in value.items())
    return _is_count(value)


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_count, value)) and value[0] <= value[1]


def _is_voucher(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, Mapping) and _is_voucher(item) for item in value)
    return (
        isinstance(value, Mapping)
        and value.get("cause") in CAUSES
        and _is_number(value.get("value"))
        and _is_number(value.get("after_hours", 0))
        and ("currency" not in value or _is_currency(value["currency"]))
        and set(value) <= {"cause", "after_hours", "value", "currency"}
    )


_STATUS = (lambda value: value in STATUSES, f"one of {', '.join(STATUSES)}")
_PAYER = (lambda value: value in PAYERS, "shop or customer")
_DAYS = (_is_count, "a whole number of days, such as 14")
_MONEY = (_is_money, "{amount: 4.90, currency: EUR}")
_PERCENT = (_is_number, "a number, such as 19")

SCHEMA: Mapping[str, tuple[Check, str]] = {
    "categories": (_is_texts, "a list of product categories"),
    "products": (_is_texts, "a list of products by their SKU"),
    "tiers": (
        lambda value: _is_texts(value) and set(value) <= set(TIERS),
        f"a list of tiers out of {', '.join(TIERS)}",
    ),
    "returnable": (lambda value: isinstance(value, bool), "true or false"),
    "return_window_days": _DAYS,
    "exchange_window_days": _DAYS,
    "damaged_window_days": _DAYS,
    "not_received_window_days": _DAYS,
    "return_shipping_paid_by": _PAYER,
    "fault_return_shipping_paid_by": _PAYER,
    "return_fee": _MONEY,
    "refund_days": (_is_days_or_by_method, "working days, or working days by payment method: {card: 7, paypal: 2}"),
    "cancel_until": _STATUS,
    "address_change_until": _STATUS,
    "items_change_until": _STATUS,
    "payment_change_until": _STATUS,
    "delivery_days": (_is_range, "[min, max] working days"),
    "shipping_fee": _MONEY,
    "free_shipping_from": _MONEY,
    "duty_percent": _PERCENT,
    "vat_percent": _PERCENT,
    "duty_free_below": _MONEY,
    "duties_paid_by": _PAYER,
    "voucher": (
        _is_voucher,
        f"{{cause, after_hours, value, currency}} with cause one of {', '.join(CAUSES)}, or a list of these",
    ),
    "payment_methods": (_is_texts, "a list of payment methods"),
}
LIMITS = ("tiers", "categories", "products")
NAMES = tuple(name for name in SCHEMA if name not in LIMITS)
CORE = (
    "return_window_days",
    "exchange_window_days",
    "damaged_window_days",
    "not_received_window_days",
    "return_shipping_paid_by",
    "fault_return_shipping_paid_by",
    "refund_days",
    "cancel_until",
    "address_change_until",
    "delivery_days",
    "shipping_fee",
    "duty_percent",
    "vat_percent",
    "payment_methods",
)
"""Without these an action cannot decide; a market that lacks one is reported."""


def check_facts(facts: Any) -> dict[str, Any]:
    """The facts as given, after their check; raises FactError naming the first wrong one."""
    if facts is None:
        return {}
    if not isinstance(facts, Mapping):
        raise FactError("facts", f"{facts!r}; expected a mapping of facts")
    for name, value in facts.items():
        if name not in SCHEMA:
            raise FactError(f"facts.{name}", f"unknown fact; expected one of {', '.join(SCHEMA)}")
        check, expected = SCHEMA[name]
        if not check(value):
            raise FactError(f"facts.{name}", f"{value!r}; expected {expected}")
    return dict(facts)


def single_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts without their limits; vouchers, of which an article may state several, by cause: `voucher.delay`."""
    found = {name: facts[name] for name in NAMES if name in facts and name != "voucher"}
    vouchers = facts.get("voucher") or []
    for voucher in vouchers if isinstance(vouchers, list) else [vouchers]:
        found[f"voucher.{voucher['cause']}"] = dict(voucher)
    return found
