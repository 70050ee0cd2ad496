"""A carrier that knows what the shop data says, and that can fail on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from actions.commerce.shapes import Shipment, ShipmentEvent
from actions.logistics.ports import CarrierDown
from actions.logistics.tracking import known_events


class SimulatedCarrier:
    """Answers from the shipment's own events.

    down: every parcel fails, like a carrier whose service is out. hanging: carriers that never answer.
    """

    def __init__(self, clock: Callable[[], datetime], *, down: bool = False, hanging: frozenset[str] = frozenset()):
        self._clock = clock
        self.down = down
        self.hanging = hanging

    async def events(self, shipment: Shipment) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        """The shipment's events up to now. Raises CarrierDown."""
        if self.down:
            raise CarrierDown(f"{shipment.carrier} does not answer")
        if shipment.carrier in self.hanging:
            await asyncio.Event().wait()
        now = self._clock()
        return known_events(shipment, now), now

    async def aclose(self) -> None:
        """Nothing is open."""
