"""Marked delivered, or lost: address, trace, then a new parcel or the money back."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, method_of, moment, money
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.commerce.shapes import Order
from actions.delivery.track import TRACE_ENDED, TrackOrder, say_reshipped, say_settled, trace_deadline
from actions.logistics.tracking import track
from actions.orders.find_order import current_order
from actions.payments.money_back import money_back_by
from actions.payments.vouchers import grant_voucher
from actions.policy.calendar import add_working_days

_TRACE = timedelta(days=5)
_WINDOW, _SHIP_DAYS = 30, 2


_NUMBER_FIRST = frozenset({"US", "GB", "IE", "CA", "AU", "NZ", "FR", "MY", "SG", "TH", "VN", "IN"})
_LARGE_TO_SMALL = frozenset({"CN", "TW", "HK", "MO", "JP", "KR"})
_ARAB = frozenset({"SA", "AE", "KW", "QA", "BH", "OM", "EG"})
_POSTCODE_LAST = _ARAB | {"US", "GB", "IE", "CA", "AU", "NZ", "ID", "TH", "VN", "SG", "MY", "RU"}


def address_line(order: Order) -> str:
    """The delivery address in one line, its parts in the order that its country writes them."""
    address = {key: str(value).strip() for key, value in order.shipping_address.items() if value}
    if "text" in address:
        return address["text"]

    def first(*keys: str) -> str:
        return next((address[key] for key in keys if key in address), "")

    country, name, state = address.get("country", ""), first("name"), first("state")
    street = [first("street", "line1", "address1"), first("house_number")]
    postcode, city = first("postcode", "zip"), first("city")
    if country in _LARGE_TO_SMALL:
        joined = "".join((city, *street)) if country != "KR" else " ".join(filter(None, (city, *street)))
        parts = [postcode, joined, first("line2", "address2"), name]
        return ("，" if country in ("CN", "TW", "HK", "MO") else " ").join(filter(None, parts))
    if country in _NUMBER_FIRST:
        street.reverse()
    comma = "، " if country in _ARAB else ", "
    if country in _POSTCODE_LAST:
        place = comma.join(filter(None, (city, " ".join(filter(None, (state, postcode))))))
    else:
        place = comma.join(filter(None, (" ".join(filter(None, (postcode, city))), state)))
    parts = [name, " ".join(filter(None, street)), first("line2", "address2"), place]
    return comma.join(filter(None, parts)) or country or "–"


class CheckNotReceived(ShopAction):
    """What tracking says about a parcel that did not arrive."""

    action = "action_check_not_received"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to ask_address, lost, handoff or told."""
        order = await current_order(slots, context)
        deadline = trace_deadline(order)
        states = [await track(shipment, context.carrier, context.now) for shipment in order.shipments]
        lost = next((found for found in states if found.state == "lost"), None)
        if lost is not None:
            settled = say_settled(order, say, context)
            if not settled:  # as for whoever asks where it is
                await grant_voucher(order, "lost", lost.last.at if lost.last else context.now, say, context)
            return slots.set(outcome="told" if settled else "lost")
        if deadline is not None:
            if deadline <= context.now:
                return slots.set(outcome="told" if say_settled(order, say, context) else "lost")
            say("utter_trace_running", order_id=order.id, deadline=moment(deadline))
            return slots.set(outcome="told")
        delivered = order.delivered_at
        if order.status != "delivered" or delivered is None:
            say("utter_not_received_on_the_way", order_id=order.id)
            await TrackOrder().act(say, slots, context)
            return slots.set(outcome="told")
        window = context.rules(order).days("not_received_window_days", _WINDOW) or _WINDOW
        deadline_day = delivered.date() + timedelta(days=window)
        if context.now.date() > deadline_day:
            say(
                "utter_not_received_too_late",
                order_id=order.id,
                delivered_at=day(delivered),
                window_days=window,
                deadline=day(deadline_day),
            )
            return slots.set(outcome="handoff")
        return slots.set(outcome="ask_address")


class AskAddressRight(ShopAction):
    """Asks whether the address is right and neighbours were asked."""

    action = "action_ask_address_right"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Shows what the carrier says."""
        order = await current_order(slots, context)
        say(
            "utter_ask_address_right",
            carrier=order.shipments[-1].carrier if order.shipments else "–",
            order_id=order.id,
            delivered_at=day(order.delivered_at),
            address=address_line(order),
        )
        return []


class StartTrace(ShopAction):
    """Opens a search with the carrier."""

    action = "action_start_trace"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Noted on the order with its deadline; staff see it."""
        order = await current_order(slots, context)
        deadline = context.now + _TRACE
        changed = operations.note(order, "trace", context.now, deadline=deadline.isoformat())
        await context.unit.record(changed, "trace", "shopper", {"deadline": deadline.isoformat()})
        context.ask("alert", kind="trace", text=f"Trace needed for order {order.id}", order_id=order.id)
        carrier = order.shipments[-1].carrier if order.shipments else "–"
        say("utter_trace_started", carrier=carrier, order_id=order.id, deadline=moment(deadline))
        return slots.set(outcome="done")


class EndTrace(ShopAction):
    """Ends a search for what turned up."""

    action = "action_end_trace"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Noted on the order, and staff tell the carrier; who does not have it yet hears that it goes on."""
        order = await current_order(slots, context)
        if slots.get("parcel_found"):
            await context.unit.record(operations.note(order, TRACE_ENDED, context.now), TRACE_ENDED, "shopper", {})
            context.ask("alert", kind=TRACE_ENDED, text=f"{order.id} turned up: end the search", order_id=order.id)
            say("utter_trace_ended", order_id=order.id)
        elif (until := trace_deadline(order)) is not None:
            say("utter_trace_running", order_id=order.id, deadline=moment(until))
        return slots.set(outcome="done")


class CheckLost(ShopAction):
    """Whether a lost parcel's remedy is still open."""

    action = "action_check_lost"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to refused or confirm."""
        order = await current_order(slots, context)
        return slots.set(outcome="refused" if say_settled(order, say, context) else "confirm")


def _money_back(slots: Slots) -> bool:
    return slots.get("resolution") in ("refund", "store_credit")


class AskConfirmResolution(ShopAction):
    """Asks for the confirmation of a new parcel, a refund, or the return of a double charge."""

    action = "action_ask_confirm_resolution"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names order, sum and date."""
        order = await current_order(slots, context)
        due = refund_due(order, context)
        if slots.get("outcome") == "double":
            offer = slots.get("offer") or {}
            say(
                "utter_ask_confirm_double_charge",
                order_id=order.id,
                payment_method=method_of(order),
                refund_due=day(due),
                **offer,
            )
        elif _money_back(slots):
            say(
                "utter_ask_confirm_refund",
                refund=money(order.paid - order.refunded, order.currency),
                order_id=order.id,
                payment_method=method_of(order),
                refund_due=day(due),
            )
        else:
            say("utter_ask_confirm_reship", order_id=order.id, items=listed(order.items), address=address_line(order))
        return []


def refund_due(order: Order, context: ActionContext) -> datetime:
    """The day by which a refund decided today is back."""
    return datetime.combine(money_back_by(order, context), context.now.timetz())


class ResolveLost(ShopAction):
    """A new parcel or the money back, after the confirmation."""

    action = "action_resolve_lost"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Once; the refund never exceeds what was paid."""
        order = await current_order(slots, context)
        due = refund_due(order, context)
        if _money_back(slots):
            left = order.paid - order.refunded
            try:
                changed = operations.refund(order, left, due=due.date(), reason="lost")
            except Refused:
                say("utter_refund_already", order_id=order.id)
                return slots.set(outcome="refused")
            await context.unit.record(
                changed, "refund", "lost", {"amount": str(left)}, basis=context.rules(order).basis("refund_days")
            )
            say(
                "utter_refunded",
                refund=money(left, order.currency),
                order_id=order.id,
                payment_method=method_of(order),
                refund_due=day(due),
            )
            return slots.set(outcome="done")
        ship_by = add_working_days(context.now.date(), _SHIP_DAYS, context.weekend)
        changed = operations.note(order, "reship", context.now, ship_by=ship_by.isoformat())
        changed = operations.register_undelivered(changed, reason="lost", resolution="reship", at=context.now)
        await context.unit.record(changed, "reship", "lost", {"ship_by": ship_by.isoformat()})
        context.ask("alert", kind="reship", text=f"Send order {order.id} again", order_id=order.id)
        say_reshipped(order, ship_by, say, context)
        return slots.set(outcome="done")
