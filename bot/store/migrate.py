"""Migrations by Alembic, run in the process, under a lock that keeps two starting processes apart.

Alembic is loaded only when there is something to do: it takes a third of a second of a start.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.store.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

    from bot.store.database import Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_243_113  # PostgreSQL advisory lock; SQLite's writer lock is held by the transaction


def config() -> Config:
    """Alembic's configuration without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    return made


def newest() -> str:
    """The newest revision; the files' names begin with theirs."""
    return max(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def _upgrade(connection: Connection) -> None:
    from alembic import command

    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")


async def upgrade(database: Database) -> None:
    """Runs what is missing in one transaction."""
    if await _current(database) == newest():
        return
    async with database.write() as session:
        await (await session.connection()).run_sync(_upgrade)


async def _current(database: Database) -> str | None:
    """The revision of the tables; None for a new database, and where asking fails: the migration tells why."""
    try:
        async with database.read() as session:
            return (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
    except (DBAPIError, StoreError):
        return None
