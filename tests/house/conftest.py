from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house.house import House, running
from tests.house.provider import WHATSAPP, Provider


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """A stand-in for WhatsApp's servers."""
    with Provider() as standing:
        yield standing


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[House]:
    """The house that all scenarios share; each has shoppers of its own."""
    folder = tmp_path_factory.mktemp("house")
    yield from running(House(folder, environment={**WHATSAPP, "DRAGOMAN_WHATSAPP_API_URL": provider.address}))
