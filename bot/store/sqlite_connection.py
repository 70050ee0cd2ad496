"""A SQLite connection for SQLAlchemy's asyncio engine that asks the file in the caller's own thread.

`aiosqlite` sends every call to a thread and back; here a statement is a lookup of some microseconds, and the way there
and back costs fifty times as much. Transactions are not begun or ended here: `bot.store.sqlite_file` does that around
the sessions, and what may wait for the disk or another process leaves the loop there. The surface is the part of
aiosqlite's that SQLAlchemy's dialect uses:
https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#module-sqlalchemy.dialects.sqlite.aiosqlite
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Self


class InlineConnection:
    """One `sqlite3` connection behind asynchronous methods. Not for two tasks at once, as any connection."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self.isolation_level: str | None = None
        """No transaction is ever begun by the driver."""

    @property
    def _connection(self) -> sqlite3.Connection:
        """SQLAlchemy looks here whether there is anything to commit or to roll back on."""
        return self._raw

    def cursor(self) -> InlineCursor:
        """A new cursor."""
        return InlineCursor(self._raw)

    async def commit(self) -> None:
        """Nothing: whoever began the transaction ends it."""

    async def rollback(self) -> None:
        """Nothing: whoever began the transaction ends it."""

    async def close(self) -> None:
        """Nothing: the file is closed by who opened it."""

    def stop(self) -> None:
        """Nothing: the file is closed by who opened it."""

    async def create_function(self, *args: Any, **kwargs: Any) -> None:
        """Registers a function for use in statements."""
        self._raw.create_function(*args, **kwargs)


class InlineCursor:
    """A `sqlite3` cursor behind asynchronous methods."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw, self._cursor = raw, raw.cursor()

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Runs one statement."""
        self._cursor.execute(statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Runs one statement with each of several sets of parameters."""
        self._cursor.executemany(statement, parameters)
        return self

    async def fetchone(self) -> Any:
        """The next row, or None."""
        return self._cursor.fetchone()

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Some rows."""
        return self._cursor.fetchmany(size or self.arraysize)

    async def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Frees the statement."""
        self._cursor.close()

    @property
    def description(self) -> Any:
        """Columns of the result, or None."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """Rows that were changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """Key of the row that was inserted last."""
        return self._cursor.lastrowid

    @property
    def arraysize(self) -> int:
        """Rows that `fetchmany` gives when not told."""
        return self._cursor.arraysize

    @arraysize.setter
    def arraysize(self, value: int) -> None:
        self._cursor.arraysize = value
