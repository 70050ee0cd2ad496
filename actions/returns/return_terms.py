"""What the rules say of goods that shall go back, and how it is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.base import ActionContext, Said, Slots, day, listed, method_of, money, term
from actions.care.people import pass_on
from actions.commerce import operations
from actions.commerce.shapes import Item, Order, Product, Return
from actions.goods.counted import counted
from actions.goods.named_items import ALL, SEVERAL
from actions.orders.find_order import current_order
from actions.policy.eligibility import Decision, decide_return
from actions.returns.replacements import say_money_back

TO_BE_SENT = frozenset({"requested", "approved"})
REPAIRABLE = frozenset({"damaged", "faulty"})
WARRANTY = "warranty"
_LATELY = timedelta(hours=2)


async def product_of(item: Item, context: ActionContext) -> Product | None:
    """The catalogue's product of an order line."""
    return await context.unit.commerce.product(item.sku)


async def chosen_items(slots: Slots, context: ActionContext, order: Order) -> tuple[Item, ...]:
    """The items that were chosen, of one line as many pieces as were said."""
    lines, said = lines_chosen(slots, order), str(slots.get("pieces") or "")
    pieces = int(said) if said.isdecimal() else 0
    if len(lines) != 1 or not 0 < pieces < lines[0].quantity:
        return lines
    return (lines[0].model_copy(update={"quantity": pieces}),)


def lines_chosen(slots: Slots, order: Order) -> tuple[Item, ...]:
    """The lines that were chosen, as stored in return_item."""
    wanted = str(slots.get("return_item") or "")
    if wanted == ALL or len(order.items) == 1:
        return order.items
    ids = wanted.split(SEVERAL)
    return tuple(item for item in order.items if item.id in ids) or order.items[:1]


async def decide(
    slots: Slots, context: ActionContext, *, exchange: bool = False
) -> tuple[Order, tuple[Item, ...], Decision]:
    """The rules' decision for the chosen items and reason; the strictest of several items counts."""
    order = await current_order(slots, context)
    items = await chosen_items(slots, context, order)
    reason = str(slots.get("return_reason") or "changed_mind")
    return order, items, await decide_for(order, items, reason, context, exchange=exchange)


async def decide_for(
    order: Order, items: tuple[Item, ...], reason: str, context: ActionContext, *, exchange: bool = False
) -> Decision:
    """The rules' decision for these items; the strictest counts. Raises LookupError without items."""
    worst: Decision | None = None
    for item in items:
        product = await product_of(item, context)
        rules = context.rules(order, category=product.category if product else None)
        decision = decide_return(
            order,
            items,
            reason=reason,
            rules=rules,
            product=product,
            today=context.now.date(),
            exchange=exchange,
            weekend=context.weekend,
        )
        if worst is None or (worst.allowed and not decision.allowed):
            worst = decision
    if worst is None:
        raise LookupError(f"order {order.id} has no items")
    return worst


def refuse(say: Said, order: Order, items: tuple[Item, ...], decision: Decision) -> None:
    """Says why it is not possible, and what is."""
    if decision.code == "not_delivered":
        say("utter_return_not_delivered", order_id=order.id, status=term(f"order_status.{order.status}"))
    elif decision.code == "cancelled":
        say("utter_return_cancelled_order", order_id=order.id)
    elif decision.code == "not_returnable":
        say("utter_return_not_returnable", item=listed(items))
    else:
        say_too_late("utter_return_too_late", say, items, decision)


def say_too_late(response: str, say: Said, items: tuple[Item, ...], decision: Decision) -> None:
    """Says since when they are there, and until when it would have been possible."""
    say(
        response,
        item=listed(items),
        delivered_at=day(decision.delivered_on),
        window_days=decision.window_days or 0,
        deadline=day(decision.deadline),
    )


def refuse_return(
    say: Said, order: Order, items: tuple[Item, ...], decision: Decision, slots: Slots, context: ActionContext
) -> None:
    """Says why it is not possible. Who would rather have the money for what they were just told is under warranty gets
    a person who decides, and not the time for returns, in which they told of no fault."""
    if decision.code == "too_late" and slots.get("last_answer") == f"{WARRANTY} {order.id}":
        pass_on(say, context, "warranty_repair")
    else:
        refuse(say, order, items, decision)


def registered_lately(one: Return, context: ActionContext) -> bool:
    """Whether a return was registered a moment ago: in this talk, most likely."""
    return one.at is not None and context.now - one.at <= _LATELY


def say_running(say: Said, order: Order, items: tuple[Item, ...], context: ActionContext) -> bool:
    """Says that one of the items goes back already; what is under way or has come is asked about for its money."""
    running = operations.active_return(order, tuple(item.id for item in items))
    if running is None:
        return False
    nothing_to_send = running.status not in TO_BE_SENT or running.resolution == "reship"
    if nothing_to_send and say_money_back(order, say, context):
        if running.resolution in ("exchange", "reship") or running.status == "in_transit":
            say("utter_next_step")  # money instead of the new one, or what goes back after all, is for a person
        return True
    say(
        "utter_return_already",
        return_id=running.id,
        item=listed(items),
        return_status=term(f"return_status.{running.status}"),
        deadline=day(running.deadline) or day(order.delivered_at or order.placed_at),
    )
    return True


def terms(order: Order, items: tuple[Item, ...], decision: Decision) -> dict[str, Any]:
    """What the shopper must know before saying yes."""
    return {
        "order_id": order.id,
        "item": counted(order, items),
        "payer": term(f"payer.{decision.shipping_paid_by or 'shop'}"),
        "fee_known": "yes" if decision.fee else "no",
        "fee": money(decision.fee, order.currency),
        "deadline": day(decision.deadline),
        "refund": money(decision.refund, order.currency),
        "payment_method": method_of(order),
        "refund_due": day(decision.refund_due),
    }


def offered(resolution: Any) -> str | None:
    """The remedy among those that the shop offers, a refund and an exchange; None when there is none such."""
    return {"refund": "refund", "exchange": "exchange", "reship": "exchange", "repair": "exchange"}.get(str(resolution))
