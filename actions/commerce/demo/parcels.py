"""Parcels of the demo shop: numbers, and what carriers report on the way from the warehouse to the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from actions.commerce.demo.data import Market, Place

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)

# The way of every parcel: step, event code, where (origin, hub, city), text, hours since the step before.
_WAY = (
    ("label", "label_created", "origin", "Shipping label created", 0),
    ("picked_up", "picked_up", "origin", "Collected by the carrier", 7),
    ("export", "in_transit", "origin", "Left the export centre", 15),
    ("import", "in_transit", "hub", "Arrived in the destination country", 46),
    ("hold", "customs_hold", "hub", "Held by customs for inspection", 6),
    ("cleared", "customs_cleared", "hub", "Released by customs", 18),
    ("depot", "in_transit", "city", "Arrived at the delivery depot", 20),
    ("courier", "out_for_delivery", "city", "With the courier", 14),
    ("delivered", "delivered", "city", "Delivered", 5),
)
_SIDE = {
    "exception": ("exception", "city", "Delivery not possible: address incomplete", 6),
    "lost": ("lost", "hub", "Parcel could not be found and is reported lost", 96),
    "returned": ("returned", "origin", "Arrived back at the warehouse", 150),
}
_BEFORE_SIDE = {"exception": "courier", "lost": "import", "returned": "delivered"}


@dataclass(frozen=True, slots=True)
class Route:
    """From where to where a parcel goes."""

    origin: str
    hub: str
    city: str

    @classmethod
    def to(cls, market: Market, place: Place) -> Route:
        """The route to a shopper's city."""
        return cls(market.origin, market.hub, f"{place.city.latin}, {market.market}")


def tracking_number(origin: str, dice: Random) -> str:
    """A parcel number as the Universal Postal Union's S10 defines it, with its check digit."""
    digits = [dice.randrange(10) for _ in range(8)]
    check = 11 - sum(weight * digit for weight, digit in zip(_S10_WEIGHTS, digits, strict=True)) % 11
    last = {10: 0, 11: 5}.get(check, check)
    return f"L{dice.choice('ABCDEMNVX')}{''.join(map(str, digits))}{last}{origin[-2:]}"


def events_to(step: str, last_at: datetime, route: Route, dice: Random, *, held: bool = False) -> list[dict[str, Any]]:
    """All events up to `step`, the last of them at `last_at`; held: with a stay at customs on the way."""
    last = _BEFORE_SIDE.get(step, step)
    names = [name for name, *_ in _WAY]
    way: list[tuple[str, str, str, int]] = [
        (code, where, text, hours)
        for name, code, where, text, hours in _WAY[: names.index(last) + 1]
        if held or step == "hold" or name not in ("hold", "cleared")
    ]
    if step in _SIDE:
        way.append(_SIDE[step])
    at = last_at
    events: list[dict[str, Any]] = []
    for code, where, text, hours in reversed(way):
        events.append({"at": stamp(at), "code": code, "location": getattr(route, where), "text": text})
        at -= timedelta(hours=hours, minutes=dice.randrange(-40, 90) if hours else 0)
    return events[::-1]


def stamp(at: datetime) -> str:
    """A time to the minute, as shop data has it."""
    return at.replace(second=0, microsecond=0).isoformat().replace("+00:00", "Z")
