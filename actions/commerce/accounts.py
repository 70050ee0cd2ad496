"""Ways to pay: which one an order has, another one for it, and money that goes back to one: pure functions.

As in `operations`: from an order to the order after it, or Refused with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Order, Payment, Refund, Return

GIFT_CARD = "gift_card"


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


def paid_with(order: Order) -> Account:
    """The way the order was paid, or is to be."""
    first = order.payments[0] if order.payments else None
    return Account(account_of(first) or first.method, first.method) if first else Account("card", "card")


def change_payment(order: Order, account: Account, *, until: str, due: date | None) -> Order:
    """The whole order is paid another way: what was paid goes back the way it came, the new payment is open.

    A payment that is still open is simply due another way; one that failed may be due the same way again. Raises
    Refused: too_late, nothing_paid, several_payments, same_account, balance_too_low.
    """
    if not operations.not_later_than(order, until):
        raise Refused("too_late", order_id=order.id, status=order.status)
    if len(order.payments) == 1 and operations.nothing_came(order) and not order.refunds:
        due_now = order.payments[0]
        same = account_of(due_now) == account.id or due_now.method == account.method
        if same and operations.is_unpaid(order):
            raise Refused("same_account", order_id=order.id)
        check_balance(account, due_now.amount)
        return order.model_copy(update={"payments": (open_payment(account, due_now.amount),)})
    if not order.payments or order.refundable <= 0:
        raise Refused("nothing_paid", order_id=order.id)
    if len(order.payments) > 1:
        raise Refused("several_payments", order_id=order.id)
    first = order.payments[0]
    if (account_of(first) or first.method) == account.id:
        raise Refused("same_account", order_id=order.id)
    amount = order.refundable
    check_balance(account, amount)
    back = Account(account_of(first) or first.method, first.method)
    changed = refund_to(order, back, amount, due=due, reason="payment_changed")
    return changed.model_copy(update={"payments": (*changed.payments, open_payment(account, amount))})


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


def check_balance(account: Account, amount: Decimal) -> None:
    """Raises Refused: balance_too_low when a gift card has less than `amount`."""
    if account.method == GIFT_CARD and (account.balance or Decimal(0)) < amount:
        raise Refused("balance_too_low")


def return_to(order: Order, account: Account) -> Order:
    """The newest return with the account that its money goes to."""
    made = Return.model_validate({**order.returns[-1].model_dump(), "account": account.id})
    return order.model_copy(update={"returns": (*order.returns[:-1], made)})


def account_of(made: Payment | Refund) -> str | None:
    """The shopper's way to pay that a payment or refund names."""
    found = getattr(made, "account", None)
    return str(found) if found else None


def open_payment(account: Account, amount: Decimal) -> Payment:
    """A payment that is still to come, that way."""
    return Payment.model_validate(
        {"method": account.method, "amount": amount, "status": "pending", "account": account.id}
    )
