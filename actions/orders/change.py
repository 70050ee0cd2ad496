"""Changing an order before it arrives: address, items, delivery day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from actions.addresses.address_check import may_redirect, redirect
from actions.addresses.address_told import told_address
from actions.addresses.address_words import address_alone
from actions.addresses.addressee import told_with
from actions.addresses.country_told import country_told
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, moment, term
from actions.care.people import pass_on
from actions.commerce import operations
from actions.commerce.address import (
    begins_an_address,
    is_part_of_address,
    reads_as_address,
    renumbered,
    without_numbers_to_call,
)
from actions.commerce.ports import Refused
from actions.commerce.shapes import Order
from actions.delivery.not_received import address_line
from actions.delivery.wished_day import day_of, wished
from actions.orders.find_order import current_order
from actions.policy.calendar import add_working_days
from actions.said.word_tables import ADDRESS_NAMED, PHONE, speaks_of

_UNTIL = "processing"
_LONG_NUMBER = re.compile(r"\d{5,}")


def _carrier(order: Order) -> str:
    return order.shipments[-1].carrier if order.shipments else "–"


def _brought_by(order: Order) -> str:
    """The carrier; none where the parcel has none yet."""
    return order.shipments[-1].carrier if order.shipments else "none"


def _too_late(order: Order, say: Said) -> None:
    """Why the address stays; a parcel on its way may be redirected, what has arrived or goes nowhere cannot."""
    status = term(f"order_status.{order.status}")
    if order.status == "shipped":
        say("utter_address_too_late", order_id=order.id, status=status, carrier=_carrier(order))
    else:
        say("utter_address_closed", order_id=order.id, status=status)


class CheckAddress(ShopAction):
    """Whether the address can still be changed."""

    action = "action_check_address"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to allowed, told, home or refused: told when the message is an address, home when the account
        has one that the order does not go to, which is proposed to who names none. A number to call a person changes.
        """
        order = await current_order(slots, context)
        until = context.rules(order).get("address_change_until", _UNTIL)
        if operations.not_later_than(order, until) or may_redirect(order):
            told = _new_address(slots)
            if told is None and not slots.asked_already:  # a number behind another address is none of the order's own
                told = await _with_the_right_number(order, slots, context)
            if told:
                return slots.set(outcome="told", new_address=address_alone(told))
            if _only_to_call(slots):
                pass_on(say, context, "order_change_address")
                return slots.set(outcome="refused")
            at_home = getattr(context.customer, "address", None) or {}
            home = at_home.get("text") if at_home.get("country") in (None, order.country) else None
            named = "place" in slots.kinds
            if home and not named and home != order.shipping_address.get("text"):
                return slots.set(outcome="home", new_address=home)
            places = (str(entity.get("text") or "") for entity in slots.entities if entity.get("entity") == "place")
            street = next((place for place in places if any(map(str.isdigit, place))), None)
            return slots.set(outcome="allowed", address_begun=street)
        _too_late(order, say)
        return slots.set(outcome="refused")


class ValidateAddress(ShopAction):
    """Whether an address can be delivered to: a street with a number, and more than one part."""

    action = "action_validate_address"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to complete or incomplete. Parts that were told are kept: the town that comes after the street
        makes it whole, and the street after the town. An order stays in its country, for which its duties were told."""
        text, begun = address_alone(str(slots.get("new_address") or "")), str(slots.get("address_begun") or "")
        own = await context.unit.orders_of(context.customer.id) if context.customer else []
        numbered = any(_ends_in(order, text) for order in own)  # an order's, and no postcode
        part = is_part_of_address(text, slots.entities) and not numbered
        if begun and part and text not in begun:
            text = text if begun in text else f"{begun}, {text}"
        if order := await _abroad(text, slots, context):
            say("utter_address_abroad", order_id=order.id, country={"country": order.country})
            return slots.set(outcome="incomplete", new_address=None, address_begun=None)
        if reads_as_address(without_numbers_to_call(text, slots.entities)):
            return slots.set(outcome="complete", new_address=text, address_begun=None)
        say("utter_address_incomplete")
        kept = text if part or (begins_an_address(text) and not numbered) else begun or None
        return slots.set(outcome="incomplete", new_address=None, address_begun=kept)


class AskConfirmAddress(ShopAction):
    """Asks for the confirmation, naming order and address."""

    action = "action_ask_confirm_address"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Repeats the address word for word."""
        order = await current_order(slots, context)
        say("utter_ask_confirm_address", order_id=order.id, new_address=str(slots.get("new_address")))
        return []


class ChangeAddress(ShopAction):
    """Changes the address after the confirmation."""

    action = "action_change_address"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The text as written, beside the country that stays; who gets the parcel and which number to call as far as it
        tells them."""
        order = await current_order(slots, context)
        rules = context.rules(order)
        text = str(slots.get("new_address"))
        kept: dict[str, Any] = {
            key: order.shipping_address[key] for key in ("country", "name") if key in order.shipping_address
        }
        kept |= told_with(text, order.country or "")
        if may_redirect(order):
            await redirect(order, text, {**kept, "text": text}, say, context)
            return slots.set(outcome="done")
        try:
            changed = operations.change_address(
                order, {**kept, "text": text}, until=rules.get("address_change_until", _UNTIL)
            )
        except Refused:
            _too_late(order, say)
            return slots.set(outcome="refused")
        await context.unit.record(changed, "change_address", "order", {}, basis=rules.basis("address_change_until"))
        say("utter_address_changed", order_id=order.id, new_address=text)
        return slots.set(outcome="done")


def _new_address(slots: Slots) -> str | None:
    """The address that the message tells; the one that is known where it only tells a part that was added to that, or
    was put together with what it tells."""
    anew = [str(one["value"]) for one in slots.entities if one.get("entity") == "new_address"]
    if anew:
        return anew[-1]
    told, known = _told_address(slots), str(slots.get("new_address") or "")
    return known if known and (told is None or told in known) else told


def _told_address(slots: Slots) -> str | None:
    """The address in the message, else in the one that told this wish beside another that was served first."""
    asked = slots.as_asked()
    return told_address(slots.text, slots.entities) or told_address(asked.text, asked.entities)


async def _with_the_right_number(order: Order, slots: Slots, context: ActionContext) -> str | None:
    """The order's own address with the number that the message puts right; the number of an order is none of it."""
    numbered = {one.get("entity") for one in slots.entities} & {"order_id", "date", "amount", "phone"}
    own = await context.unit.orders_of(order.customer_id)
    if numbered or any(_ends_in(one, number) for one in own for number in _LONG_NUMBER.findall(slots.text)):
        return None
    nameless = order.model_copy(update={"shipping_address": {**order.shipping_address, "name": ""}})
    return renumbered(address_line(nameless), slots.text)


async def _abroad(text: str, slots: Slots, context: ActionContext) -> Order | None:
    """The order that is to go to another country than its own; None where the address names no other, or is the one of
    an account."""
    named = country_told(text) if slots.get("order_lookup") == "found" and "change_address" in slots.flows else None
    order = await current_order(slots, context) if named else None
    own = order.country if order else None
    return order if own and named != (country_told(own) or own.upper()) else None


def _ends_in(order: Order, number: str) -> bool:
    """Whether a number is the one that the order is known by."""
    return _LONG_NUMBER.fullmatch(number) is not None and order.id.endswith(number)


def _only_to_call(slots: Slots) -> bool:
    """Whether another number to call is wished for, and the address stays."""
    said = (slots.text, slots.as_asked().text)
    placed = "place" in slots.kinds
    return not placed and any(speaks_of(PHONE, text) and not speaks_of(ADDRESS_NAMED, text) for text in said)


def _told_day(slots: Slots) -> Any:
    """Day and, where it is known, time as a variable of a response."""
    wanted, hour = day_of(slots.get("delivery_date")), _wanted_hour(slots)
    return {"list": [day(wanted), hour], "style": "plain"} if wanted and hour else day(wanted)


def _wanted_hour(slots: Slots) -> str | None:
    """The time of day that came with the day or before it, as HH:MM or in words."""
    return str(slots.get("delivery_date") or "").partition("T")[2][:5] or slots.get("delivery_hour")


class ReadWishedDay(ShopAction):
    """Keeps what the wish itself says of day and time, before the order is asked for."""

    action = "action_read_wished_day"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets day and time that were told; a time alone leaves the day open."""
        found = wished(slots.as_asked(), context.now.date(), context.weekend)
        if found.day:
            return slots.set(delivery_date=found.day.isoformat(), delivery_hour=found.time)
        return slots.set(delivery_date=None, delivery_hour=found.time) if found.time or found.away else []


class CheckSchedule(ShopAction):
    """Whether and when another delivery day is possible."""

    action = "action_check_schedule"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to refused, ask_date or confirm."""
        order = await current_order(slots, context)
        if order.status not in ("paid", "processing", "shipped"):
            say("utter_schedule_impossible", order_id=order.id, status=term(f"order_status.{order.status}"))
            return slots.set(outcome="refused")
        found = wished(slots, context.now.date(), context.weekend)
        hour = found.time or _wanted_hour(slots)
        wanted = found.day or day_of(slots.get("delivery_date"))
        wanted = None if wanted in found.away else wanted
        if wanted is None or (found.day is None and wanted == context.now.date() and hour):
            # "Make it 3 pm" of the day that was to be confirmed; else a time without a day needs one.
            wanted = day_of(slots.get("schedule_day")) if found.time else None
        if wanted is None:
            return slots.set(outcome="ask_date", delivery_date=None, delivery_hour=hour)
        first = add_working_days(context.now.date(), 1, context.weekend)
        last = context.now.date() + timedelta(days=21)
        if not first <= wanted <= last:
            say("utter_date_in_past", date_min=day(first), date_max=day(last))
            return slots.set(outcome="ask_date", delivery_date=None, delivery_hour=hour)
        text = wanted.isoformat()
        return slots.set(outcome="confirm", delivery_date=text, delivery_hour=hour, schedule_day=text)


class AskConfirmSchedule(ShopAction):
    """Asks for the confirmation."""

    action = "action_ask_confirm_schedule"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names carrier and day."""
        order = await current_order(slots, context)
        say(
            "utter_ask_confirm_schedule",
            carrier=_brought_by(order),
            order_id=order.id,
            delivery_date=_told_day(slots),
        )
        return []


class ScheduleDelivery(ShopAction):
    """Passes the wished day on."""

    action = "action_schedule_delivery"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """A note on the order and a task for staff; the carrier confirms."""
        order = await current_order(slots, context)
        wanted = day_of(slots.get("delivery_date"))
        text, hour = wanted.isoformat() if wanted else "", _wanted_hour(slots)
        wish = {"day": text, "time": hour} if hour else {"day": text}
        changed = operations.note(order, "delivery_day", context.now, **wish)
        await context.unit.record(changed, "schedule", " ".join(wish.values()), wish)
        told = f"Delivery of {order.id} wished on {' about '.join(wish.values())}"
        context.ask("alert", kind="delivery_day", text=told, order_id=order.id)
        say(
            "utter_scheduled",
            carrier=_brought_by(order),
            order_id=order.id,
            delivery_date=_told_day(slots),
            next_update=moment(context.now + timedelta(hours=24)),
        )
        return slots.set(outcome="done")
