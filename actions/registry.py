"""All actions of the shop, for the executor in the process and for an action server."""

from __future__ import annotations

from actions import (
    account,
    address_check,
    cancel,
    change,
    change_items,
    change_payment,
    exchange,
    find_order,
    home_address,
    knowledge_answer,
    not_received,
    own_order,
    own_window,
    parts,
    payment,
    pieces,
    products,
    refund,
    refusal,
    return_items,
    return_window,
    returns,
    service,
    stopped,
    track,
    usage,
)
from actions.base import ShopAction

_MODULES = (
    account,
    address_check,
    cancel,
    change,
    change_items,
    change_payment,
    exchange,
    find_order,
    home_address,
    knowledge_answer,
    not_received,
    own_order,
    own_window,
    parts,
    payment,
    pieces,
    products,
    refund,
    refusal,
    return_items,
    return_window,
    returns,
    service,
    stopped,
    track,
    usage,
)


def all_actions() -> list[type[ShopAction]]:
    """Every action class, each once."""
    found: dict[str, type[ShopAction]] = {}
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, ShopAction) and value.action:
                found[value.action] = value
    return [found[name] for name in sorted(found)]
