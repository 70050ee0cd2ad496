"""Two workers, killed again and again in the middle of a message: nothing lost, doubled or out of order."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.kernel import enqueue
from bot.store.models import CustomerRow, TaskRow

WORKER = Path(__file__).with_name("killed_worker.py")
SENDERS, EACH = 30, 20


async def start(address: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(WORKER), address, stdout=asyncio.subprocess.PIPE, cwd=WORKER.parents[2]
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"ready"
    return process


async def left(db: Database) -> int:
    async with db.read() as session:
        statement = select(func.count()).select_from(TaskRow).where(TaskRow.state == "ready")
        return int((await session.execute(statement)).scalar_one())


@pytest.mark.timeout(240)
async def test_kill_minus_nine_loses_doubles_and_reorders_nothing(db: Database, address: str) -> None:
    dice = random.Random(7)
    async with db.write() as session:
        for sender in range(SENDERS):
            session.add(CustomerRow(id=f"s{sender}", name="x", locale="en", market="US", document={}))
    async with db.write() as session:
        for number in range(EACH):
            for sender in range(SENDERS):
                await enqueue(session, "inbox", f"s{sender}", {"n": number})
    workers = [await start(address), await start(address)]
    kills = 0
    try:
        async with asyncio.timeout(200):
            while await left(db):
                await asyncio.sleep(dice.uniform(0.05, 0.3))
                if kills < 6:
                    workers[kills % 2].send_signal(signal.SIGKILL)
                    await workers[kills % 2].wait()
                    workers[kills % 2] = await start(address)
                    kills += 1
    finally:
        for worker in workers:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()
    assert kills >= 2
    async with db.read() as session:
        rows = list((await session.execute(select(CustomerRow))).scalars())
    assert {row.id: row.document["seen"] for row in rows} == {f"s{n}": list(range(EACH)) for n in range(SENDERS)}
