"""A SQLite connection for SQLAlchemy's asyncio engine that asks the file in the caller's own thread.

`aiosqlite` sends every call to a thread and back; here a statement is a lookup of some microseconds, and the way there
and back costs fifty times as much. What may wait does leave the loop: the commit, which waits for the disk, and the
beginning of a writing transaction while another process writes. The surface is the part of aiosqlite's that
SQLAlchemy's dialect uses: https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#module-sqlalchemy.dialects.sqlite.aiosqlite
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

_BEGIN_WRITING = "BEGIN IMMEDIATE"
_PATIENCE = 30_000
"""Milliseconds that a transaction waits for other processes' ones."""


def connect_to(path: str, *, readonly: bool) -> Callable[..., Awaitable[InlineConnection]]:
    """What opens a connection to the file, for `create_async_engine(async_creator=…)`.

    WAL, `synchronous=FULL`: a commit that returned survives a power cut. readonly: writing raises OperationalError.
    """

    async def create(*_args: Any, **_kwargs: Any) -> InlineConnection:
        raw = sqlite3.connect(path, timeout=_PATIENCE / 1000, isolation_level=None, check_same_thread=False)
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
        # Who writes finds out at once that another process is at it, and then waits in another thread.
        pragmas.append("query_only=ON" if readonly else "busy_timeout=0")
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")
        return InlineConnection(raw)

    return create


class InlineConnection:
    """One `sqlite3` connection behind asynchronous methods. Not for two tasks at once, as any connection."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self._open = True
        self._waits = True
        self.isolation_level: str | None = None
        """Transactions are begun by the engine's own statement, never by the driver."""

    @property
    def _connection(self) -> sqlite3.Connection | None:
        """SQLAlchemy looks here whether there is anything to commit or to roll back on."""
        return self._raw if self._open else None

    def wait_for_disk(self, wait: bool) -> None:
        """Whether commits from now on wait until the disk has them. Between transactions only.

        https://www.sqlite.org/pragma.html#pragma_synchronous
        """
        if wait != self._waits:
            self._raw.execute(f"PRAGMA synchronous={'FULL' if wait else 'NORMAL'}")
            self._waits = wait

    def cursor(self) -> InlineCursor:
        """A new cursor."""
        return InlineCursor(self._raw)

    async def commit(self) -> None:
        """Waits for the disk in another thread."""
        if not self._raw.in_transaction:
            return
        if self._waits:
            await asyncio.to_thread(self._raw.commit)
        else:
            self._raw.commit()

    async def rollback(self) -> None:
        """Takes back what the transaction did."""
        self._raw.rollback()

    async def close(self) -> None:
        """Closes the file; a second time does nothing."""
        self.stop()

    def stop(self) -> None:
        """Closes the file without waiting for anybody."""
        self._open = False
        self._raw.close()

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
        if statement == _BEGIN_WRITING:
            await self._begin_writing()
        else:
            self._cursor.execute(statement, parameters)
        return self

    async def _begin_writing(self) -> None:
        """Takes the file's write lock: at once when it is free, else waiting for it in another thread."""
        try:
            self._cursor.execute(_BEGIN_WRITING)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await asyncio.to_thread(self._wait_to_write)

    def _wait_to_write(self) -> None:
        self._raw.execute(f"PRAGMA busy_timeout={_PATIENCE}")
        try:
            self._cursor.execute(_BEGIN_WRITING)
        finally:
            self._raw.execute("PRAGMA busy_timeout=0")

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
