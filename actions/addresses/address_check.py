"""Asking, before the courier comes, whether the address of a parcel on its way is right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, listed, moment
from actions.commerce import operations
from actions.commerce.shapes import Order
from actions.delivery.not_received import address_line
from actions.orders.find_order import current_order

ASKED, CONFIRMED, REDIRECTED = "address_asked", "address_confirmed", "address_redirected"
"""Notes of an order: that its shopper was asked, that the address is right, that the carrier was told another one."""
WITHIN = timedelta(hours=24)
"""When the carrier has confirmed another address, or staff have written why not."""


def may_redirect(order: Order) -> bool:
    """Whether a parcel on its way may still get another address: the shop asked for it itself."""
    return order.status == "shipped" and operations.noted(order, ASKED) is not None


def _answered(order: Order) -> bool:
    kinds = [line.get("kind") for line in order.notes if isinstance(line, dict)]
    last = max((at for at, kind in enumerate(kinds) if kind == ASKED), default=-1)
    return any(kind in (CONFIRMED, REDIRECTED) for kind in kinds[last + 1 :])


class CheckAddressAsked(ShopAction):
    """Whether the question still matters when it is to be asked."""

    action = "action_check_address_asked"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to ask, or to over: the parcel arrived or went back, or the answer was given elsewhere."""
        order = await current_order(slots, context)
        last = [shipment.events[-1].code for shipment in order.shipments if shipment.events]
        open_ones = [code for code in last if code not in ("delivered", "lost", "returned")]
        over = not may_redirect(order) or not open_ones or _answered(order)
        return slots.set(outcome="over" if over else "ask")


class AskAddressStays(ShopAction):
    """Asks, with the reason and the address as the parcel has it."""

    action = "action_ask_address_stays"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The address word for word."""
        order = await current_order(slots, context)
        say("utter_ask_address_stays", **asked(order))
        return []


def asked(order: Order) -> dict[str, Any]:
    """Variables of the question about an order's address."""
    return {
        "order_id": order.id,
        "items": listed(order.items),
        "carrier": order.shipments[-1].carrier if order.shipments else "–",
        "address": address_line(order),
    }


class AddressStays(ShopAction):
    """Notes that the address is right."""

    action = "action_address_stays"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """For staff and the carrier; nothing of the order changes."""
        order = await current_order(slots, context)
        changed = operations.note(order, CONFIRMED, context.now)
        await context.unit.record(changed, CONFIRMED, "address", {})
        say("utter_address_stays", order_id=order.id, carrier=asked(order)["carrier"])
        return slots.set(outcome="done")


async def redirect(order: Order, text: str, address: dict[str, Any], say: Said, context: ActionContext) -> None:
    """Gives a parcel on its way another address: noted, staff tell the carrier, the shopper hears by when."""
    changed = operations.change_address(order, address, until="shipped")
    changed = operations.note(changed, REDIRECTED, context.now, address=text)
    await context.unit.record(changed, "redirect", text, {"address": text})
    carrier = asked(order)["carrier"]
    told = f"{order.id}: tell {carrier} the new address: {text}"
    context.ask("alert", kind="redirect_parcel", text=told[:300], order_id=order.id)
    by = moment(context.now + WITHIN)
    say("utter_address_redirected", order_id=order.id, new_address=text, carrier=carrier, next_update=by)
