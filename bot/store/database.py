"""One door to the database: SQLite by default, PostgreSQL by URL, the same code on both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.documents import as_json, from_json
from bot.store.errors import StoreError
from bot.store.session import Session
from bot.store.sqlite_file import Place, SqliteFile

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


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

    SQLite: one connection that writes and several that read, in `bot.store.sqlite_file`. PostgreSQL: one pool for both.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self._url = parse_url(url)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._file: SqliteFile | None = None
        if self.is_sqlite:
            self._file = SqliteFile(self._url, self._prepared_path(), readers=pool_size)
        else:
            self._engine = create_async_engine(
                self._url,
                pool_size=pool_size,
                max_overflow=pool_size,
                pool_pre_ping=True,
                json_serializer=as_json,
                json_deserializer=from_json,
            )

    @property
    def url(self) -> str:
        """The address with its password masked."""
        return self._url.render_as_string(hide_password=True)

    @property
    def sync_url(self) -> URL:
        """The address for the synchronous driver that migrations use on SQLite; asyncpg stays for PostgreSQL."""
        return self._url

    def _prepared_path(self) -> str:
        path = Path(str(self._url.database)).expanduser().absolute()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the folder {path.parent} for the database cannot be made: {error.strerror}") from error
        return str(path)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """A session for reading; nothing written in it is kept. What was loaded stays usable after it."""
        try:
            if self._file is None:
                async with _closing(Session(self._engine)) as session:
                    yield session
            else:
                async with self._file.reading() as place, _session_of(place) as session:
                    yield session
        except OperationalError as error:
            raise explain(error, self.url) from error

    @asynccontextmanager
    async def write(self, *, durable: bool = True) -> AsyncIterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises.

        durable: False does not wait for the disk. What is committed survives the end of the process, but a power cut
        may take it until the next durable commit, or `sync`, returns.
        """
        try:
            if self._file is None:
                async with _closing(Session(self._engine)) as session:
                    if not durable:
                        await session.execute(text("SET LOCAL synchronous_commit TO off"))
                    yield session
                    await session.commit()
            else:
                writing = self._file.writing(durable=durable)
                async with writing as place, _session_of(place) as session:
                    yield session
                    if session.in_transaction():
                        await session.commit()  # writes what the session holds; the file's transaction goes on
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
            async with self.read() as session:
                await session.execute(text("SELECT 1"))
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
        if self._file is None:
            await self._engine.dispose()
        else:
            await self._file.close()


@asynccontextmanager
async def _session_of(place: Place) -> AsyncIterator[Session]:
    """A session on the place's transaction. One that has run prepared statements only is as new and serves again:
    making one costs more than they do."""
    session, place.session = place.session or Session(place.engine, place.raw), None
    async with _closing(session):
        yield session
    if not (session.in_transaction() or session.identity_map or session.new):
        place.session = session


@asynccontextmanager
async def _closing(session: Session) -> AsyncIterator[Session]:
    """The session, closed at the end if it did anything: closing one costs more than a prepared statement."""
    try:
        yield session
    finally:
        if session.in_transaction():
            session.expunge_all()  # a rollback makes what belongs to the session void
            await session.close()


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
