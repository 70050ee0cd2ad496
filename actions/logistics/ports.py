"""The carrier port."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from actions.commerce.shapes import Shipment, ShipmentEvent


class CarrierDown(Exception):
    """The carrier does not answer; the caller says how old its knowledge is.

    The message names the provider and why, no data. events: what is known from an earlier answer, oldest first.
    """

    def __init__(self, message: str = "", events: tuple[ShipmentEvent, ...] = ()) -> None:
        super().__init__(message)
        self.events = events


class CarrierForbidden(CarrierDown):
    """It does not accept our token, or the account's quota is used up: it stays so until somebody acts."""


class NumberUnknown(Exception):
    """The carrier answers, but knows nothing of this number: not yet, or not at all."""


class Carrier(Protocol):
    """Asks a carrier where a parcel is."""

    async def events(self, shipment: Shipment) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        """All events, oldest first, and the moment they are as of. Raises CarrierDown, NumberUnknown."""

    async def aclose(self) -> None:
        """Lets the connections go."""
