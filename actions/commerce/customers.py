"""What may be done to a customer's own data: pure functions, or Refused with the reason."""

from __future__ import annotations

from typing import Any

from actions.commerce.ports import Refused
from actions.commerce.shapes import Customer
from actions.commerce.variants import Account


def move(customer: Customer, address: dict[str, Any]) -> Customer:
    """The customer with another default address. Raises Refused (incomplete_address) without street, city, country."""
    street = address.get("line1") or address.get("address1") or address.get("street")
    if not (street and address.get("city") and address.get("country")):
        raise Refused("incomplete_address")
    return Customer.model_validate({**customer.model_dump(), "address": address})


def account(customer: Customer, account_id: str) -> Account:
    """The customer's way to pay with this id, from `accounts: [{id, method, balance?}]` of the customer.

    Raises Refused (account_unknown) when the customer has none, whoever else may.
    """
    for one in getattr(customer, "accounts", None) or []:
        if one["id"] == account_id:
            return Account.of(one)
    raise Refused("account_unknown")
