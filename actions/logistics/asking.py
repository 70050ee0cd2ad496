"""Calls to a tracking provider, within the time that a shopper waits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2

from actions.commerce.calling import Caller, Reply, Sleep
from actions.commerce.ports import CommerceError, ShopForbidden
from actions.commerce.shapes import ShipmentEvent
from actions.logistics.ports import CarrierDown, CarrierForbidden

_TIMEOUT = httpx2.Timeout(3.0, connect=2.0)
_TRIES, _PATIENCE = 2, 1.0


class Provider:
    """One provider. Two tries; a limit that lifts within a second is waited for, a longer one is not."""

    def __init__(self, name: str, address: str, headers: Mapping[str, str], *, sleep: Sleep = asyncio.sleep) -> None:
        self.name, self._base = name, address.rstrip("/")
        client = httpx2.AsyncClient(timeout=_TIMEOUT, headers={"Accept": "application/json", **headers})
        self._caller = Caller(client, name, tries=_TRIES, patience=_PATIENCE, sleep=sleep)

    async def ask(
        self, method: str, path: str, *, json: Any = None, params: Mapping[str, Any] | None = None
    ) -> tuple[Reply, dict[str, Any]]:
        """The answer and its body, an object. Raises CarrierDown, CarrierForbidden."""
        try:
            reply = await self._caller.call(method, f"{self._base}/{path}", json=json, params=params)
        except ShopForbidden as error:
            raise CarrierForbidden(str(error)) from error
        except CommerceError as error:
            raise CarrierDown(str(error)) from error
        if not isinstance(reply.body, dict):
            raise self.garbled("no object")
        return reply, reply.body

    def garbled(self, what: str) -> CarrierDown:
        """For an answer that is not as documented: nothing is told to a shopper from it."""
        return CarrierDown(f"{self.name}'s answer is not as documented: {what}")

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._caller.client.aclose()


def object_of(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def moment_of(text: Any) -> datetime | None:
    """A provider's time; without a zone it is taken as UTC; None for what is no time."""
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def in_order(events: list[ShipmentEvent]) -> tuple[ShipmentEvent, ...]:
    """Oldest first, each once: two carriers of one parcel report the same."""
    unique = {(event.at, event.code, event.location): event for event in events}
    return tuple(sorted(unique.values(), key=lambda event: event.at))
