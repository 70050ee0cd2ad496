"""All actions of the shop, for the executor in the process and for an action server."""

from __future__ import annotations

from actions.addresses import address_check, home_address
from actions.articles import knowledge_answer, usage
from actions.base import ShopAction
from actions.care import account, service
from actions.delivery import not_received, refusal, track
from actions.goods import pieces, products
from actions.orders import cancel, change, change_items, change_payment, find_order, own_order
from actions.payments import payment
from actions.returns import exchange, own_window, parts, refund, return_items, return_window, returns, stopped

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
