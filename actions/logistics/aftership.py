"""AfterShip's tracking interface: a number is found among the account's trackings, else added to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from babel.core import get_global

from actions.commerce.calling import Sleep
from actions.commerce.shapes import Shipment, ShipmentEvent
from actions.logistics.asking import Provider, in_order, moment_of, object_of
from actions.logistics.ports import CarrierDown, CarrierForbidden, NumberUnknown
from actions.logistics.states import ProviderStates

ADDRESS = "https://api.aftership.com"
VERSION = "2025-07"

_EXISTS = 4003
_UNKNOWN = frozenset({4004, 4005, 4008, 4010, 4011, 4012, 4017})
"""No tracking, no number in form, no such courier, more asked for than we have, no courier found."""


class AfterShip:
    """The carrier port over AfterShip. address: without version; clock: now, aware."""

    def __init__(
        self,
        key: str,
        states: ProviderStates,
        clock: Callable[[], datetime],
        *,
        address: str = ADDRESS,
        version: str = VERSION,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._states, self._clock = states, clock
        base = f"{address.rstrip('/')}/tracking/{version}"
        self._provider = Provider("AfterShip", base, {"as-api-key": key}, sleep=sleep)

    async def events(self, shipment: Shipment) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        """The checkpoints, and when AfterShip last changed them. A number that it does not have is added."""
        tracking = await self._find(shipment)
        if tracking is None:
            wanted = {"tracking_number": shipment.tracking_number}
            if (slug := self._states.carrier(shipment.carrier)) is not None:
                wanted["slug"] = str(slug)
            code, data = await self._call("POST", json=wanted)
            tracking = await self._find(shipment) if code == _EXISTS else data
        if tracking is None:
            raise NumberUnknown("AfterShip has no tracking of the number")
        points = tracking.get("checkpoints")
        if not isinstance(points, list):
            raise self._provider.garbled("no checkpoints")
        events = in_order([event for one in points if isinstance(one, dict) and (event := self._event(one))])
        if not events:
            raise NumberUnknown("AfterShip has no checkpoints of the number")
        return events, moment_of(tracking.get("updated_at")) or self._clock()

    async def _find(self, shipment: Shipment) -> dict[str, Any] | None:
        """The account's tracking of this number; of several couriers the one that is meant, else the newest news."""
        _, data = await self._call("GET", params={"tracking_numbers": shipment.tracking_number})
        rows = data.get("trackings")
        if not isinstance(rows, list):
            raise self._provider.garbled("no trackings")
        found = [
            one for one in rows if isinstance(one, dict) and one.get("tracking_number") == shipment.tracking_number
        ]
        slug = self._states.carrier(shipment.carrier)
        meant = [one for one in found if one.get("slug") == slug] or found
        return max(meant, key=lambda one: str(one.get("updated_at") or ""), default=None)

    async def _call(self, method: str, **how: Any) -> tuple[int, dict[str, Any]]:
        """The code of `meta` and the data. Raises NumberUnknown for what AfterShip cannot track."""
        reply, body = await self._provider.ask(method, "trackings", **how)
        meta = object_of(body.get("meta"))
        code = meta.get("code", reply.status)
        data = object_of(body.get("data"))
        if code in (200, 201, _EXISTS):
            return code, data
        if code in _UNKNOWN:
            raise NumberUnknown(f"AfterShip cannot track the number ({code})")
        kind = CarrierForbidden if code in (401, 402, 403) or reply.status == 402 else CarrierDown
        raise kind(f"AfterShip refuses: {code}")

    def _event(self, point: dict[str, Any]) -> ShipmentEvent | None:
        at = moment_of(point.get("checkpoint_time")) or moment_of(point.get("created_at"))
        code = self._states.code(point.get("subtag"), point.get("tag"))
        if at is None or code is None:
            return None
        return ShipmentEvent(at=at, code=code, location=_place(point), text=point.get("message") or None)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._provider.aclose()


def _place(point: dict[str, Any]) -> str | None:
    country = str(point.get("country_region") or point.get("country_iso3") or "")
    short = country if len(country) == 2 else next(iter(get_global("territory_aliases").get(country, ())), "")
    city = point.get("city")
    return f"{city}, {short}" if city and short else (point.get("location") or city or None)
