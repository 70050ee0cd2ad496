"""What may be done to a customer's own data: pure functions, or Refused with the reason."""

from __future__ import annotations

from typing import Any

from actions.commerce.accounts import Account
from actions.commerce.ports import Refused
from actions.commerce.shapes import Customer


def move(customer: Customer, address: dict[str, Any]) -> Customer:
    """The customer with another default address. Raises Refused (incomplete_address) without country, or without
    street and city where the address is not one `text`."""
    street = address.get("line1") or address.get("address1") or address.get("street")
    if not (address.get("country") and (address.get("text") or (street and address.get("city")))):
        raise Refused("incomplete_address")
    return Customer.model_validate({**customer.model_dump(), "address": address})


def accounts(customer: Customer) -> tuple[Account, ...]:
    """Every way to pay that the customer has stored with the shop; none in shops that keep none."""
    return tuple(Account.of(one) for one in getattr(customer, "accounts", None) or [])


def account(customer: Customer, account_id: str) -> Account:
    """The customer's way to pay with this id, from `accounts: [{id, method, balance?}]` of the customer.

    Raises Refused (account_unknown) when the customer has none, whoever else may.
    """
    for one in accounts(customer):
        if one.id == account_id:
            return one
    raise Refused("account_unknown")
