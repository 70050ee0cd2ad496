"""A carrier whose answers are kept for a while: quotas are spared, and its silence finds us knowing something."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from actions.commerce.shapes import Shipment, ShipmentEvent
from actions.logistics.ports import Carrier, CarrierDown, CarrierForbidden

log = structlog.get_logger(__name__)

FRESH = timedelta(minutes=5)
"""A parcel does not move between two messages of a conversation."""
PATIENCE = 3.5
"""Seconds for all calls of one question, a little less than the shopper waits."""
_KEPT = 20_000


class RememberingCarrier:
    """Asks `carrier` at most once in FRESH per parcel; when it is down, tells what it said last."""

    def __init__(self, carrier: Carrier, clock: Callable[[], datetime], *, patience: float = PATIENCE) -> None:
        self._carrier, self._clock, self._patience = carrier, clock, patience
        self._known: OrderedDict[tuple[str, str], tuple[datetime, tuple[ShipmentEvent, ...], datetime]] = OrderedDict()

    async def events(self, shipment: Shipment) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        """All events, oldest first, and the moment they are as of. Raises CarrierDown with what was known last."""
        key = (shipment.carrier, shipment.tracking_number)
        known = self._known.get(key)
        if known is not None and self._clock() - known[0] < FRESH:
            return known[1], known[2]
        try:
            async with asyncio.timeout(self._patience):
                events, as_of = await self._carrier.events(shipment)
        except (CarrierDown, TimeoutError) as error:
            if isinstance(error, CarrierForbidden):
                log.error("carrier_forbidden", error=str(error))
            else:
                log.warning("carrier_down", error=str(error) or "no answer in time")
            told = error.events if isinstance(error, CarrierDown) else ()
            raise CarrierDown(str(error), told or (known[1] if known else ())) from error
        self._known[key] = (self._clock(), events, as_of)
        self._known.move_to_end(key)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return events, as_of

    async def aclose(self) -> None:
        """Lets the connections go."""
        await self._carrier.aclose()
