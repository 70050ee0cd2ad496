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
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database
from bot.store.errors import LeaseLost
from bot.store.kernel.tasks import recount
from bot.store.models import AlertRow, RateLimitRow, TaskKeyRow, TaskRow

MAX_ATTEMPTS = 8
_BACKOFF = 1.0  # seconds before the second attempt; doubles each time
_BACKOFF_MAX = 300.0


@dataclass(frozen=True, slots=True)
class Task:
    """One task as claimed."""

    id: int
    payload: dict[str, Any]
    attempts: int
    created_at: datetime


@dataclass(slots=True)
class Claim:
    """A key that this worker owns until the lease ends, and the tasks that were due when it was claimed."""

    kernel: Kernel
    queue: str
    key: str
    token: str
    lease: float
    tasks: tuple[Task, ...]
    closed: bool = field(default=False)

    @asynccontextmanager
    async def commit(self) -> AsyncIterator[AsyncSession]:
        """One transaction: fence, the caller's writes, acknowledgement, release.

        Raises LeaseLost before any write when somebody else owns the key now; then nothing is stored.
        """
        async with self.kernel.database.write() as session:
            await self._fence(session)
            yield session
            await session.execute(
                update(TaskRow).where(TaskRow.id.in_([task.id for task in self.tasks])).values(state="done", error=None)
            )
            await self._release(session)
        self.closed = True

    async def _fence(self, session: AsyncSession) -> None:
        held = await session.execute(
            update(TaskKeyRow)
            .where(TaskKeyRow.queue == self.queue, TaskKeyRow.key == self.key, TaskKeyRow.owner == self.token)
            .values(owner=self.token)
        )
        if held.rowcount != 1:  # type: ignore[attr-defined]
            raise LeaseLost(f"the key {self.key!r} of queue {self.queue!r} belongs to another worker now")

    async def _release(self, session: AsyncSession, ready_at: float | None = None) -> None:
        await recount(session, self.queue, self.key)
        values: dict[str, Any] = {"owner": None, "lease_until": 0.0}
        if ready_at is not None:
            values["ready_at"] = ready_at
        await session.execute(
            update(TaskKeyRow).where(TaskKeyRow.queue == self.queue, TaskKeyRow.key == self.key).values(**values)
        )

    async def renew(self) -> None:
        """Lengthens the lease by its full length; raises LeaseLost when it is no longer ours."""
        async with self.kernel.database.write() as session:
            await self._fence(session)
            await session.execute(
                update(TaskKeyRow)
                .where(TaskKeyRow.queue == self.queue, TaskKeyRow.key == self.key)
                .values(lease_until=self.kernel.now_expression() + self.lease)
            )

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

    def now_expression(self) -> Any:
        """The present moment for use inside a statement."""
        if self._clock is not None:
            return self._clock()
        if self.database.is_sqlite:
            return time.time()
        return func.extract("epoch", func.clock_timestamp())

    async def now(self, session: AsyncSession) -> float:
        """The present moment in seconds since the epoch, on the kernel's clock."""
        expression = self.now_expression()
        if isinstance(expression, float):
            return expression
        return float((await session.execute(select(expression))).scalar_one())

    async def claim(self, queue: str, *, account_rate: tuple[str, float] | None = None) -> Claim | None:
        """The key of `queue` that waited longest with its due tasks, or None when nothing is due.

        account_rate: (account, messages per second); the account's next free moment is read and moved in the
        claiming transaction, and the claim waits for it.
        """
        token = secrets.token_hex(8)
        async with self.database.write() as session:
            now = self.now_expression()
            free = (
                select(TaskKeyRow.key)
                .where(
                    TaskKeyRow.queue == queue,
                    TaskKeyRow.pending > 0,
                    TaskKeyRow.ready_at <= now,
                    TaskKeyRow.lease_until <= now,
                )
                .order_by(TaskKeyRow.ready_at)
                .limit(1)
                .with_for_update(skip_locked=True)
                .scalar_subquery()
            )
            key = (
                await session.execute(
                    update(TaskKeyRow)
                    .where(TaskKeyRow.queue == queue, TaskKeyRow.key == free)
                    .values(owner=token, lease_until=now + self.lease)
                    .returning(TaskKeyRow.key)
                    .execution_options(synchronize_session=False)
                )
            ).scalar_one_or_none()
            if key is None:
                return None
            moment = await self.now(session)
            rows = (
                await session.execute(
                    select(TaskRow)
                    .where(TaskRow.queue == queue, TaskRow.key == key, TaskRow.state == "ready")
                    .order_by(TaskRow.id)
                    .limit(self.max_burst)
                )
            ).scalars()
            due: list[Task] = []
            for row in rows:
                if row.run_at > moment:
                    if not due:
                        continue  # a later timer of the key does not hold up what is due
                    break
                due.append(Task(row.id, row.payload, row.attempts, row.created_at))
            if not due:
                await recount(session, queue, key)
                await session.execute(
                    update(TaskKeyRow)
                    .where(TaskKeyRow.queue == queue, TaskKeyRow.key == key)
                    .values(owner=None, lease_until=0.0)
                )
                return None
            if account_rate is not None:
                await self._take_slot(session, *account_rate, moment)
        return Claim(self, queue, key, token, self.lease, tuple(due))

    async def _take_slot(self, session: AsyncSession, account: str, rate: float, now: float) -> None:
        row = await session.get(RateLimitRow, account, with_for_update=True)
        if row is None:
            row = RateLimitRow(account=account, next_at=now)
            session.add(row)
        row.next_at = max(row.next_at, now) + 1.0 / rate

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
