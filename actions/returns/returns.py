"""Returns, and remedies for damaged, wrong and missing goods: decided, asked about, made."""

from __future__ import annotations

from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, money, named
from actions.care.account import warranty_until
from actions.care.people import pass_on
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Item, Order
from actions.goods.counted import some_of_it
from actions.logistics.tracking import track
from actions.orders.find_order import current_order
from actions.payments.money_back import money_back_by
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import FAULT_REASONS, Decision
from actions.returns.inspection import READABLE, say_inspection
from actions.returns.parts import lacks_a_part
from actions.returns.replacements import SHIP_DAYS
from actions.returns.return_terms import (
    REPAIRABLE,
    WARRANTY,
    decide,
    offered,
    product_of,
    refuse,
    refuse_return,
    say_running,
    say_too_late,
    terms,
)
from actions.said.word_tables import LOOSE_PARTS, words_in


class CheckReturn(ShopAction):
    """Applies the rules to the chosen items and reason."""

    action = "action_check_return"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to refused, choose, exchange or confirm."""
        order, items, decision = await decide(slots, context)
        if say_running(say, order, items, context):
            return slots.set(outcome="refused")
        if not decision.allowed:
            refuse_return(say, order, items, decision, slots, context)
            return slots.set(outcome="refused")
        resolution = offered(slots.get("resolution"))
        if resolution is None:
            return slots.set(outcome="choose", resolution=None)
        if resolution == "exchange" and slots.get("return_reason") not in FAULT_REASONS:
            return slots.set(outcome="exchange")
        return slots.set(outcome="confirm", resolution=resolution)


class AskResolution(ShopAction):
    """Shows the terms and asks for the remedy."""

    action = "action_ask_resolution"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Faults are at the shop's cost; a lost parcel has its own question."""
        order = await current_order(slots, context)
        reason = slots.get("return_reason")
        if reason is None:
            left = money(order.paid - order.refunded, order.currency)
            for shipment in order.shipments:
                if (await track(shipment, context.carrier, context.now)).state == "lost":
                    say("utter_order_lost", order_id=order.id, items=listed(order.items), carrier=shipment.carrier)
                    return []
            say("utter_ask_lost_resolution", order_id=order.id, refund=left)
            return []
        _, items, decision = await decide(slots, context)
        known = {**terms(order, items, decision), "item": listed(items)}
        if reason in FAULT_REASONS:
            # What runs on power may be put right at a distance: whoever would rather keep it gets a person.
            helped = [await product_of(item, context) for item in items]
            runs = any(product is not None and product.attributes.get("warranty_months") for product in helped)
            buttons = [{"title": "human_agent", "payload": "/human_agent"}] if runs and reason in REPAIRABLE else []
            if slots.kind in READABLE:  # it came with the words
                say_inspection(say, slots, context)
            shown = "yes" if slots.kind in READABLE or slots.get("photo_shown") else "no"
            say("utter_ask_problem_resolution", buttons, item=known["item"], refund=known["refund"], photo=shown)
        else:
            wanted = ("item", "deadline", "payer", "fee_known", "fee")
            say("utter_ask_resolution", **{name: known[name] for name in wanted})
        return []


class CheckProblem(ShopAction):
    """Applies the rules to damaged, wrong or missing goods."""

    action = "action_check_problem"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to refused, choose or confirm."""
        order, items, decision = await decide(slots, context)
        if say_running(say, order, items, context):
            return slots.set(outcome="refused")
        if decision.code == "too_late":
            if slots.get("return_reason") in REPAIRABLE and await _under_warranty(say, order, items, context):
                return slots.set(outcome="refused", last_answer=f"{WARRANTY} {order.id}")
            say_too_late("utter_problem_too_late", say, items, decision)
            return slots.set(outcome="refused")
        if not decision.allowed:
            refuse(say, order, items, decision)
            return slots.set(outcome="refused")
        if lacks_a_part(order, slots, words_in(LOOSE_PARTS, slots.text)):  # "just send me the screws"
            pass_on(say, context, "item_missing")
            return slots.set(outcome="refused")
        resolution = offered(slots.get("resolution"))
        return slots.set(outcome="confirm" if resolution else "choose", resolution=resolution)


async def _under_warranty(say: Said, order: Order, items: tuple[Item, ...], context: ActionContext) -> bool:
    """Says until when the one item that broke after the time for reports is under warranty."""
    until = warranty_until(await product_of(items[0], context), order.delivered_at) if len(items) == 1 else None
    if until is None or until < context.now.date():
        return False
    say("utter_warranty_valid", item=named(items[0]), order_id=order.id, deadline=day(until))
    return True


def _kind(slots: Slots) -> str:
    reason, resolution = slots.get("return_reason"), slots.get("resolution")
    again = offered(resolution) == "exchange"
    if reason == "missing_parts":
        return "missing_reship" if again else "missing_refund"
    if reason in FAULT_REASONS:
        return "problem_exchange" if again else "problem_refund"
    return "return"


_ASK = {
    "return": (
        "utter_ask_confirm_return",
        ("item", "order_id", "payer", "fee_known", "fee", "deadline", "refund", "payment_method", "refund_due"),
    ),
    "problem_refund": (
        "utter_ask_confirm_problem_refund",
        ("item", "order_id", "refund", "payment_method", "deadline"),
    ),
    "problem_exchange": ("utter_ask_confirm_problem_exchange", ("item", "order_id", "deadline")),
    "missing_refund": (
        "utter_ask_confirm_missing_refund",
        ("item", "order_id", "refund", "payment_method", "refund_due"),
    ),
    "missing_reship": ("utter_ask_confirm_missing_reship", ("item", "order_id", "ship_by")),
}
_DONE = {
    "return": ("utter_return_created", ("return_id", "item", "deadline", "refund", "payment_method", "refund_due")),
    "problem_refund": (
        "utter_problem_created_refund",
        ("return_id", "item", "refund", "payment_method", "refund_due", "deadline"),
    ),
    "problem_exchange": ("utter_problem_created_exchange", ("return_id", "item", "ship_by", "deadline")),
    "missing_refund": (
        "utter_problem_created_missing_refund",
        ("return_id", "item", "refund", "payment_method", "refund_due"),
    ),
    "missing_reship": ("utter_problem_created_missing_reship", ("return_id", "item", "ship_by")),
}


async def _terms(slots: Slots, context: ActionContext) -> tuple[Order, tuple[Item, ...], Decision, dict[str, Any]]:
    order, items, decision = await decide(slots, context)
    known = terms(order, items, decision)
    today = context.now.date()
    if slots.get("return_reason") == "missing_parts":
        known["refund_due"] = day(money_back_by(order, context))
    known["ship_by"] = day(add_working_days(today, SHIP_DAYS, context.weekend))
    return order, items, decision, known


class AskConfirmReturn(ShopAction):
    """Asks for the confirmation, naming item, payer, deadline and money."""

    action = "action_ask_confirm_return"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The wording follows the remedy."""
        _, _, _, known = await _terms(slots, context)
        response, wanted = _ASK[_kind(slots)]
        say(response, **{name: known[name] for name in wanted})
        return []


class CreateReturn(ShopAction):
    """Registers the return or remedy after the confirmation."""

    action = "action_create_return"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Missing goods that are refunded are refunded at once; other refunds follow the goods."""
        order, items, decision, known = await _terms(slots, context)
        kind = _kind(slots)
        missing = kind.startswith("missing")
        resolution: Any = slots.get("resolution") or "refund"
        if missing and resolution == "exchange":
            resolution = "reship"
        ids = tuple(item.id for item in items)
        try:
            if not decision.allowed:
                raise Refused(decision.code)
            changed = operations.register_return(
                order,
                ids,
                reason=str(slots.get("return_reason") or "changed_mind"),
                resolution=resolution,
                shipping_paid_by=decision.shipping_paid_by,
                deadline=decision.deadline,
                at=context.now,
                pieces=some_of_it(order, items),
            )
            if kind == "missing_refund":
                due = money_back_by(order, context)  # the day that was told
                changed = operations.refund(changed, decision.refund, due=due, reason="missing_parts")
        except Refused:
            if not say_running(say, order, items, context):
                refuse(say, order, items, decision)
            return slots.set(outcome="refused")
        payload = {"items": list(ids), "resolution": resolution}
        await context.unit.record(changed, "return", "+".join(ids), payload, basis=decision.basis)
        response, wanted = _DONE[kind]
        known["return_id"] = changed.returns[-1].id
        say(response, **{name: known[name] for name in wanted})
        return slots.set(outcome="done")
