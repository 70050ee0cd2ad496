"""Migrations by Alembic, run in the process, under a lock that keeps two starting processes apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from bot.store.database import Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_243_113  # PostgreSQL advisory lock; SQLite's writer lock is held by BEGIN IMMEDIATE


def config() -> Config:
    """Alembic's configuration without a file."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    return made


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")


async def upgrade(database: Database) -> None:
    """Runs what is missing in one transaction."""
    async with database.engine.begin() as connection:
        await connection.run_sync(_upgrade)
