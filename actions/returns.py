"""Returns, and remedies for damaged, wrong and missing goods."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.account import warranty_until
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, method_of, money, named, term
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Item, Order, Product, Return
from actions.find_order import current_order
from actions.fitting_items import of_the_kind
from actions.inspection import READABLE, say_inspection
from actions.likely_orders import same_number
from actions.logistics.tracking import track
from actions.money_back import money_back_by
from actions.named_items import ALL, called_otherwise, meant_items, renamed
from actions.not_bought import not_bought
from actions.people import pass_on
from actions.policy.calendar import add_working_days
from actions.policy.eligibility import FAULT_REASONS, Decision, decide_return
from actions.replacements import SHIP_DAYS, say_money_back
from actions.track import searched_until, sought
from actions.unharmed import without_unharmed

TO_BE_SENT = frozenset({"requested", "approved"})
_REPAIRABLE = frozenset({"damaged", "faulty"})
_WARRANTY = "warranty"
_LATELY = timedelta(hours=2)


async def product_of(item: Item, context: ActionContext) -> Product | None:
    """The catalogue's product of an order line."""
    return await context.unit.commerce.product(item.sku)


async def chosen_items(slots: Slots, context: ActionContext, order: Order) -> tuple[Item, ...]:
    """The items that were chosen, as stored in return_item."""
    wanted = str(slots.get("return_item") or "")
    if wanted == ALL or len(order.items) == 1:
        return order.items
    ids = wanted.split("+")
    return tuple(item for item in order.items if item.id in ids) or order.items[:1]


class ReturnItems(ShopAction):
    """Settles which items are meant; asks only when the order has several and none was named."""

    action = "action_return_items"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to chosen, choose_item, not_sent, on_the_way, lost, more_comes or refused."""
        order = await current_order(slots, context)
        if order.status == "cancelled":
            say("utter_return_cancelled_order", order_id=order.id)
            return slots.set(outcome="refused")
        fault = slots.get("return_reason") in FAULT_REASONS
        if slots.get("return_reason") == "missing_parts" and _more_comes(order):
            return slots.set(outcome="more_comes")
        # "I did not take it, the box was crushed": what is on its way may be refused.
        refusable = not fault or slots.get("return_reason") in _REPAIRABLE or operations.noted(order, "refused")
        if operations.on_its_way(order) and refusable:
            return slots.set(outcome="on_the_way")
        if operations.on_its_way(order) and await sought(order, context):
            return slots.set(outcome="lost", return_reason=None)  # "send me another one" for what never came
        if searched_until(order, context.now) is not None and not slots.get("return_reason"):
            return slots.set(outcome="lost")  # "my money back then" while it is searched for: nothing to send back
        if order.delivered_at is None and not fault:
            if operations.not_later_than(order, "processing"):
                return slots.set(outcome="not_sent")  # nothing to send back yet: it can be cancelled
            refuse(say, order, order.items, Decision("not_delivered"))
            return slots.set(outcome="refused")
        said = str(slots.get("return_item") or "")
        if not said and await says_another_item(order, say, slots, context):
            return slots.set(outcome="choose_item")
        if len(order.items) == 1:
            if not fault and say_running(say, order, order.items, context):
                return slots.set(outcome="refused")  # before the reason is asked for a second time
            return slots.set(outcome="chosen", return_item=order.items[0].id)
        items = renamed(order, slots) or meant_items(order, slots) or await called_otherwise(order, slots, context)
        items = items or await of_the_kind(order, slots, context)
        if fault and not said and len(items) > 1:
            items = without_unharmed(items, slots)
        if said and not items and not same_number(said, order.id):
            say("utter_item_unknown", order_id=order.id, items=listed(order.items))
        if not items or (not said and len(items) != 1):
            return slots.set(outcome="choose_item", return_item=None)
        if not fault:
            items = await _without_what_stays(order, items, say, context)
        whole = ALL if len(items) == len(order.items) else "+".join(item.id for item in items)
        return slots.set(outcome="chosen", return_item=whole)


async def _without_what_stays(
    order: Order, items: tuple[Item, ...], say: Said, context: ActionContext
) -> tuple[Item, ...]:
    """Of several items those that may come back at all, after the others were named; all where none may."""
    staying = []
    for item in items:
        decision = await decide_for(order, (item,), "changed_mind", context)
        if decision.code == "not_returnable":
            staying.append(item)
    if not 0 < len(staying) < len(items):
        return items
    refuse(say, order, tuple(staying), Decision("not_returnable"))
    return tuple(item for item in items if item not in staying)


async def says_another_item(order: Order, say: Said, slots: Slots, context: ActionContext) -> bool:
    """Says that the order does not have what the message names, where that is certain."""
    if not await not_bought((order,), slots, context):
        return False
    say("utter_item_unknown", order_id=order.id, items=listed(order.items))
    return True


def _more_comes(order: Order) -> bool:
    """Whether something of the order has not arrived yet: what is missing may be in that."""
    came = [parcel.delivered_at is not None for parcel in order.shipments]
    return operations.not_later_than(order, "shipped") and not (came and all(came))


class AskReturnItem(ShopAction):
    """Offers the items of the order."""

    action = "action_ask_return_item"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """One button an item, and one for all where there are several."""
        order = await current_order(slots, context)
        buttons = [{"title": named(item), "payload": f"/SetSlots(return_item={item.id})"} for item in order.items[:8]]
        if len(order.items) > 1:
            buttons.append({"title": {"response": "utter_all_items"}, "payload": f"/SetSlots(return_item={ALL})"})
        say("utter_ask_item_choice", buttons=buttons)
        return []


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
        say(
            "utter_return_too_late",
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
    if decision.code == "too_late" and slots.get("last_answer") == f"{_WARRANTY} {order.id}":
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
        "item": listed(items),
        "payer": term(f"payer.{decision.shipping_paid_by or 'shop'}"),
        "fee_known": "yes" if decision.fee else "no",
        "fee": money(decision.fee, order.currency),
        "deadline": day(decision.deadline),
        "refund": money(decision.refund, order.currency),
        "payment_method": method_of(order),
        "refund_due": day(decision.refund_due),
    }


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


def offered(resolution: Any) -> str | None:
    """The remedy among those that the shop offers, a refund and an exchange; None when there is none such."""
    return {"refund": "refund", "exchange": "exchange", "reship": "exchange", "repair": "exchange"}.get(str(resolution))


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
        known = terms(order, items, decision)
        if reason in FAULT_REASONS:
            # What runs on power may be put right at a distance: whoever would rather keep it gets a person.
            helped = [await product_of(item, context) for item in items]
            runs = any(product is not None and product.attributes.get("warranty_months") for product in helped)
            buttons = [{"title": "human_agent", "payload": "/human_agent"}] if runs and reason in _REPAIRABLE else []
            if slots.kind in READABLE:  # it came with the words
                say_inspection(say, slots, context)
            say("utter_ask_problem_resolution", buttons, item=known["item"], refund=known["refund"])
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
            if slots.get("return_reason") in _REPAIRABLE and await _under_warranty(say, order, items, context):
                return slots.set(outcome="refused", last_answer=f"{_WARRANTY} {order.id}")
            say(
                "utter_problem_too_late",
                item=listed(items),
                delivered_at=day(decision.delivered_on),
                window_days=decision.window_days or 0,
                deadline=day(decision.deadline),
            )
            return slots.set(outcome="refused")
        if not decision.allowed:
            refuse(say, order, items, decision)
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
