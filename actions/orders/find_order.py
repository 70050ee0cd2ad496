"""Which order is meant, and whether the asker may know about it."""

from __future__ import annotations

import re

from actions.addresses.address_told import told_address
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, listed, moment, term
from actions.commerce.operations import on_its_way
from actions.commerce.shapes import Order
from actions.orders.likely_orders import CHANGES, is_at_customs, is_open, likely, names_another, same_number, wish_of
from actions.orders.not_bought import not_bought
from actions.returns.replacements import awaits_new_one

_MAX_CHOICES = 8
_MAX_MISSES = 2
_NUMBERS = ("order_id", "tracking_number")
_CODE = re.compile(r"(\d\D*){4}")
_ADDRESS, _CANCEL = "order_change_address", "order_cancel"
_STRANGE_CHARGE, _WHERE = "payment_dispute", "order_status"


async def current_order(slots: Slots, context: ActionContext) -> Order:
    """The order that `action_find_order` settled on; raises LookupError when there is none of this shopper."""
    order_id = slots.get("order_id")
    order = await context.unit.order(str(order_id)) if order_id else None
    if order is None or context.customer is None or order.customer_id != context.customer.id:
        raise LookupError(f"no order {order_id!r} of this shopper")
    return order


class FindOrder(ShopAction):
    """Settles which order is meant. Sets order_lookup: found, choose, ask, verify, none, given_up."""

    action = "action_find_order"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Only orders of the proven shopper count; another's order and none at all get the same answer. Which there are
        is kept: a number that is one's is no postcode."""
        if context.customer is None:
            return slots.set(order_lookup="verify")
        orders = await context.unit.orders_of(context.customer.id)
        return [*slots.set(own_orders=[order.id for order in orders]), *await self._among(orders, say, slots, context)]

    async def _among(self, orders: list[Order], say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        wanted = slots.get("order_id")
        numbered = any(entity.get("entity") in _NUMBERS for entity in slots.entities)
        if orders and not numbered and await not_bought(orders, slots, context):
            say("utter_not_bought")
            return slots.set(order_id=None, order_lookup="choose")
        known = any(_has_number(order, str(wanted)) for order in orders)
        if wanted and not known and _is_of_an_address(str(wanted), slots):
            wanted = None
        if wanted and not await names_another(orders, str(wanted), slots, context):
            for order in orders:
                if _has_number(order, str(wanted)):
                    return slots.set(order_id=order.id, last_order=order.id, order_lookup="found", outcome=None)
            misses = int(slots.get("outcome") or 0) + 1 if str(slots.get("outcome") or "").isdigit() else 1
            say("utter_order_unknown", order_id=str(wanted))
            if misses >= _MAX_MISSES:
                say("utter_order_given_up")
                return slots.set(order_id=None, order_lookup="given_up", outcome=None)
            return slots.set(order_id=None, order_lookup="choose" if orders else "ask", outcome=str(misses))
        tracked = slots.get("tracking_number")
        if tracked:
            for order in orders:
                if any(same_number(shipment.tracking_number, str(tracked)) for shipment in order.shipments):
                    return slots.set(order_id=order.id, last_order=order.id, order_lookup="found")
        if not orders:
            if slots.intents and slots.intents[0][0] == _STRANGE_CHARGE:
                return slots.set(order_lookup="none")  # there is no number to ask for: somebody looks into it
            say("utter_no_orders")
            return slots.set(order_lookup="ask")
        candidates = await likely(orders, slots, context)
        # "And when does it come?" asks for no list: it means the order that was talked of, also where a new piece of it
        # is to come. So does "can I still cancel it" when it is too late for that, though another order could be.
        awaited = wish_of(slots) == _WHERE and "product" not in slots.kinds
        anew = [order for order in orders if awaits_new_one(order) and order not in candidates] if awaited else []
        among = orders if _wants_a_change(slots) else [*candidates, *anew]
        talked_of = [order for order in among if order.id == slots.get("last_order")]
        candidates = [one for one in talked_of if one in candidates or is_open(one) or one in anew] or candidates
        if len(candidates) == 1:
            return slots.set(order_id=candidates[0].id, last_order=candidates[0].id, order_lookup="found")
        return slots.set(order_lookup="choose", **({} if wanted else {"order_id": None}))


def _wants_a_change(slots: Slots) -> bool:
    """Whether what is to be done to the order can be too late for one that is on its way; a product says which."""
    named = "product" in slots.kinds
    return not named and any(name in CHANGES for name, _ in slots.intents)


def _has_number(order: Order, wanted: str) -> bool:
    return same_number(order.id, wanted) or order.id.endswith(_digits(wanted) or "-")


def _is_of_an_address(wanted: str, slots: Slots) -> bool:
    """Whether bare digits stand beside an address: its postcode looks like the number of an order."""
    changes = any(name == "order_change_address" for name, _ in slots.intents)
    return wanted.isdecimal() and changes and "place" in slots.kinds


def _digits(text: str) -> str:
    found = re.sub(r"\D", "", text)
    return found if len(found) >= 5 else ""


class AskOrder(ShopAction):
    """Asks for the order: offers the shopper's own when known, else asks for the number."""

    action = "action_ask_order_id"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Offers at most a few, newest first, and keeps what for: whatever is written about them, they stay the same.
        An address that is told before the order is kept for it."""
        orders = await context.unit.orders_of(context.customer.id) if context.customer else []
        if "invoice_data" in slots.kinds:
            say("utter_invoice_data_noted")
        if not orders:
            say("utter_ask_order_id")
            return []
        shown, wish = (await likely(orders, slots, context))[:_MAX_CHOICES], wish_of(slots)
        if wish == _CANCEL and all(map(on_its_way, shown)):
            say("utter_all_on_their_way")  # before it is asked which: none of them can be cancelled
        say(
            "utter_ask_order_choice",
            buttons=[{"title": order.id, "payload": f"/SetSlots(order_id={order.id})"} for order in shown],
        )
        for order in shown:
            say(
                "utter_order_option",
                order_id=order.id,
                items=listed(order.items),
                status=term("event.customs_hold" if is_at_customs(order) else f"order_status.{order.status}"),
            )
        told = told_address(slots.text, slots.entities) if wish == _ADDRESS else None
        return slots.set(order_wish=wish, **({"new_address": told} if told else {}))


class ReadProof(ShopAction):
    """Which of the two the shopper has: the number of an order, or how they ordered."""

    action = "action_read_proof"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to number, contact or ask."""
        if slots.get("order_id") and not {"email", "phone"} & slots.kinds:
            return slots.set(outcome="number")
        contact = _contact(slots)
        if slots.get("order_id") and contact:
            return slots.set(outcome="contact", contact=contact)
        if contact and context.identities.finds_customers:
            return slots.set(outcome="contact", contact=contact)
        return slots.set(outcome="ask", order_or_contact=None)


class AskProof(ShopAction):
    """Asks for the order number, and shows the way without it where there is one."""

    action = "action_ask_order_or_contact"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """A shop elsewhere finds nobody without a number."""
        say("utter_ask_order_or_contact" if context.identities.finds_customers else "utter_ask_order_id")
        return []


def _contact(slots: Slots) -> str:
    """The e-mail address or phone number in the message, else the one that answered a question for it."""
    told = (str(entity["value"]) for entity in slots.entities if entity.get("entity") in ("email", "phone"))
    return next(told, str(slots.get("contact") or "").strip())


class SendCode(ShopAction):
    """Sends a one-time code to the contact, if it belongs to the order; says the same in either case."""

    action = "action_send_code"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Refuses what is neither an address nor a number."""
        contact = _contact(slots)
        order_id = slots.get("order_id")
        state = await context.identities.send_code(str(order_id) if order_id else None, contact)
        if state == "failed":
            say("utter_code_failed")
        return slots.set(identity=state, contact=contact)


class AskCode(ShopAction):
    """Asks for the code, telling until when it is valid."""

    action = "action_ask_verification_code"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """After a wrong code the tries that are left, else until when the code is good; who says something else after a
        wrong one wrote no second."""
        if slots.get("identity") == "wrong" and _CODE.search(slots.text):
            say("utter_code_wrong", attempts_left=int(slots.get("outcome") or 0))
        else:
            until = context.identities.valid_until() or context.now
            say("utter_ask_verification_code", code_valid_until=moment(until))
        return []


class CheckCode(ShopAction):
    """Checks the code; a right one links the sender to the customer."""

    action = "action_check_code"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """After the last wrong try the way out is signing in, or a person."""
        state, customer_id, left = await context.identities.check_code(str(slots.get("verification_code") or ""))
        if state == "verified" and customer_id:
            context.ask("link_customer", customer_id=customer_id, verified_by="code")
            context.customer = await context.unit.commerce.customer(customer_id)
            say("utter_verified")
        elif state == "wrong":
            return slots.set(identity=state, outcome=str(left))  # the question that follows tells
        else:
            say("utter_code_failed")
        return slots.set(identity=state, outcome=None)
