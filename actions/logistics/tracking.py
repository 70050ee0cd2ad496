"""What a parcel's events mean: its state, its last news, and whether it is held, late or silent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from actions.commerce.shapes import Shipment, ShipmentEvent
from actions.logistics.ports import Carrier, CarrierDown, NumberUnknown

SILENT_AFTER = timedelta(hours=72)
"""A parcel under way without news for longer is stuck: a search is started (S-094)."""
ANSWER_WITHIN = 4.0
"""Seconds a carrier has for its answer; a shopper does not wait longer for an honest "as of"."""

State = Literal[
    "no_news",
    "in_transit",
    "customs_hold",
    "late",
    "silent",
    "out_for_delivery",
    "delivered",
    "exception",
    "lost",
    "returned",
]
_FINAL = frozenset({"delivered", "lost", "customs_hold", "exception", "returned"})


@dataclass(frozen=True, slots=True)
class Tracking:
    """A parcel as known at `as_of`; `stale` when the carrier did not answer, `unknown` when it answered that it knows
    nothing of the number. as_of is then the moment of the last known event, or now when there is none.

    events: all that happened until then, oldest first. hold_since: since when customs holds it, or None.
    late_since: the end of the promised day once that has passed without a delivery, or None; a silent or held
    parcel may be late besides.
    """

    shipment: Shipment
    state: State
    last: ShipmentEvent | None
    eta: date | None
    hold_since: datetime | None
    as_of: datetime
    stale: bool
    events: tuple[ShipmentEvent, ...] = ()
    late_since: datetime | None = None
    unknown: bool = False

    @property
    def days_late(self) -> int:
        """Full days beyond the promised day at `as_of`; 0 when it is not late."""
        return 0 if self.late_since is None else max(0, (self.as_of - self.late_since).days)


async def track(shipment: Shipment, carrier: Carrier, now: datetime, *, within: float = ANSWER_WITHIN) -> Tracking:
    """Asks the carrier; when it is down or slow, what the shop knows serves, marked as stale.

    within: seconds the carrier has.
    """
    stale = unknown = False
    try:
        async with asyncio.timeout(within):
            events, as_of = await carrier.events(shipment)
    except (CarrierDown, NumberUnknown, TimeoutError) as error:
        unknown = isinstance(error, NumberUnknown)
        stale = not unknown
        told = error.events if isinstance(error, CarrierDown) else ()
        once = {(event.at, event.code): event for event in (*known_events(shipment, now), *told)}
        events = tuple(sorted(once.values(), key=lambda event: event.at))
        as_of = events[-1].at if events else now
    eta = shipment.due_on
    return Tracking(
        shipment,
        _state(events, eta, now),
        events[-1] if events else None,
        eta,
        _hold_since(events),
        as_of,
        stale,
        events,
        _late_since(events, eta, now),
        unknown,
    )


def known_events(shipment: Shipment, now: datetime) -> tuple[ShipmentEvent, ...]:
    """The events that the shop has, up to now, oldest first."""
    return tuple(sorted((event for event in shipment.events if event.at <= now), key=lambda event: event.at))


def _hold_since(events: tuple[ShipmentEvent, ...]) -> datetime | None:
    """When the customs hold began that is still on; a hold that is reported again has not begun anew."""
    since = None
    for event in reversed(events):
        if event.code != "customs_hold":
            break
        since = event.at
    return since


def _late_since(events: tuple[ShipmentEvent, ...], eta: date | None, now: datetime) -> datetime | None:
    if eta is None or any(event.code in ("delivered", "returned") for event in events):
        return None
    end = datetime.combine(eta + timedelta(days=1), time(), UTC)
    return end if now >= end else None


def _state(events: tuple[ShipmentEvent, ...], eta: date | None, now: datetime) -> State:
    if not events:
        return "no_news"
    last = events[-1]
    if last.code in _FINAL:
        return last.code  # type: ignore[return-value]  # all of _FINAL are states
    if now - last.at > SILENT_AFTER and last.code != "label_created":
        return "silent"
    if last.code == "out_for_delivery":
        return "out_for_delivery"
    return "late" if _late_since(events, eta, now) else "in_transit"
