"""What a parcel's events mean: its state, its last news, and whether it is late or silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from actions.commerce.shapes import Shipment, ShipmentEvent
from actions.logistics.ports import Carrier, CarrierDown

SILENT_AFTER = timedelta(hours=96)
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


@dataclass(frozen=True, slots=True)
class Tracking:
    """A parcel as known at `as_of`; `stale` when the carrier did not answer."""

    shipment: Shipment
    state: State
    last: ShipmentEvent | None
    eta: date | None
    hold_since: datetime | None
    as_of: datetime
    stale: bool


async def track(shipment: Shipment, carrier: Carrier, now: datetime) -> Tracking:
    """Asks the carrier; when it is down, what the shop knows serves, marked as stale."""
    try:
        events, as_of = await carrier.events(shipment)
        stale = False
    except (CarrierDown, TimeoutError):
        events = tuple(sorted((event for event in shipment.events if event.at <= now), key=lambda event: event.at))
        as_of, stale = (events[-1].at if events else now), True
    eta = shipment.eta.date() if isinstance(shipment.eta, datetime) else shipment.eta
    last = events[-1] if events else None
    hold = next((event.at for event in reversed(events) if event.code == "customs_hold"), None)
    return Tracking(shipment, _state(events, eta, now), last, eta, hold, as_of, stale)


def _state(events: tuple[ShipmentEvent, ...], eta: date | None, now: datetime) -> State:
    if not events:
        return "no_news"
    last = events[-1]
    if last.code in ("delivered", "lost", "customs_hold", "exception", "out_for_delivery", "returned"):
        return last.code
    if now - last.at > SILENT_AFTER and last.code != "label_created":
        return "silent"
    if eta is not None and eta < now.astimezone(UTC).date():
        return "late"
    return "in_transit"
