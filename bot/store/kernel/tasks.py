"""Putting work in, inside the caller's transaction, so that it exists exactly when the rest of it does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import TaskKeyRow, TaskRow


def _insert(session: AsyncSession, table: type[Any]) -> Any:
    dialect = session.get_bind().dialect.name
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def enqueue(
    session: AsyncSession,
    queue: str,
    key: str,
    payload: dict[str, Any],
    *,
    dedupe_key: str | None = None,
    run_at: float = 0.0,
) -> int | None:
    """Stores a task and returns its id, or None when `dedupe_key` is already known in the queue.

    run_at: seconds since the epoch before which it must not run (0: at once).
    """
    statement = (
        _insert(session, TaskRow)
        .values(
            queue=queue,
            key=key,
            payload=payload,
            dedupe_key=dedupe_key,
            run_at=run_at,
            created_at=datetime.now(UTC),
            state="ready",
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["queue", "dedupe_key"])
        .returning(TaskRow.id)
    )
    task_id: int | None = (await session.execute(statement)).scalar_one_or_none()
    if task_id is None:
        return None
    insert = _insert(session, TaskKeyRow).values(queue=queue, key=key, pending=1, ready_at=run_at, lease_until=0.0)
    # A key that waits for a later time is woken earlier by an earlier task; one that backs off stays backed off.
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["queue", "key"],
            set_={
                "pending": TaskKeyRow.pending + 1,
                "ready_at": _earliest(queue, key, run_at),
            },
        )
    )
    return task_id


def _earliest(queue: str, key: str, run_at: float) -> Any:
    """The key's next moment when a task for `run_at` joins it."""
    tried = select(TaskRow.id).where(
        TaskRow.queue == queue, TaskRow.key == key, TaskRow.state == "ready", TaskRow.attempts > 0
    )
    now = TaskKeyRow.ready_at
    return case((TaskKeyRow.pending == 0, run_at), (tried.exists(), now), (now > run_at, run_at), else_=now)


async def cancel(session: AsyncSession, queue: str, dedupe_key: str) -> bool:
    """Deletes a task that has not run, e.g. a timer; False when there is none."""
    found = (
        await session.execute(
            delete(TaskRow)
            .where(TaskRow.queue == queue, TaskRow.dedupe_key == dedupe_key, TaskRow.state == "ready")
            .returning(TaskRow.key)
        )
    ).scalar_one_or_none()
    if found is None:
        return False
    await recount(session, queue, found)
    return True


async def recount(session: AsyncSession, queue: str, key: str) -> None:
    """Sets a key's pending count and earliest time from its tasks."""
    count, first = (
        await session.execute(
            select(func.count(), func.min(TaskRow.run_at)).where(
                TaskRow.queue == queue, TaskRow.key == key, TaskRow.state == "ready"
            )
        )
    ).one()
    await session.execute(
        update(TaskKeyRow)
        .where(TaskKeyRow.queue == queue, TaskKeyRow.key == key)
        .values(pending=count, ready_at=first or 0.0)
    )
