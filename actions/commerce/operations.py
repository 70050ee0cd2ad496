"""What may be done to an order: pure functions from an order to the order after it, or Refused with the reason."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.commerce.money import rounded
from actions.commerce.ports import Refused
from actions.commerce.shapes import (
    FAILED_STATUSES,
    OPEN_STATUSES,
    ORDER_STATUSES,
    Compensation,
    Order,
    Payer,
    Payment,
    Refund,
    Resolution,
    Return,
)


def _number(order: Order, prefix: str, count: int) -> str:
    return f"{prefix}-{order.id.removeprefix('PA-')}-{count + 1}"


def not_later_than(order: Order, limit: str) -> bool:
    """Whether the order's status is `limit` or an earlier one."""
    status = ORDER_STATUSES.index(order.status)
    return order.status not in ("cancelled", "returned") and status <= ORDER_STATUSES.index(limit)


def on_its_way(order: Order) -> bool:
    """Whether the order has left and has not arrived: nothing to cancel any more, nothing to send back yet."""
    return order.status == "shipped" and order.delivered_at is None


_UNDELIVERED = frozenset({"lost", "refused"})
"""Reasons for which goods come back, or do not come, without having been delivered."""

_ONCE = frozenset({"cancelled", "double_charge", "lost"})
"""Reasons for which an order's money goes back at most once."""


def refund(order: Order, amount: Decimal, *, due: date | None, reason: str) -> Order:
    """Money goes back; never more than was paid and not yet refunded, never twice for the same reason.

    `due`: the day by which the shopper has it. Raises Refused: already_refunded, already_reshipped,
    nothing_to_refund, over_refund.
    """
    amount = rounded(amount, order.currency)
    if reason in _ONCE and any(made.reason == reason and made.status != "failed" for made in order.refunds):
        raise Refused("already_refunded", order_id=order.id, reason=reason)
    if reason == "lost" and noted(order, "reship"):
        raise Refused("already_reshipped", order_id=order.id)
    if amount <= 0 or (reason == "double_charge" and order.paid <= order.total):
        raise Refused("nothing_to_refund", order_id=order.id)
    if amount > order.refundable:
        raise Refused("over_refund", order_id=order.id, left=str(order.refundable))
    made = Refund(
        id=_number(order, "RF", len(order.refunds)),
        amount=amount,
        currency=order.currency,
        status="pending",
        due=due,
        reason=reason,
    )
    return order.model_copy(update={"refunds": (*order.refunds, made)})


def cancel(order: Order, *, until: str, due: date | None) -> Order:
    """Cancels the order and refunds what was paid. `until`: the last status in which it is possible.

    Raises Refused: already_cancelled, too_late.
    """
    if order.status == "cancelled":
        raise Refused("already_cancelled", order_id=order.id)
    if not not_later_than(order, until):
        raise Refused("too_late", order_id=order.id, status=order.status)
    changed = refund(order, order.refundable, due=due, reason="cancelled") if order.refundable > 0 else order
    return changed.model_copy(update={"status": "cancelled"})


def change_address(order: Order, address: dict[str, Any], *, until: str) -> Order:
    """Another delivery address. `until`: the last status in which it is possible."""
    if not not_later_than(order, until):
        raise Refused("too_late", order_id=order.id, status=order.status)
    return order.model_copy(update={"shipping_address": address})


def change_item(
    order: Order,
    item_id: str,
    *,
    options: dict[str, Any],
    quantity: int | None,
    until: str,
    due: date | None = None,
) -> Order:
    """Another variant or quantity of a line that has not left.

    Fewer pieces bring back what was paid for the others (`due`: by when); more pieces leave an open payment.
    Raises Refused: too_late, item_not_found, wrong_quantity.
    """
    if not not_later_than(order, until):
        raise Refused("too_late", order_id=order.id, status=order.status)
    item = order.item(item_id)
    if item is None:
        raise Refused("item_not_found", order_id=order.id)
    if quantity is not None and quantity < 1:
        raise Refused("wrong_quantity", order_id=order.id)
    update: dict[str, Any] = {"options": {**item.options, **options}, "quantity": quantity or item.quantity}
    lines = tuple(line.model_copy(update=update) if line.id == item_id else line for line in order.items)
    return _settled(order, order.model_copy(update={"items": lines}), due)


def is_unpaid(order: Order) -> bool:
    """Whether all of it is still to be paid."""
    return bool(order.payments) and all(made.status.lower() in OPEN_STATUSES for made in order.payments)


def nothing_came(order: Order) -> bool:
    """Whether each of its payments is still open or failed."""
    statuses = OPEN_STATUSES | FAILED_STATUSES
    return bool(order.payments) and all(made.status.lower() in statuses for made in order.payments)


def owing(order: Order, more: Decimal) -> Order:
    """The last open payment, with what has become more or less of it."""
    last = order.payments[-1]
    owed = last.model_copy(update={"amount": rounded(last.amount + more, order.currency)})
    return order.model_copy(update={"payments": (*order.payments[:-1], owed)})


def _settled(before: Order, after: Order, due: date | None) -> Order:
    """Squares a change of the order's total with what was paid for it."""
    difference = after.total - before.total
    if difference and is_unpaid(before):
        return owing(after, difference)
    if before.paid < before.total:
        return _open_settled(after, difference, due)
    if difference < 0:
        back = min(-difference, after.refundable)
        return refund(after, back, due=due, reason="fewer_items") if back > 0 else after
    if difference > 0:
        method = before.payments[0].method if before.payments else "card"
        open_payment = Payment(method=method, amount=difference, status="pending")
        return after.model_copy(update={"payments": (*after.payments, open_payment)})
    return after


def _open_settled(order: Order, difference: Decimal, due: date | None) -> Order:
    """Of an order that is paid in part, the open part becomes more or less; what it cannot carry goes back."""
    still = [made for made in order.payments if made.status.lower() in OPEN_STATUSES]
    if not difference or not still:
        return order
    last = still[-1]
    left = rounded(last.amount + difference, order.currency)
    others = tuple(made for made in order.payments if made is not last)
    if left > 0:
        return order.model_copy(update={"payments": (*others, last.model_copy(update={"amount": left}))})
    order = order.model_copy(update={"payments": others})
    back = min(-left, order.refundable)
    return refund(order, back, due=due, reason="fewer_items") if back > 0 else order


def active_return(order: Order, item_ids: tuple[str, ...]) -> Return | None:
    """A running return that holds one of these items."""
    for existing in order.returns:
        if existing.status not in ("rejected", "cancelled") and set(existing.items) & set(item_ids):
            return existing
    return None


def register_return(
    order: Order,
    item_ids: tuple[str, ...],
    *,
    reason: str,
    resolution: Resolution,
    shipping_paid_by: Payer | None,
    deadline: date | None,
    at: datetime,
    variant: dict[str, Any] | None = None,
    pieces: int | None = None,
) -> Order:
    """Registers a return, exchange, repair, missing or lost goods; each item only once.

    `deadline`: the day by which the goods must be on their way back. `pieces`: how many of the one line, where others
    of that stay. Raises Refused: item_not_found,
    already_cancelled, not_delivered, already_returned, already_refunded.
    """
    item_ids = tuple(dict.fromkeys(item_ids))
    if not item_ids or any(order.item(item_id) is None for item_id in item_ids):
        raise Refused("item_not_found", order_id=order.id)
    if order.status == "cancelled":
        raise Refused("already_cancelled", order_id=order.id)
    if reason not in _UNDELIVERED and order.delivered_at is None:
        raise Refused("not_delivered", order_id=order.id, status=order.status)
    if order.refundable <= 0 < order.paid:
        raise Refused("already_refunded", order_id=order.id)
    if existing := active_return(order, item_ids):
        raise Refused("already_returned", return_id=existing.id)
    made = Return(
        id=_number(order, "RT", len(order.returns)),
        status="requested",
        items=item_ids,
        reason=reason,
        resolution=resolution,
        shipping_paid_by=shipping_paid_by,
        deadline=deadline,
        at=at,
        variant=variant,
        pieces=pieces,
    )
    return order.model_copy(update={"returns": (*order.returns, made)})


def register_undelivered(order: Order, *, reason: str, resolution: Resolution, at: datetime) -> Order:
    """Registers what becomes of a whole order that did not reach the shopper, at the shop's cost. Raises Refused as
    `register_return` does.

    reason: one of those that need no delivery, `lost` or `refused`.
    """
    return register_return(
        order,
        tuple(item.id for item in order.items),
        reason=reason,
        resolution=resolution,
        shipping_paid_by="shop",
        deadline=None,
        at=at,
    )


def refuse_parcel(order: Order, *, due: date, at: datetime) -> Order:
    """Registers that a parcel on its way is not accepted: all of it comes back at the shop's cost.

    `due`: the day by which the money is back, kept in a note of kind `refused`. Raises Refused: not_shipped, and as
    `register_return` does.
    """
    if not on_its_way(order):
        raise Refused("not_shipped", order_id=order.id, status=order.status)
    changed = register_undelivered(order, reason="refused", resolution="refund", at=at)
    return note(changed, "refused", at, refund_due=due.isoformat())


def grant(
    order: Order, *, kind: str, value: Decimal, currency: str, reason: str, valid_until: date
) -> tuple[Order, dict[str, Any]]:
    """A voucher for trouble, once per reason; returns the order and the coupon to make.

    Raises Refused: already_granted, nothing_to_grant.
    """
    if any(existing.reason == reason for existing in order.compensations):
        raise Refused("already_granted", order_id=order.id, reason=reason)
    if rounded(value, currency) <= 0:
        raise Refused("nothing_to_grant", order_id=order.id, reason=reason)
    digest = hashlib.sha256(f"{order.id}:{reason}".encode()).hexdigest()[:8].upper()
    code = f"SORRY-{digest}"
    value = rounded(value, currency)
    made = Compensation(
        id=_number(order, "CP", len(order.compensations)),
        kind=kind,
        value=value,
        currency=currency,
        coupon_code=code,
        reason=reason,
    )
    coupon = {
        "code": code,
        "kind": "amount",
        "value": float(value),
        "currency": currency,
        "valid_until": valid_until.isoformat(),
        "customer_id": order.customer_id,
    }
    return order.model_copy(update={"compensations": (*order.compensations, made)}), coupon


def note(order: Order, kind: str, at: datetime, **data: Any) -> Order:
    """A dated line for staff and later turns, e.g. a running trace."""
    line = {"kind": kind, "at": at.isoformat(), **data}
    return order.model_copy(update={"notes": (*order.notes, line)})


def noted(order: Order, kind: str) -> dict[str, Any] | None:
    """The newest note of a kind."""
    for line in reversed(order.notes):
        if isinstance(line, dict) and line.get("kind") == kind:
            return line
    return None


def settled(order: Order) -> str | None:
    """What the shopper was given for a lost order, `reship` or `refund`; None while that is open."""
    if noted(order, "reship"):
        return "reship"
    return "refund" if order.refunded >= order.paid > 0 else None
