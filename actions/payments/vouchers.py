"""Vouchers for trouble: real coupons of the shop, once per order and cause, within what one shopper may be given."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from actions.base import ActionContext, Said, day, money
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Order
from actions.policy.compensation import Voucher, decide_voucher


async def voucher_for(order: Order, cause: str, since: datetime, context: ActionContext) -> Voucher | None:
    """What the rules give for a cause that has lasted since `since`, or None; all that the shopper was given before,
    for any order, counts against the limit."""
    granted: dict[str, Decimal] = defaultdict(Decimal)
    for other in await context.unit.orders_of(order.customer_id):
        for given in other.compensations:
            granted[given.currency] += given.value
    return decide_voucher(
        context.rules(order),
        context.table,
        cause=cause,
        since=since,
        now=context.now,
        tier=context.tier,
        emotion=context.emotion,
        currency=order.currency,
        granted=granted,
    )


async def grant_voucher(
    order: Order,
    cause: str,
    since: datetime,
    say: Said,
    context: ActionContext,
    response: str = "utter_voucher_granted",
) -> bool:
    """Gives the voucher that the facts promise for this cause, once, with the words of `response`; True when one was
    given. What is above the limit is put before staff, once."""
    voucher = await voucher_for(order, cause, since, context)
    if voucher is None or any(given.reason == cause for given in order.compensations):
        return False
    if voucher.review:
        await _ask_staff(order, voucher, context)
        return False
    until = context.now.date() + timedelta(days=voucher.valid_days)
    try:
        changed, coupon = operations.grant(
            order, kind="voucher", value=voucher.value, currency=voucher.currency, reason=cause, valid_until=until
        )
    except Refused:
        return False
    await context.unit.record(changed, "compensation", cause, {"cause": cause}, basis=voucher.basis, coupon=coupon)
    say(
        response,
        value=money(voucher.value, voucher.currency),
        coupon_code=coupon["code"],
        valid_until=day(until),
    )
    return True


async def _ask_staff(order: Order, voucher: Voucher, context: ActionContext) -> None:
    if operations.noted(order, "voucher_review") is not None:
        return
    asked = {"cause": voucher.cause, "value": str(voucher.value), "currency": voucher.currency}
    await context.unit.record(
        operations.note(order, "voucher_review", context.now, **asked), "voucher_review", voucher.cause, asked
    )
    text = f"Voucher of {voucher.value} {voucher.currency} for {order.id} ({voucher.cause}) needs a decision"
    context.ask("alert", kind="voucher_review", text=text, order_id=order.id)
