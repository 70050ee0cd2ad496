"""Where an order is: last event, likely cause, next step, and when we tell more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, ago, day, listed, moment, money, place, term
from actions.commerce import operations
from actions.commerce.shapes import COD_METHODS, OPEN_STATUSES, Order, ShipmentEvent
from actions.delivery.needed_day import Expected, say_whether_in_time
from actions.logistics.tracking import Tracking, track
from actions.orders.find_order import current_order
from actions.payments.vouchers import grant_voucher
from actions.policy.calendar import add_working_days
from actions.returns.replacements import running, say_money_back, say_refused

_CUSTOMS_DAYS, _LATE_DAYS, _PACK_DAYS = 3, 3, 1
_UPDATE = timedelta(hours=24)
TRACE_ENDED = "trace_ended"
"""The note of an order whose parcel was searched for and turned up."""
_TRACE = timedelta(days=5)


class TrackOrder(ShopAction):
    """Answers for every state of an order and its parcels."""

    action = "action_track_order"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Never "being processed": a fact, what happens next, and a date. Sets outcome to lost when the shopper has to
        choose what becomes of a lost order; the question that follows tells of the loss."""
        order = await current_order(slots, context)
        base: dict[str, Any] = {"order_id": order.id, "items": listed(order.items)}
        if order.status in ("cancelled", "returned"):
            say(f"utter_order_{order.status}", **base, **_refund(order))
            if _paid_back(order):
                say_money_back(order, say, context)
        elif order.status != "delivered" and say_refused(order, say):
            pass  # it comes back to the shop: no day on which it arrives, and no voucher for its being late
        elif order.status == "pending" and not _paid_at_the_door(order):
            low, high = delivery_days(order, context)
            say("utter_order_pending", order_id=order.id, days_min=low, days_max=high)
        elif not order.shipments or order.status in ("pending", "paid", "processing"):
            low, high = delivery_days(order, context)
            start = context.now.date()
            latest = add_working_days(start, high + _PACK_DAYS, context.weekend)
            say(
                "utter_order_processing",
                **base,
                ship_by=day(add_working_days(start, _PACK_DAYS, context.weekend)),
                eta_min=day(add_working_days(start, low + _PACK_DAYS, context.weekend)),
                eta_max=day(latest),
            )
            say_whether_in_time(Expected(latest), slots, start, say)
        else:
            return slots.set(outcome=await self._parcels(order, base, say, slots, context))
        return []

    async def _parcels(
        self, order: Order, base: dict[str, Any], say: Said, slots: Slots, context: ActionContext
    ) -> str:
        found = [await track(shipment, context.carrier, context.now) for shipment in order.shipments]
        order_of_worry = ("lost", "exception", "silent", "customs_hold", "late", "no_news", "in_transit")
        worst = min(found, key=lambda item: order_of_worry.index(item.state) if item.state in order_of_worry else 99)
        say_how_old(worst, context.now, say)
        expected = await self._tell(order, worst, base, say, context)
        say_whether_in_time(expected, slots, context.now.date(), say)
        for other in found:
            if other is not worst and other.last is not None:
                say(
                    "utter_shipment_line",
                    tracking_number=other.shipment.tracking_number,
                    carrier=other.shipment.carrier,
                    last_event=term(f"event.{other.last.code}"),
                    last_at=day(other.last.at),
                )
        return "lost" if worst.state == "lost" and not operations.settled(order) else "told"

    async def _tell(
        self, order: Order, found: Tracking, base: dict[str, Any], say: Said, context: ActionContext
    ) -> Expected | None:
        """Tells of the parcel; returns what to expect of one that is to come."""
        today = context.now.date()
        last = found.last
        carrier = found.shipment.carrier
        update = moment(context.now + _UPDATE)
        searched = searched_until(order, context.now)
        if found.state == "delivered" and searched is not None:
            say("utter_trace_running", order_id=order.id, deadline=moment(searched))
        elif found.state == "delivered" and running(order) is not None and say_money_back(order, say, context):
            pass  # it arrived and goes back: the new one, or the money, is asked about
        elif found.state == "delivered" and last is not None:
            say("utter_order_delivered", **base, carrier=carrier, delivered_at=day(last.at))
        elif found.state == "out_for_delivery":
            eta = max(found.eta or today, today)
            say("utter_order_out_for_delivery", **base, carrier=carrier, eta=day(eta))
            return Expected(eta)
        elif found.state == "lost":
            say_settled(order, say, context)
            await self._voucher(order, "lost", last.at if last else context.now, say, context)
        elif found.state == "customs_hold" and found.hold_since is not None:
            eta = new_eta(found.eta, today, _CUSTOMS_DAYS, context)
            say(
                "utter_order_customs_hold",
                **base,
                last_place=_where(last, order) or order.country or "–",
                hold_since=day(found.hold_since),
                eta=day(eta),
                next_update=update,
            )
            await self._voucher(order, "customs_hold", found.hold_since, say, context)
            return Expected(eta)
        elif found.state == "silent" and last is not None:
            deadline = searched or context.now + _TRACE  # a search that runs is not told to end later than it was
            await self._trace(order, deadline, context)
            say(
                "utter_order_silent",
                **base,
                carrier=carrier,
                last_at=day(last.at),
                last_event=term(f"event.{last.code}"),
                next_update=moment(deadline),
            )
            return Expected(None)
        elif found.state == "late" and last is not None and found.eta is not None:
            eta = new_eta(None, today, _LATE_DAYS, context)
            say(
                "utter_order_late",
                **base,
                old_eta=day(found.eta),
                last_at=day(last.at),
                last_event=term(f"event.{last.code}"),
                eta=day(eta),
                next_update=update,
            )
            since = datetime.combine(found.eta, context.now.timetz())
            await self._voucher(order, "delay", since, say, context)
            return Expected(eta)
        elif found.state in ("exception", "returned") and last is not None:
            say("utter_order_exception", **base, carrier=carrier, last_at=day(last.at), next_update=update)
        else:
            eta = new_eta(found.eta, today, _LATE_DAYS, context)
            say(
                "utter_order_in_transit",
                **base,
                carrier=carrier,
                tracking_number=found.shipment.tracking_number,
                last_at=day(last.at if last else order.placed_at),
                last_event=term(f"event.{last.code if last else 'label_created'}"),
                last_place=_where(last, order) or "none",
                eta=day(eta),
            )
            return Expected(eta)
        return None

    async def _trace(self, order: Order, deadline: datetime, context: ActionContext) -> None:
        if operations.noted(order, "trace") is None:
            changed = operations.note(order, "trace", context.now, deadline=deadline.isoformat())
            await context.unit.record(changed, "trace", "carrier", {"deadline": deadline.isoformat()})
            context.ask("alert", kind="trace", text=f"Trace needed for order {order.id}", order_id=order.id)

    async def _voucher(self, order: Order, cause: str, since: datetime, say: Said, context: ActionContext) -> None:
        await grant_voucher(order, cause, since, say, context)


def say_how_old(found: Tracking, now: datetime, say: Said) -> None:
    """Says it when the carrier does not answer or has no such number, and how old the last news is."""
    if found.last is None and (found.stale or found.unknown):
        say("utter_tracking_no_answer" if found.stale else "utter_tracking_unknown", carrier=found.shipment.carrier)
    elif found.stale:
        say("utter_tracking_stale", as_of=moment(found.as_of), age=ago(now - found.as_of))


def searched_until(order: Order, now: datetime) -> datetime | None:
    """Until when the parcel is still searched for; None when it is not, or no more."""
    until = trace_deadline(order)
    return until if until is not None and until > now else None


def trace_deadline(order: Order) -> datetime | None:
    """Until when the carrier's search for the parcel runs; None when none was begun, or it was ended."""
    told = [line for line in order.notes if isinstance(line, dict) and line.get("kind") in ("trace", TRACE_ENDED)]
    trace = told[-1] if told else {}
    return datetime.fromisoformat(str(trace["deadline"])) if trace.get("deadline") else None


async def sought(order: Order, context: ActionContext) -> bool:
    """Whether a parcel of the order is lost, or searched for."""
    states = [await track(parcel, context.carrier, context.now) for parcel in order.shipments]
    return trace_deadline(order) is not None or any(found.state == "lost" for found in states)


def say_reshipped(order: Order, ship_by: date, say: Said, context: ActionContext) -> None:
    """Says by when the new parcel leaves, and by when it should be there."""
    eta = add_working_days(ship_by, delivery_days(order, context)[1], context.weekend)
    say("utter_reshipped", order_id=order.id, ship_by=day(ship_by), eta=day(eta))


def say_settled(order: Order, say: Said, context: ActionContext) -> bool:
    """Says what was settled for a lost order; False when nothing was."""
    match operations.settled(order):
        case "reship":
            note = operations.noted(order, "reship") or {}
            say_reshipped(order, date.fromisoformat(str(note["ship_by"])), say, context)
        case "refund":
            say("utter_refund_already", order_id=order.id)
        case _:
            return False
    return True


def _where(last: ShipmentEvent | None, order: Order) -> Any:
    return place(last.location, order.country) if last is not None and last.location else None


def new_eta(eta: date | None, today: date, days: int, context: ActionContext) -> date:
    """The carrier's date while it lies ahead, else some working days from today."""
    return eta if eta is not None and eta > today else add_working_days(today, days, context.weekend)


def delivery_days(order: Order | None, context: ActionContext) -> tuple[int, int]:
    """Working days that delivery takes to the order's country."""
    low, high = context.rules(order, on=context.now.date()).get("delivery_days", (5, 12))
    return int(low), int(high)


def _paid_back(order: Order) -> bool:
    return bool(order.refunds) and order.refunds[-1].status == "completed"


def _paid_at_the_door(order: Order) -> bool:
    """Whether nothing is awaited before the order is packed: the courier is paid."""
    open_ones = [made for made in order.payments if made.status.lower() in OPEN_STATUSES]
    return bool(open_ones) and open_ones[-1].method in COD_METHODS


def _refund(order: Order) -> dict[str, Any]:
    if not order.refunds or _paid_back(order):  # a day that is past is no promise
        return {"refund_known": "no", "refund": "-", "refund_due": "-"}
    last = order.refunds[-1]
    return {
        "refund_known": "yes" if last.due else "no",
        "refund": money(last.amount, last.currency),
        "refund_due": day(last.due) or "-",
    }
