"""Items of which an order has several pieces, told with how many of them are meant."""

from __future__ import annotations

from typing import Any

from actions.base import JsonDict, listed, named
from actions.commerce.shapes import Item, Order


def counted(order: Order, items: tuple[Item, ...]) -> Any:
    """Names of items as one list, with how many pieces of those of which the order has several."""
    bought = {line.id: line.quantity for line in order.items}
    if all(bought.get(item.id, 1) == 1 for item in items):
        return listed(items)
    return {"list": [_counted(item) if bought.get(item.id, 1) > 1 else named(item) for item in items], "style": "and"}


def _counted(item: Item) -> JsonDict:
    return {"pieces": item.quantity, "of": named(item)}


def some_of_it(order: Order, items: tuple[Item, ...]) -> int | None:
    """How many pieces go back of the one line of which others stay; None where nothing of the lines stays."""
    bought = order.item(items[0].id) if len(items) == 1 else None
    return items[0].quantity if bought is not None and items[0].quantity < bought.quantity else None
