"""Both providers as local servers, and the adapters over them. Pauses are noted, not waited for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from carrier_parts import Pauses, adapter_over
from provider_standins import AfterShipServer, SeventeenTrackServer

from actions.logistics.ports import Carrier


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture(params=["17track", "aftership"])
def provider(request: pytest.FixtureRequest) -> Iterator[Any]:
    made = SeventeenTrackServer() if request.param == "17track" else AfterShipServer()
    yield made
    made.close()


@pytest.fixture
async def carrier(provider: Any, pauses: Pauses) -> AsyncIterator[Carrier]:
    made = adapter_over(provider, pauses)
    yield made
    await made.aclose()
