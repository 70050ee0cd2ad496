"""Another variant for what was ordered, with its difference in price, and another way to pay: pure functions.

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
from actions.commerce.money import rounded
from actions.commerce.ports import Refused
from actions.commerce.shapes import Item, Order, Payer, Payment, Product, Refund, Return

GIFT_CARD = "gift_card"
_CHANGED = "items_changed"


@dataclass(frozen=True, slots=True)
class Account:
    """A way to pay that the shopper has with the shop. balance: of a gift card, in the order's currency."""

    id: str
    method: str
    balance: Decimal | None = None

    @classmethod
    def of(cls, document: dict[str, Any]) -> Account:
        """From `{id, method, balance?}`."""
        balance = document.get("balance")
        return cls(str(document["id"]), str(document["method"]), None if balance is None else Decimal(str(balance)))


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
    order: Order, swaps: tuple[Swap, ...], *, account: Account, until: str, at: datetime, due: date | None
) -> Order:
    """Other variants of what has not left, once an order. `until`: the last status in which it is possible.

    Raises Refused: too_late, already_changed, and those of `check_swaps` and `check_balance`.
    """
    if not operations.not_later_than(order, until):
        raise Refused("too_late", order_id=order.id, status=order.status)
    must_be_unchanged(order)
    check_swaps(order, swaps)
    more = difference(order, swaps)
    check_balance(account, more)
    changed = order.model_copy(update={"items": _after(order.items, swaps)})
    if more > 0:
        changed = changed.model_copy(update={"payments": (*changed.payments, _open(account, more))})
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
) -> Order:
    """Registers that what has arrived comes back for other variants; the difference is settled when it is back.

    The return's `variant` has the new SKUs by line, the difference and the account. Raises Refused: those of
    `operations.register_return`, `check_swaps` and `check_balance`.
    """
    check_swaps(order, swaps)
    more = difference(order, swaps)
    check_balance(account, more)
    variant = {
        "skus": [{"item": swap.item_id, "sku": swap.new.sku} for swap in swaps],
        "difference": str(more),
        "account": account.id,
    }
    return operations.register_return(
        order,
        tuple(swap.item_id for swap in swaps),
        reason=reason,
        resolution="exchange",
        shipping_paid_by=shipping_paid_by,
        deadline=deadline,
        at=at,
        variant=variant,
    )


def change_payment(order: Order, account: Account, *, until: str, due: date | None) -> Order:
    """The whole order is paid another way: what was paid goes back the way it came, the new payment is open.

    Raises Refused: too_late, nothing_paid, several_payments, same_account, balance_too_low.
    """
    if not operations.not_later_than(order, until):
        raise Refused("too_late", order_id=order.id, status=order.status)
    if not order.payments or order.refundable <= 0:
        raise Refused("nothing_paid", order_id=order.id)
    if len(order.payments) > 1:
        raise Refused("several_payments", order_id=order.id)
    first = order.payments[0]
    if account_of(first) == account.id:
        raise Refused("same_account", order_id=order.id)
    amount = order.refundable
    check_balance(account, amount)
    back = Account(account_of(first) or first.method, first.method)
    changed = refund_to(order, back, amount, due=due, reason="payment_changed")
    return changed.model_copy(update={"payments": (*changed.payments, _open(account, amount))})


def refund_to(order: Order, account: Account, amount: Decimal, *, due: date | None, reason: str) -> Order:
    """As `operations.refund`, to a named account."""
    changed = operations.refund(order, amount, due=due, reason=reason)
    made = Refund.model_validate({**changed.refunds[-1].model_dump(), "account": account.id})
    return changed.model_copy(update={"refunds": (*changed.refunds[:-1], made)})


def check_refund_way(order: Order, account: Account) -> None:
    """Money goes back the way it came, or on a gift card. Raises Refused: method_not_allowed."""
    paid = {account_of(payment) for payment in order.payments[:1]}
    if account.method != GIFT_CARD and account.id not in paid:
        raise Refused("method_not_allowed", order_id=order.id)


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
        if swap.new.sku == swap.old.sku:
            raise Refused("same_variant", order_id=order.id)
        if not in_stock(swap.new):
            raise Refused("sold_out", order_id=order.id, sku=swap.new.sku)
    if not swaps:
        raise Refused("item_not_found", order_id=order.id)


def check_balance(account: Account, amount: Decimal) -> None:
    """Raises Refused: balance_too_low when a gift card has less than `amount`."""
    if account.method == GIFT_CARD and (account.balance or Decimal(0)) < amount:
        raise Refused("balance_too_low")


def must_be_unchanged(order: Order) -> None:
    """Raises Refused: already_changed once variants of the order were changed."""
    if operations.noted(order, _CHANGED) is not None:
        raise Refused("already_changed", order_id=order.id)


def must_be_first_return(order: Order) -> None:
    """For shops that take one return or exchange an order. Raises Refused: already_returned."""
    if existing := operations.active_return(order, tuple(item.id for item in order.items)):
        raise Refused("already_returned", return_id=existing.id)


def return_to(order: Order, account: Account) -> Order:
    """The newest return with the account that its money goes to."""
    made = Return.model_validate({**order.returns[-1].model_dump(), "account": account.id})
    return order.model_copy(update={"returns": (*order.returns[:-1], made)})


def account_of(made: Payment | Refund) -> str | None:
    """The shopper's way to pay that a payment or refund names."""
    found = getattr(made, "account", None)
    return str(found) if found else None


def in_stock(product: Product) -> bool:
    """Whether there is one anywhere."""
    stock = product.stock
    return (sum(stock.values()) if isinstance(stock, dict) else stock) > 0


def _open(account: Account, amount: Decimal) -> Payment:
    return Payment.model_validate(
        {"method": account.method, "amount": amount, "status": "pending", "account": account.id}
    )


def _after(items: tuple[Item, ...], swaps: tuple[Swap, ...]) -> tuple[Item, ...]:
    """The lines after the swaps; a line of several pieces is split when not all of them change alike."""
    lines: list[Item] = []
    for item in items:
        mine = [swap for swap in swaps if swap.item_id == item.id]
        left = item.quantity - len(mine)
        parts = [item.model_copy(update={"quantity": left})] if left else []
        for sku in dict.fromkeys(swap.new.sku for swap in mine):
            pieces = [swap.new for swap in mine if swap.new.sku == sku]
            parts.append(
                item.model_copy(
                    update={
                        "sku": sku,
                        "name": pieces[0].name,
                        "quantity": len(pieces),
                        "unit_price": pieces[0].price,
                        "options": dict(pieces[0].attributes.get("options") or {}),
                    }
                )
            )
        lines += [
            part if number == 0 else part.model_copy(update={"id": f"{item.id}.{number}"})
            for number, part in enumerate(parts)
        ]
    return tuple(lines)
