"""Regions in which deliveries stop being signed for: seen from the events of all parcels, not of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.shapes import Order, ShipmentEvent
from actions.logistics.tracking import Tracking

_AT_THE_DOOR = "out_for_delivery"
_FAILED = frozenset({"exception", "returned"})
_OVER = frozenset({"delivered", "lost", "returned"})


class SigningRules(BaseModel):
    """When a region counts as one in which deliveries are not signed for any more.

    look_back_days: attempts that are older do not count. unsigned_after_hours: with the courier so long, a parcel was
    not signed for. at_least: parcels that were not; share: of all that a courier had, 0 to 1. postcode_letters: how
    much of a postcode makes a region where an address names no state.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    every_minutes: int = Field(ge=1)
    look_back_days: int = Field(ge=1)
    unsigned_after_hours: int = Field(ge=1)
    at_least: int = Field(ge=2)
    share: float = Field(gt=0, le=1)
    postcode_letters: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel of an order and what is known of it."""

    order: Order
    found: Tracking

    @property
    def on_its_way(self) -> bool:
        """Whether it left and has not come to an end."""
        last = self.found.last
        return last is not None and last.code not in _OVER and self.order.status == "shipped"


@dataclass(frozen=True, slots=True)
class Region:
    """One in which deliveries stopped being signed for.

    name: country and state, or country and the beginning of the postcode (`US CA`, `ES 28`). unsigned, tried: parcels
    of the last days that were not signed for, and all that a courier had. on_the_way: parcels to those who live there.
    """

    name: str
    unsigned: int
    tried: int
    on_the_way: tuple[Parcel, ...]


def region_of(address: Mapping[str, Any], letters: int) -> str | None:
    """The region of an address, or None when it names too little."""
    country = str(address.get("country") or "").strip().upper()
    state = str(address.get("state") or "").strip()
    code = str(address.get("postal_code") or address.get("postcode") or address.get("zip") or "")
    part = state.upper() or "".join(code.split())[:letters].upper() or str(address.get("city") or "").strip()
    return f"{country} {part}" if country and part else None


def unsigned_regions(parcels: Iterable[Parcel], rules: SigningRules, now: datetime) -> list[Region]:
    """Regions that the rules name, with the parcels that are on their way there; the worst first."""
    by_region: dict[str, list[Parcel]] = {}
    for parcel in parcels:
        if (name := region_of(parcel.order.shipping_address, rules.postcode_letters)) is not None:
            by_region.setdefault(name, []).append(parcel)
    found = []
    for name, here in by_region.items():
        signed = [one for parcel in here if (one := was_signed(parcel.found.events, rules, now)) is not None]
        unsigned = signed.count(False)
        if unsigned >= rules.at_least and unsigned / len(signed) >= rules.share:
            going = tuple(parcel for parcel in here if parcel.on_its_way)
            found.append(Region(name, unsigned, len(signed), going))
    return sorted(found, key=lambda region: (-region.unsigned, region.name))


def was_signed(events: Iterable[ShipmentEvent], rules: SigningRules, now: datetime) -> bool | None:
    """Whether the last attempt to deliver was signed for; None when there was none lately, or it is still going on."""
    tried: datetime | None = None
    outcome: str | None = None
    for event in events:
        if event.code == _AT_THE_DOOR:
            tried, outcome = event.at, None
        elif tried is not None and event.code in _OVER | _FAILED:
            outcome = event.code
    if tried is None or now - tried > timedelta(days=rules.look_back_days):
        return None
    if outcome is not None:
        return outcome not in _FAILED
    return False if now - tried >= timedelta(hours=rules.unsigned_after_hours) else None
