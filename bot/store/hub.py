"""Wake-ups: who waits for a topic is told at once. Hints only, never the truth, which is in the tables.

Within one process by queues; between processes on PostgreSQL by LISTEN/NOTIFY. On SQLite other processes
are not told: whoever waits also polls.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.store.database import Database

_CHANNEL = "dragoman"
_MAX_WAITING = 1000


class Subscription:
    """A queue of what was published on a topic since it was made."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MAX_WAITING)

    def put(self, data: dict[str, Any]) -> None:
        """Adds a hint; when nobody reads for long, the oldest are dropped (the reader polls anyway)."""
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(data)

    async def get(self, timeout: float | None = None) -> dict[str, Any] | None:  # noqa: ASYNC109
        """The next hint, or None after `timeout` seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                return await self._queue.get()
        return None

    def drain(self) -> None:
        """Forgets the hints that wait: who goes to look for everything needs none of them."""
        while not self._queue.empty():
            self._queue.get_nowait()


class Hub:
    """Publishes and subscribes by topic, e.g. `tasks:inbox`, `conversation:<id>`, `desk`.

    alone: no other process is known to work on this database.
    """

    def __init__(self, database: Database | None = None) -> None:
        self.alone = False
        self._topics: dict[str, set[Subscription]] = defaultdict(set)
        self._database = database
        self._listener: Any = None

    @property
    def hears_all(self) -> bool:
        """Whether a hint reaches this process whoever publishes it: who waits here need hardly poll."""
        return self.alone or self._listener is not None

    def publish(self, topic: str, data: dict[str, Any] | None = None) -> None:
        """Tells this process at once, and on PostgreSQL the others too."""
        self._deliver(topic, data or {})
        if self._listener is not None:
            payload = json.dumps({"topic": topic, "data": data or {}})
            task = asyncio.get_running_loop().create_task(
                self._listener.execute("SELECT pg_notify($1, $2)", _CHANNEL, payload)
            )
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _deliver(self, topic: str, data: dict[str, Any]) -> None:
        for subscription in tuple(self._topics.get(topic, ())):
            subscription.put(data)

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[Subscription]:
        """A subscription for the length of the block."""
        subscription = Subscription()
        self._topics[topic].add(subscription)
        try:
            yield subscription
        finally:
            self._topics[topic].discard(subscription)
            if not self._topics[topic]:
                del self._topics[topic]

    async def start(self) -> None:
        """Listens to the other processes, where the database can tell."""
        if self._database is None or self._database.is_sqlite:
            return
        import asyncpg

        url = self._database.sync_url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._listener = await asyncpg.connect(url)
        own = self._listener.get_server_pid()

        def on_notify(_connection: Any, pid: int, _channel: str, payload: str) -> None:
            if pid != own:
                message = json.loads(payload)
                self._deliver(message["topic"], message["data"])

        await self._listener.add_listener(_CHANNEL, on_notify)

    async def stop(self) -> None:
        """Stops listening."""
        if self._listener is not None:
            await self._listener.close()
            self._listener = None
