"""The carrier port."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from actions.commerce.shapes import Shipment, ShipmentEvent


class CarrierDown(Exception):
    """The carrier does not answer; the caller says how old its knowledge is."""


class Carrier(Protocol):
    """Asks a carrier where a parcel is."""

    async def events(self, shipment: Shipment) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        """All events, oldest first, and the moment they are as of. Raises CarrierDown."""
