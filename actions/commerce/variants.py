"""Another variant for what was ordered, with its difference in price: pure functions.

As in `operations`: from an order to the order after it, or Refused with the reason. Money that is still to come is an
open payment; money that goes back is a refund. Both carry `account`, the shopper's way to pay, when one was named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.commerce import operations
from actions.commerce.accounts import Account, check_balance, open_payment, refund_to
from actions.commerce.money import rounded
from actions.commerce.ports import Refused
from actions.commerce.shapes import Item, Order, Payer, Product

_CHANGED = "items_changed"


@dataclass(frozen=True, slots=True)
class Swap:
    """One piece of a line, which is `old`, for `new`. Two of one line are two swaps."""

    item_id: str
    old: Product
    new: Product


def difference(order: Order, swaps: Iterable[Swap]) -> Decimal:
    """What the new variants cost more (above zero) or less than what was paid for the old ones."""
    paid = {item.id: item.unit_price for item in order.items}
    return rounded(sum((swap.new.price - paid[swap.item_id] for swap in swaps), Decimal(0)), order.currency)


def swap_items(
    order: Order,
    swaps: tuple[Swap, ...],
    *,
    account: Account,
    until: str,
    at: datetime,
    due: date | None,
    once: bool = True,
) -> Order:
    """Other variants of what has not left. `until`: the last status in which it is possible; once: only once an order.

    An order that nothing was paid for yet (cash on delivery) has its open payment changed instead. Raises Refused:
    too_late, already_changed, and those of `check_swaps` and `check_balance`.
    """
    if not operations.not_later_than(order, until):
        raise Refused("too_late", order_id=order.id, status=order.status)
    if once:
        must_be_unchanged(order)
    check_swaps(order, swaps)
    more = difference(order, swaps)
    check_balance(account, more)
    changed = order.model_copy(update={"items": _after(order.items, swaps)})
    if operations.is_unpaid(order):
        changed = operations.owing(changed, more)
    elif order.paid <= 0:
        pass  # a payment failed: the next one will be of the whole sum
    elif more > 0:
        changed = changed.model_copy(update={"payments": (*changed.payments, open_payment(account, more))})
    elif more < 0:
        changed = refund_to(changed, account, -more, due=due, reason="other_variant")
    return operations.note(changed, _CHANGED, at, items=[swap.item_id for swap in swaps])


def exchange_items(
    order: Order,
    swaps: tuple[Swap, ...],
    *,
    account: Account,
    reason: str,
    shipping_paid_by: Payer | None,
    deadline: date | None,
    at: datetime,
    options: dict[str, str] | None = None,
) -> Order:
    """Registers that what has arrived comes back for other variants; the difference is settled when it is back.

    The return's `variant` has the new SKUs by line, the difference and the account; with `options` (what the shopper
    wants to be different) it has these, and of the others only what they do not say. Raises Refused: those of
    `operations.register_return`, `check_swaps` and `check_balance`.
    """
    check_swaps(order, swaps)
    more = difference(order, swaps)
    check_balance(account, more)
    money = {"difference": str(more), "account": account.id}
    variant: dict[str, Any] = {"skus": [{"item": swap.item_id, "sku": swap.new.sku} for swap in swaps], **money}
    if options is not None:
        others = any(swap.new.sku != swap.old.sku for swap in swaps)
        variant = {**options, **({"skus": variant["skus"]} if others else {}), **(money if more else {})}
    lines = tuple(dict.fromkeys(swap.item_id for swap in swaps))
    bought = order.item(lines[0]) if len(lines) == 1 else None
    return operations.register_return(
        order,
        lines,
        pieces=len(swaps) if bought is not None and len(swaps) < bought.quantity else None,
        reason=reason,
        resolution="exchange",
        shipping_paid_by=shipping_paid_by,
        deadline=deadline,
        at=at,
        variant=variant,
    )


def check_swaps(order: Order, swaps: tuple[Swap, ...]) -> None:
    """Raises Refused: item_not_found (or more pieces than were ordered), other_product, same_variant, sold_out."""
    wanted: dict[str, int] = {}
    for swap in swaps:
        wanted[swap.item_id] = wanted.get(swap.item_id, 0) + 1
        item = order.item(swap.item_id)
        if item is None or item.sku != swap.old.sku or wanted[swap.item_id] > item.quantity:
            raise Refused("item_not_found", order_id=order.id)
        family = swap.old.attributes.get("product")
        if family is None or family != swap.new.attributes.get("product"):
            raise Refused("other_product", order_id=order.id)
        if swap.new.currency != order.currency:
            raise Refused("other_currency", order_id=order.id)
        if (swap.new.sku, options_of(swap.new)) == (swap.old.sku, options_of(swap.old)):
            raise Refused("same_variant", order_id=order.id)
        if not in_stock(swap.new):
            raise Refused("sold_out", order_id=order.id, sku=swap.new.sku)
    if not swaps:
        raise Refused("item_not_found", order_id=order.id)


def must_be_unchanged(order: Order) -> None:
    """Raises Refused: already_changed once variants of the order were changed."""
    if operations.noted(order, _CHANGED) is not None:
        raise Refused("already_changed", order_id=order.id)


def must_be_first_return(order: Order) -> None:
    """For shops that take one return or exchange an order. Raises Refused: already_returned."""
    if existing := operations.active_return(order, tuple(item.id for item in order.items)):
        raise Refused("already_returned", return_id=existing.id)


def options_of(product: Product) -> dict[str, Any]:
    """What a variant is, such as `{"size": "L"}`."""
    return dict(product.attributes.get("options") or {})


def in_stock(product: Product) -> bool:
    """Whether there is one anywhere."""
    stock = product.stock
    return (sum(stock.values()) if isinstance(stock, dict) else stock) > 0


def _after(items: tuple[Item, ...], swaps: tuple[Swap, ...]) -> tuple[Item, ...]:
    """The lines after the swaps; a line of several pieces is split when not all of them change alike."""
    lines: list[Item] = []
    for item in items:
        mine = [swap for swap in swaps if swap.item_id == item.id]
        left = item.quantity - len(mine)
        parts = [item.model_copy(update={"quantity": left})] if left else []
        kinds: dict[str, list[Product]] = {}
        for swap in mine:
            kinds.setdefault(f"{swap.new.sku} {sorted(options_of(swap.new).items())}", []).append(swap.new)
        for pieces in kinds.values():
            parts.append(
                item.model_copy(
                    update={
                        "sku": pieces[0].sku,
                        "name": pieces[0].name,
                        "quantity": len(pieces),
                        "unit_price": pieces[0].price,
                        "options": options_of(pieces[0]),
                    }
                )
            )
        lines += [
            part if number == 0 else part.model_copy(update={"id": f"{item.id}.{number}"})
            for number, part in enumerate(parts)
        ]
    return tuple(lines)
