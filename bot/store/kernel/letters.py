"""Tasks that were given up: to look at, and to try again."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.database import Database
from bot.store.kernel.tasks import recount
from bot.store.models import TaskRow


async def dead_letters(database: Database, *, limit: int = 100) -> list[TaskRow]:
    """The newest tasks that were given up."""
    async with database.read() as session:
        statement = select(TaskRow).where(TaskRow.state == "dead").order_by(TaskRow.id.desc()).limit(limit)
        return list((await session.execute(statement)).scalars())


async def retry_dead(database: Database, task_id: int) -> bool:
    """Makes a dead task ready again; False when there is no such dead task."""
    async with database.write() as session:
        row = await session.get(TaskRow, task_id)
        if row is None or row.state != "dead":
            return False
        row.state, row.attempts = "ready", 0
        await session.flush()
        await recount(session, row.queue, row.key)
        return True
