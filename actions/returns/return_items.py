"""Which goods of an order shall go back."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, listed, named
from actions.care.people import pass_on
from actions.commerce import operations
from actions.commerce.shapes import Item, Order
from actions.delivery.track import searched_until, sought
from actions.goods.absent import absent
from actions.goods.fitting_items import of_the_kind
from actions.goods.named_items import (
    ALL,
    SEVERAL,
    all_but,
    called_otherwise,
    may_mean_another,
    meant_items,
    only_one,
    renamed,
)
from actions.goods.named_together import named_together
from actions.goods.unharmed import without_unharmed
from actions.orders.find_order import current_order
from actions.orders.likely_orders import same_number
from actions.orders.not_bought import not_bought, of_something_else
from actions.policy.eligibility import FAULT_REASONS, Decision
from actions.returns.return_terms import REPAIRABLE, decide_for, refuse, say_running
from actions.said.word_tables import ARRIVED, KEPT, NOT_KEPT, NOT_TAKEN, speaks_of
from actions.said.words import asks

_FAULT = "item_damaged"

_FEW, _NO_MORE = 70, {"product", "order_id"}
_OF_WHAT_CAME = frozenset(
    {"item_damaged", "item_wrong", "item_missing", "return_request", "exchange_request", "refund_status"}
)


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
        refusable = not fault or slots.get("return_reason") in REPAIRABLE or operations.noted(order, "refused")
        if operations.on_its_way(order) and fault and _has_come(order, slots):
            pass_on(say, context, _FAULT)  # the carrier does not say so: somebody looks at it
            return slots.set(outcome="refused")
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
        if not fault and _is_kept(slots):
            if not say_running(say, order, order.items, context):
                say("utter_kept")
            return slots.set(outcome="refused")
        said = str(slots.get("return_item") or "")
        if not said and await says_another_item(order, say, slots, context):
            return slots.set(outcome="choose_item")
        if len(order.items) == 1:
            of_it = slots.get("return_reason") == "missing_parts" and slots.get("part")  # "the charger is missing"
            if fault and not said and not of_it and await of_something_else(order, slots, context):
                return slots.set(outcome="choose_item")
            if not fault and say_running(say, order, order.items, context):
                return slots.set(outcome="refused")  # before the reason is asked for a second time
            return slots.set(outcome="chosen", return_item=order.items[0].id)
        items = renamed(order, slots) or meant_items(order, slots) or await called_otherwise(order, slots, context)
        items = items or await of_the_kind(order, slots, context)
        if fault and not said and len(items) > 1:
            items = without_unharmed(items, slots)
        missing = slots.get("return_reason") == "missing_parts" and not said
        if missing and (len(items) > 1 or (items and may_mean_another(order, items[0], slots.text))):
            # one of them came, and one is missing: where no words say which is which, the shopper does
            items = absent(order, slots) or items[:0]
        if said and not items and not ("order_id" in slots.kinds or same_number(said, order.id) or _tells_more(slots)):
            say("utter_item_unknown", order_id=order.id, items=listed(order.items))
        # "I like all of it except the mug" may mean either.
        one = len(items) == 1 or (not fault and named_together(slots))
        unclear = not one or (not fault and all_but(slots.text))
        if not items or (not said and unclear) or only_one(items, slots):
            return slots.set(outcome="choose_item", return_item=None)
        if not fault:
            items = await _without_what_stays(order, items, say, context)
        whole = ALL if len(items) == len(order.items) else SEVERAL.join(item.id for item in items)
        return slots.set(outcome="chosen", return_item=whole)


def _is_kept(slots: Slots) -> bool:
    """Whether a few words say that what came stays: "I keep the trainers after all" sounds like a return."""
    few = len(slots.text) <= _FEW and not asks(slots.text) and slots.kinds <= _NO_MORE
    return few and speaks_of(KEPT, slots.text) and not speaks_of(NOT_KEPT, slots.text)


def _tells_more(slots: Slots) -> bool:
    """Whether what is wrong, or what is wanted for it, was said where the item was asked for ("my money back"): that
    names no item which the order might lack."""
    return bool(_OF_WHAT_CAME.intersection(slots.said[:1])) and "product" not in slots.kinds


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


def _has_come(order: Order, slots: Slots) -> bool:
    """Whether the report tells of what has arrived, though the carrier does not say so yet: "the game arrived in
    pieces". What was not taken at the door has not."""
    told = slots.as_asked().text
    came = speaks_of(ARRIVED, told) and not speaks_of(NOT_TAKEN, told) and not asks(told)
    return came and operations.noted(order, "refused") is None


def _more_comes(order: Order) -> bool:
    """Whether something of the order has not arrived yet: what is missing may be in that."""
    came = [parcel.delivered_at is not None for parcel in order.shipments]
    return operations.not_later_than(order, "shipped") and not (came and all(came))


class AskReturnItem(ShopAction):
    """Offers the items of the order."""

    action = "action_ask_return_item"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """One button an item, and one for all where there are several. Where the message names some of them, these, and
        one for them together: "both" of three are the two that were named."""
        order = await current_order(slots, context)
        some = _some_named(order, slots)
        shown = some or order.items[:8]
        buttons = [{"title": named(item), "payload": f"/SetSlots(return_item={item.id})"} for item in shown]
        if some:
            together = SEVERAL.join(item.id for item in some)
            buttons.append({"title": listed(some), "payload": f"/SetSlots(return_item={together})"})
        elif len(order.items) > 1:
            buttons.append({"title": {"response": "utter_all_items"}, "payload": f"/SetSlots(return_item={ALL})"})
        say("utter_ask_item_choice", buttons=buttons)
        return []


def _some_named(order: Order, slots: Slots) -> tuple[Item, ...]:
    """The items that the message names, where these are several and not all."""
    found = meant_items(order, slots)
    found = without_unharmed(found, slots) if slots.get("return_reason") in FAULT_REASONS else found
    return found if 1 < len(found) < len(order.items) else ()
