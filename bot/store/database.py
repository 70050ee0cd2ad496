"""One door to the database: SQLite by default, PostgreSQL by URL, the same code on both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.store.errors import StoreError
from bot.store.sqlite_connection import connect_to

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_DURABLE = "durable"


def parse_url(url: str) -> URL:
    """The SQLAlchemy URL with the async driver; raises StoreError naming what is expected."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"DRAGOMAN_DATABASE_URL {url!r} is not a database address; "
            "expected sqlite:///path/to/file.db or postgresql://user:password@host/database"
        ) from error
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise StoreError(
            f"DRAGOMAN_DATABASE_URL names the database {parsed.get_backend_name()!r}; "
            "expected sqlite:///… or postgresql://…"
        )
    if driver.startswith("sqlite") and not parsed.database:
        raise StoreError("DRAGOMAN_DATABASE_URL names no file; expected sqlite:///path/to/file.db")
    return parsed.set(drivername=driver)


class Database:
    """Sessions for reading and writing.

    SQLite: one writer connection (BEGIN IMMEDIATE, WAL, synchronous=FULL: an acknowledged message survives a
    power cut) and a pool of read-only connections. PostgreSQL: one pool for both.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self._url = parse_url(url)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._prepare_folder()
            self._writer = self._sqlite_engine(readonly=False, size=1)
            self._reader = self._sqlite_engine(readonly=True, size=pool_size)
        else:
            self._writer = self._reader = create_async_engine(
                self._url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True
            )

    @property
    def url(self) -> str:
        """The address with its password masked."""
        return self._url.render_as_string(hide_password=True)

    @property
    def sync_url(self) -> URL:
        """The address for the synchronous driver that migrations use on SQLite; asyncpg stays for PostgreSQL."""
        return self._url

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes."""
        return self._writer

    def _prepare_folder(self) -> None:
        folder = Path(str(self._url.database)).expanduser().absolute().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the folder {folder} for the database cannot be made: {error.strerror}") from error

    def _sqlite_engine(self, *, readonly: bool, size: int) -> AsyncEngine:
        path = str(Path(str(self._url.database)).expanduser().absolute())
        engine = create_async_engine(
            self._url,
            async_creator=connect_to(path, readonly=readonly),
            poolclass=AsyncAdaptedQueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=60,
        )

        @event.listens_for(engine.sync_engine, "begin")
        def on_begin(connection: Any) -> None:
            if readonly:
                connection.exec_driver_sql("BEGIN")
                return
            durable = connection.get_execution_options().get(_DURABLE, True)
            connection.connection.driver_connection.wait_for_disk(durable)
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; nothing written in it is kept. What was loaded stays usable after it."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            try:
                yield session
            except OperationalError as error:
                raise explain(error, self.url) from error
            finally:
                session.expunge_all()  # a rollback makes what belongs to the session void
                await session.rollback()

    @asynccontextmanager
    async def write(self, *, durable: bool = True) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises.

        durable: False does not wait for the disk. What is committed survives the end of the process, but a power cut
        may take it until the next durable commit, or `sync`, returns.
        """
        async with AsyncSession(self._writer, expire_on_commit=False) as session:
            try:
                async with session.begin():
                    if self.is_sqlite:
                        await session.connection(execution_options={_DURABLE: durable})
                    elif not durable:
                        await session.execute(text("SET LOCAL synchronous_commit TO off"))
                    yield session
            except OperationalError as error:
                raise explain(error, self.url) from error

    async def sync(self) -> None:
        """Returns when everything that was committed so far is on the disk."""
        async with self.write() as session:
            # Waiting for this transaction's own record is waiting for all before it.
            statement = "PRAGMA user_version = 1" if self.is_sqlite else "SELECT pg_current_xact_id()"
            await session.execute(text(statement))

    async def check(self) -> None:
        """Raises StoreError when the database does not answer."""
        try:
            async with self._reader.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (DBAPIError, OSError) as error:
            raise explain(error, self.url) from error

    async def migrate(self) -> None:
        """Brings the tables to the newest revision; two processes may start at once."""
        from bot.store.migrate import upgrade

        try:
            await upgrade(self)
        except (DBAPIError, OSError) as error:
            raise explain(error, self.url) from error

    async def close(self) -> None:
        """Closes all connections."""
        await self._writer.dispose()
        await self._reader.dispose()


def explain(error: Exception, url: str) -> StoreError:
    """A database failure as one sentence with the way out."""
    reason = str(getattr(error, "orig", None) or error)
    lowered = reason.lower()
    if "disk is full" in lowered or "no space left" in lowered:
        return StoreError(f"the disk is full: nothing can be written to {url}; free some space and start again")
    if "unable to open" in lowered or "readonly database" in lowered or "permission" in lowered:
        return StoreError(f"the database {url} cannot be opened for writing: {reason}")
    if "locked" in lowered:
        return StoreError(f"the database {url} is locked by another process for too long: {reason}")
    if "connect" in lowered or isinstance(error, OSError):
        return StoreError(f"no database server answers at {url}: {reason}")
    return StoreError(f"the database {url} failed: {reason}")
