"""Claiming a key, and storing the work on it together with its acknowledgement."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update

from bot.store.database import Database
from bot.store.errors import LeaseLost
from bot.store.kernel.statements import ANY_DUE, DONE, FENCE, LEASE, READY, RELEASE, RELEASE_UNTIL, RENEW
from bot.store.models import AlertRow, RateLimitRow, TaskRow
from bot.store.session import Session

MAX_ATTEMPTS = 8
_BACKOFF = 1.0  # seconds before the second attempt; doubles each time
_BACKOFF_MAX = 300.0
_DATABASE_CLOCK = select(func.extract("epoch", func.clock_timestamp()))


@dataclass(frozen=True, slots=True)
class Task:
    """One task as claimed."""

    id: int
    payload: dict[str, Any]
    attempts: int
    created_at: datetime


@dataclass(slots=True)
class Claim:
    """A key that this worker owns until the lease ends, and the tasks that were due when it was claimed.

    since: the moment of the claim in seconds since the epoch, on the kernel's clock.
    """

    kernel: Kernel
    queue: str
    key: str
    token: str
    lease: float
    tasks: tuple[Task, ...]
    since: float
    closed: bool = field(default=False)
    more: bool = field(default=False)
    """After the commit: whether the key has further tasks."""

    @asynccontextmanager
    async def commit(self) -> AsyncIterator[Session]:
        """One transaction: fence, the caller's writes, acknowledgement, release.

        Raises LeaseLost before any write when somebody else owns the key now; then nothing is stored.
        """
        async with self.kernel.database.write() as session:
            await self._fence(session)
            yield session
            if session.in_transaction():
                await session.flush()
            await session.run_each(DONE, [{"task": task.id} for task in self.tasks])
            await self._release(session)
        self.closed = True

    async def _fence(self, session: Session) -> None:
        if not await session.run(FENCE, {**self._place, "owner": self.token}):
            raise LeaseLost(f"the key {self.key!r} of queue {self.queue!r} belongs to another worker now")

    @property
    def _place(self) -> dict[str, str]:
        return {"q": self.queue, "k": self.key}

    async def _release(self, session: Session, ready_at: float | None = None) -> None:
        if ready_at is None:
            freed = await session.run(RELEASE, {**self._place, "since": self.since})
            self.more = bool(freed[0].pending)
        else:
            await session.run(RELEASE_UNTIL, {**self._place, "since": self.since, "until": ready_at})

    async def renew(self) -> None:
        """Lengthens the lease by its full length; raises LeaseLost when it is no longer ours."""
        async with self.kernel.database.write() as session:
            await self._fence(session)
            now = await self.kernel.now(session)
            await session.run(RENEW, {**self._place, "now": now, "lease": self.lease})

    async def fail(self, error: str, *, retry: bool = True) -> bool:
        """Gives the key back with a back-off; after the last attempt its first task is dead and staff are told.

        Returns True when the first task was given up. The order of the key's other tasks is kept.
        """
        first = self.tasks[0]
        attempts = first.attempts + 1
        dead = not retry or attempts >= self.kernel.max_attempts
        async with self.kernel.database.write() as session:
            await self._fence(session)
            await session.execute(
                update(TaskRow)
                .where(TaskRow.id == first.id)
                .values(attempts=attempts, error=error[:2000], state="dead" if dead else "ready")
            )
            if dead:
                session.add(
                    AlertRow(
                        kind="dead_letter",
                        text=f"A task of {self.queue} was given up after {attempts} attempts: {error[:300]}",
                        data={"task": first.id, "queue": self.queue, "key": self.key},
                        at=datetime.now(UTC),
                    )
                )
                await self._release(session)
            else:
                now = await self.kernel.now(session)
                await self._release(session, now + min(_BACKOFF * 2 ** (attempts - 1), _BACKOFF_MAX))
        self.closed = True
        return dead

    async def defer(self, until: float) -> None:
        """Gives the key back, not to be claimed before `until` (seconds since the epoch); no attempt is counted."""
        async with self.kernel.database.write() as session:
            await self._fence(session)
            await self._release(session, until)
        self.closed = True


class Kernel:
    """Claims keys. `clock` gives seconds since the epoch; by default PostgreSQL's own clock there, else this one."""

    def __init__(
        self,
        database: Database,
        *,
        lease: float = 30.0,
        clock: Callable[[], float] | None = None,
        max_attempts: int = MAX_ATTEMPTS,
        max_burst: int = 20,
    ) -> None:
        self.database = database
        self.lease = lease
        self.max_attempts = max_attempts
        self.max_burst = max_burst
        self._clock = clock

    async def now(self, session: Session) -> float:
        """The present moment in seconds since the epoch, on the kernel's clock."""
        if self._clock is not None:
            return self._clock()
        if self.database.is_sqlite:
            return time.time()
        return float((await session.execute(_DATABASE_CLOCK)).scalar_one())

    async def due(self, queue: str) -> bool:
        """Whether a claim would find work now: a look that locks nothing."""
        async with self.database.read() as session:
            parameters = {"q": queue, "now": await self.now(session)}
            return bool(await session.run(ANY_DUE, parameters))

    async def claim(self, queue: str) -> Claim | None:
        """The key of `queue` that waited longest with its due tasks, or None when nothing is due."""
        claims = await self.claim_several(queue, 1)
        return claims[0] if claims else None

    async def claim_several(self, queue: str, most: int) -> list[Claim]:
        """Claims of at most `most` keys of `queue`, those that waited longest; fewer when no more are due."""
        token = secrets.token_hex(8)
        # A claim that a power cut takes back is no loss: the task is ready again, as after the lease.
        async with self.database.write(durable=False) as session:
            now = await self.now(session)
            parameters = {"q": queue, "now": now, "owner": token, "lease": self.lease, "most": most}
            leased = [row.key for row in await session.run(LEASE, parameters)]
            claims = []
            for key in leased:
                due = await self._due_tasks(session, queue, key, now)
                if due:
                    claims.append(Claim(self, queue, key, token, self.lease, due, now))
                else:
                    await session.run(RELEASE, {"q": queue, "k": key, "since": now})
        return claims

    async def _due_tasks(self, session: Session, queue: str, key: str, now: float) -> tuple[Task, ...]:
        """The key's tasks in order up to the first that is not due; a later timer before them does not hold them up."""
        due: list[Task] = []
        for row in await session.run(READY, {"q": queue, "k": key, "most": self.max_burst}):
            if row.run_at > now:
                if not due:
                    continue
                break
            due.append(Task(row.id, row.payload, row.attempts, row.created_at))
        return tuple(due)

    async def slot(self, account: str, rate: float) -> float:
        """Takes the account's next sending moment (seconds since the epoch), at most `rate` a second over all."""
        async with self.database.write() as session:
            now = await self.now(session)
            row = await session.get(RateLimitRow, account, with_for_update=True)
            start = max(row.next_at if row else now, now)
            if row is None:
                session.add(RateLimitRow(account=account, next_at=start + 1.0 / rate))
            else:
                row.next_at = start + 1.0 / rate
        return start
