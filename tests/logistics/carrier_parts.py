"""The adapters over the stand-ins, and a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from provider_standins import TOKEN, AfterShipServer

from actions.logistics.aftership import AfterShip
from actions.logistics.ports import Carrier
from actions.logistics.seventeentrack import SeventeenTrack
from actions.logistics.states import read_states

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


class Pauses:
    """Seconds that an adapter wanted to wait."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


def adapter_over(server: Any, pauses: Pauses, token: str = TOKEN) -> Carrier:
    """The adapter that speaks to this server."""
    if isinstance(server, AfterShipServer):
        return AfterShip(token, read_states("aftership"), lambda: NOW, address=server.address, sleep=pauses)
    return SeventeenTrack(token, read_states("seventeentrack"), lambda: NOW, address=server.address, sleep=pauses)
