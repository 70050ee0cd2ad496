"""Putting work in, inside the caller's transaction, so that it exists exactly when the rest of it does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete

from bot.store.kernel.statements import RECOUNT, adding
from bot.store.models import TaskRow
from bot.store.session import Session


async def enqueue(
    session: Session,
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
    add_task, add_key = adding(session)
    values = {
        "q": queue,
        "k": key,
        "payload": payload,
        "dedupe_key": dedupe_key,
        "run_at": run_at,
        "created_at": datetime.now(UTC),
    }
    added = await session.run(add_task, values)
    if not added:
        return None
    await session.run(add_key, {"q": queue, "k": key, "run_at": run_at})
    return int(added[0].id)


async def cancel(session: Session, queue: str, dedupe_key: str) -> bool:
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


async def recount(session: Session, queue: str, key: str) -> None:
    """Sets a key's pending count and earliest time from its tasks."""
    await session.run(RECOUNT, {"q": queue, "k": key})
