"""17TRACK's tracking interface, version 2.4 (and 2.2): register a number once, then ask what is known of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from actions.commerce.calling import Sleep
from actions.commerce.shapes import Shipment, ShipmentEvent
from actions.logistics.asking import Provider, in_order, moment_of, object_of
from actions.logistics.ports import CarrierDown, CarrierForbidden, NumberUnknown
from actions.logistics.states import ProviderStates

ADDRESS = "https://api.17track.net"
VERSION = "v2.4"

_REGISTERED, _NOT_REGISTERED = -18019901, -18019902
_FORBIDDEN = frozenset({-18010001, -18010002, -18010004, -18010005, -18019907, -18019908})
"""Address not allowed, wrong key, account disabled, no access; the day's requests or the quota are used up."""
_UNKNOWN = frozenset({-18010012, -18010013, -18019903, -18019909, -18019910})
"""No number in form, no carrier found for it, nothing known of it yet."""


class SeventeenTrack:
    """The carrier port over 17TRACK. address: without version; clock: now, aware."""

    def __init__(
        self,
        token: str,
        states: ProviderStates,
        clock: Callable[[], datetime],
        *,
        address: str = ADDRESS,
        version: str = VERSION,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._states, self._clock = states, clock
        base = f"{address.rstrip('/')}/track/{version}"
        self._provider = Provider("17TRACK", base, {"17token": token}, sleep=sleep)

    async def events(self, shipment: Shipment) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        """What 17TRACK has; as of when it last heard from the carrier. A number it does not have is registered."""
        accepted, code = await self._call("gettrackinfo", shipment)
        if code == _NOT_REGISTERED:
            _, code = await self._call("register", shipment)
            if code not in (0, _REGISTERED):
                raise self._problem(code)
            accepted, code = await self._call("gettrackinfo", shipment)
            if code == _NOT_REGISTERED:
                code = -18019909
        if code:
            raise self._problem(code)
        info = accepted.get("track_info")
        if not isinstance(info, dict):
            raise self._provider.garbled("no track_info")
        return self._read(info)

    async def _call(self, path: str, shipment: Shipment) -> tuple[dict[str, Any], int]:
        """What was accepted and 0, or why it was rejected."""
        entry: dict[str, Any] = {"number": shipment.tracking_number}
        if (carrier := self._states.carrier(shipment.carrier)) is not None:
            entry["carrier"] = carrier
        reply, body = await self._provider.ask("POST", path, json=[entry])
        data = object_of(body.get("data"))
        if body.get("code") != 0:
            found = [body.get("code"), *(one.get("code") for one in _rows(data, "errors"))]
            known = [code for code in found if isinstance(code, int) and code <= -18010000]
            return {}, known[-1] if known else self._unclear(reply.status)
        for one in _rows(data, "accepted"):
            if str(one.get("number")) == shipment.tracking_number:
                return one, 0
        for one in _rows(data, "rejected"):
            code = object_of(one.get("error")).get("code")
            if isinstance(code, int):
                return {}, code
        raise self._provider.garbled("the number is neither accepted nor rejected")

    def _unclear(self, status: int) -> int:
        raise self._provider.garbled(f"status {status} without a code")

    def _problem(self, code: int) -> Exception:
        if code in _UNKNOWN:
            return NumberUnknown(f"17TRACK knows nothing of the number ({code})")
        kind = CarrierForbidden if code in _FORBIDDEN else CarrierDown
        return kind(f"17TRACK refuses: {code}")

    def _read(self, info: dict[str, Any]) -> tuple[tuple[ShipmentEvent, ...], datetime]:
        tracking = object_of(info.get("tracking"))
        providers = _rows(tracking, "providers")
        events = in_order([event for one in providers for raw in _rows(one, "events") if (event := self._event(raw))])
        events = self._latest(events, info)
        # It asks the carriers by itself every few hours: what it says is as old as that.
        synced = [at for one in providers if (at := moment_of(one.get("latest_sync_time"))) is not None]
        failed = [one for one in providers if str(one.get("latest_sync_status") or "").lower() == "failure"]
        if providers and len(failed) == len(providers):
            raise CarrierDown("17TRACK gets no answer from the carrier", events)
        if not events:
            raise NumberUnknown("17TRACK has no events of the number")
        return events, max(synced, default=self._clock())

    def _event(self, raw: dict[str, Any]) -> ShipmentEvent | None:
        at = moment_of(raw.get("time_utc")) or moment_of(raw.get("time_iso"))
        code = self._states.code(raw.get("sub_status"), raw.get("stage"))
        if at is None or code is None:
            return None
        return ShipmentEvent(at=at, code=code, location=_place(raw), text=raw.get("description") or None)

    def _latest(self, events: tuple[ShipmentEvent, ...], info: dict[str, Any]) -> tuple[ShipmentEvent, ...]:
        """A parcel's own state may know more than its last event says: lost, or going back."""
        latest = object_of(info.get("latest_status"))
        code = self._states.code(latest.get("sub_status"), latest.get("status")) if latest else None
        if not events or code in (None, "in_transit") or events[-1].code != "in_transit":
            return events
        return (*events[:-1], events[-1].model_copy(update={"code": code}))

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._provider.aclose()


def _place(raw: dict[str, Any]) -> str | None:
    address = object_of(raw.get("address"))
    city, country = address.get("city"), address.get("country")
    if city and country:
        return f"{city}, {country}"
    return raw.get("location") or city or None


def _rows(holder: Any, name: str) -> list[dict[str, Any]]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
