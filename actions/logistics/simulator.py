"""A carrier that knows what the shop data says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from actions.commerce.shapes import Shipment, ShipmentEvent
from actions.logistics.ports import CarrierDown


class SimulatedCarrier:
    """Answers from the shipment's own events; `down` makes it fail like a carrier whose service is out."""

    def __init__(self, clock: Callable[[], datetime], *, down: bool = False) -> None:
        self._clock = clock
        self.down = down

    async def events(self, shipment: Shipment) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        """The shipment's events up to now."""
        if self.down:
            raise CarrierDown(f"{shipment.carrier} does not answer")
        now = self._clock()
        past = tuple(sorted((event for event in shipment.events if event.at <= now), key=lambda event: event.at))
        return past, now
