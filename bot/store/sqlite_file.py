"""A SQLite file: connections that read, and the one that writes, whose waiting transactions share a commit.

WAL, `synchronous=FULL`: a commit that returned survives a power cut. While one commit waits for the disk, further
transactions queue up; then they run one after another, each behind a savepoint of its own, and one commit stores them
all. Nobody sees anything of them before it is on the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import StaticPool
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.documents import as_json, from_json
from bot.store.session import Session
from bot.store.sqlite_connection import InlineConnection

_PATIENCE = 30_000
"""Milliseconds that a transaction waits for other processes' ones."""
_MOST = 4
"""Transactions that one commit stores."""


class Place:
    """One connection: `raw` for statements that are compiled, `engine` for sessions on the same transaction, `session`
    when one is free."""

    def __init__(self, url: URL, path: str, *, readonly: bool) -> None:
        self.raw = sqlite3.connect(path, timeout=_PATIENCE / 1000, isolation_level=None, check_same_thread=False)
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
        # Who writes finds out at once that another process is at it, and then waits in another thread.
        pragmas.append("query_only=ON" if readonly else "busy_timeout=0")
        for pragma in pragmas:
            self.raw.execute(f"PRAGMA {pragma}")

        async def create(*_args: Any, **_kwargs: Any) -> InlineConnection:
            return InlineConnection(self.raw)

        self.engine: AsyncEngine = create_async_engine(
            url, async_creator=create, poolclass=StaticPool, json_serializer=as_json, json_deserializer=from_json
        )
        self.session: Session | None = None


@dataclass(slots=True)
class _Group:
    """Transactions that are stored by one commit.

    durable: the commit waits for the disk. begun: how many had their turn. parts: how many of them are in it.
    over: being committed, or taken back. stored: over and done with.
    """

    durable: bool
    parts: int = 0
    begun: int = 0
    over: bool = False
    error: BaseException | None = None
    stored: asyncio.Event = field(default_factory=asyncio.Event)


class SqliteFile:
    """Opens connections when they are wanted: at most `readers` that read, one that writes."""

    def __init__(self, url: URL, path: str, *, readers: int) -> None:
        self._url, self._path = url, path
        self._idle: list[Place] = []
        self._reading = asyncio.Semaphore(readers)
        self._writer: Place | None = None
        self._writing = asyncio.Lock()
        self._queued = 0
        self._group: _Group | None = None
        self._waits = True
        self._left: set[asyncio.Task[None]] = set()
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="disk")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Place]:
        """A connection with a view of one moment."""
        async with self._reading:
            with _explained():
                place = self._idle.pop() if self._idle else Place(self._url, self._path, readonly=True)
            try:
                place.raw.execute("BEGIN")
                yield place
            finally:
                place.raw.rollback()
                self._idle.append(place)

    @asynccontextmanager
    async def writing(self, *, durable: bool) -> AsyncIterator[Place]:
        """The connection that writes, in a transaction that is stored when the block has ended, or not at all.

        durable: False does not wait for the disk, unless one of those that are stored with it does.
        """
        await self._take_lock()
        try:
            place, group = await self._begin(durable)
            try:
                yield place
            except BaseException:
                self._end_part(place.raw, group, "ROLLBACK TO part", "RELEASE part")
                if not group.parts:
                    self._take_back(place.raw, group)
                raise
            self._end_part(place.raw, group, "RELEASE part")
            group.parts += 1
        finally:
            await self._leave_lock()
        await group.stored.wait()
        if group.error is not None:
            raise group.error

    async def _take_lock(self) -> None:
        self._queued += 1
        try:
            await self._writing.acquire()
        finally:
            self._queued -= 1
            if not self._writing.locked() and self._group is not None and not self._queued:
                self._store_soon(self._group)  # who gave up waiting was the one that its group was left to

    async def _leave_lock(self) -> None:
        """Stores the group, or leaves it to those who wait for the lock.

        Not to many: they would all be kept waiting, and who was taken back for what only this group knows comes again.
        """
        try:
            if self._group is not None and (not self._queued or self._group.begun >= _MOST):
                await self._store(self._group)
        finally:
            self._writing.release()

    async def _begin(self, durable: bool) -> tuple[Place, _Group]:
        if self._writer is None:
            with _explained():
                self._writer = Place(self._url, self._path, readonly=False)
        raw = self._writer.raw
        if self._group is not None and durable and not self._group.durable:
            await self._store(self._group)
        if self._group is None:
            if durable != self._waits:  # https://www.sqlite.org/pragma.html#pragma_synchronous
                raw.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self._waits = durable
            try:
                await self._lock_file(raw)
            except BaseException:
                raw.rollback()
                raise
            self._group = _Group(durable)
        raw.execute("SAVEPOINT part")
        self._group.begun += 1
        return self._writer, self._group

    async def _lock_file(self, raw: sqlite3.Connection) -> None:
        """Takes the file's write lock: at once when it is free, else waiting for it in another thread."""
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise _failed(error) from error
            await self._in_thread(lambda: _wait_to_write(raw))

    @staticmethod
    def _end_part(raw: sqlite3.Connection, group: _Group, *statements: str) -> None:
        """Keeps or takes back what one transaction did; a failure of the file takes back all of the group."""
        try:
            for statement in statements:
                raw.execute(statement)
        except sqlite3.Error as error:
            group.error = _failed(error)

    def _take_back(self, raw: sqlite3.Connection, group: _Group) -> None:
        group.over, self._group = True, None
        raw.rollback()
        group.stored.set()

    async def _store(self, group: _Group) -> None:
        """Commits a group that nobody has committed yet. What went wrong is its `error`."""
        if group.over or self._writer is None:
            return
        raw = self._writer.raw
        if group.error is not None:
            self._take_back(raw, group)
            return
        group.over, self._group = True, None
        try:
            if group.durable:
                await self._in_thread(raw.commit)
            else:
                raw.commit()
        except sqlite3.Error as error:
            group.error = _failed(error)
            raw.rollback()
        finally:
            group.stored.set()

    async def _in_thread(self, work: Callable[[], Any]) -> None:
        """Waits elsewhere for the disk or another process: to the end, whoever gives up waiting here."""
        done = asyncio.get_running_loop().run_in_executor(self._disk, work)
        cancelled: asyncio.CancelledError | None = None
        while not done.done():
            try:
                await asyncio.wait({done})
            except asyncio.CancelledError as error:
                cancelled = error
        done.result()
        if cancelled is not None:
            raise cancelled

    def _store_soon(self, group: _Group) -> None:
        async def store() -> None:
            async with self._writing:
                await self._store(group)

        task = asyncio.get_running_loop().create_task(store())
        self._left.add(task)
        task.add_done_callback(self._left.discard)

    async def close(self) -> None:
        """Closes all connections."""
        async with self._writing:
            places = [*self._idle, *([self._writer] if self._writer else [])]
            self._idle, self._writer = [], None
            for place in places:
                await place.engine.dispose()
                place.raw.close()
            self._disk.shutdown()


def _wait_to_write(raw: sqlite3.Connection) -> None:
    raw.execute(f"PRAGMA busy_timeout={_PATIENCE}")
    try:
        with _explained():
            raw.execute("BEGIN IMMEDIATE")
    finally:
        raw.execute("PRAGMA busy_timeout=0")


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """SQLAlchemy's errors, as a session would raise them."""
    try:
        yield
    except sqlite3.Error as error:
        raise _failed(error) from error


def _failed(error: sqlite3.Error) -> OperationalError:
    return OperationalError("", None, error, hide_parameters=True)
