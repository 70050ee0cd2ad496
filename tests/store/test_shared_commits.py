"""Transactions that wait for each other: stored together, yet each for itself all or nothing."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.kernel import Kernel, enqueue


class Broken(Exception):
    """What the body of a transaction raises."""


async def put(db: Database, number: int, *, breaks: bool = False, durable: bool = True) -> None:
    async with db.write(durable=durable) as session:
        await enqueue(session, "inbox", f"key-{number}", {"number": number})
        await asyncio.sleep(0)
        if breaks:
            raise Broken


async def stored(db: Database) -> list[int]:
    claims = await Kernel(db).claim_several("inbox", 1000)
    return sorted(claim.tasks[0].payload["number"] for claim in claims)


async def test_one_that_breaks_takes_back_its_own_and_nothing_else(db: Database) -> None:
    ends = await asyncio.gather(
        *(put(db, number, breaks=number % 5 == 0, durable=number % 2 == 0) for number in range(30)),
        return_exceptions=True,
    )
    assert [number for number, end in enumerate(ends) if isinstance(end, Broken)] == list(range(0, 30, 5))
    assert await stored(db) == [number for number in range(30) if number % 5]


async def test_who_returned_is_stored_whoever_gives_up_waiting(db: Database) -> None:
    tasks = [asyncio.create_task(put(db, number)) for number in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::3]:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    returned = {number for number, end in enumerate(ends) if end is None}
    assert returned >= {number for number in range(20) if number % 3}
    assert set(await stored(db)) >= returned
    await put(db, 99)
    assert await stored(db) == [99]


@pytest.mark.parametrize("leaver", ["at once", "when its turn has come"])
async def test_nobody_waits_for_one_that_gave_up(db: Database, leaver: str) -> None:
    async with asyncio.timeout(20):
        async with db.write() as session:
            await enqueue(session, "inbox", "key-1", {"number": 1})
            last = asyncio.create_task(put(db, 2))
            await asyncio.sleep(0)
            if leaver == "at once":
                last.cancel()
            else:  # after the lock was given to it, before it runs
                asyncio.get_running_loop().call_soon(lambda: asyncio.get_running_loop().call_soon(last.cancel))
        await asyncio.gather(last, return_exceptions=True)
        assert 1 in await stored(db)


async def test_those_that_are_taken_back_and_come_again_keep_nobody_waiting(db: Database) -> None:
    ended = asyncio.Event()

    async def come_again(number: int) -> None:
        while not ended.is_set():
            with contextlib.suppress(Broken):
                await put(db, number, breaks=True)

    others = [asyncio.create_task(come_again(number)) for number in range(2, 6)]
    async with asyncio.timeout(20):
        await put(db, 1)
    ended.set()
    await asyncio.gather(*others)
    assert await stored(db) == [1]


async def test_a_transaction_waits_for_another_process_and_then_goes_on(tmp_path: Path) -> None:
    first, second = (Database(f"sqlite:///{tmp_path}/shared.db") for _ in range(2))
    await first.migrate()
    try:
        async with first.write() as session:
            await enqueue(session, "inbox", "key-1", {"number": 1})
            waiting = asyncio.create_task(put(second, 2))
            await asyncio.sleep(0.05)
            assert not waiting.done()
        await waiting
        assert await stored(first) == [1, 2]
    finally:
        await first.close()
        await second.close()


async def test_what_the_file_takes_back_nobody_is_told_to_be_stored(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path}/small.db")
    await db.migrate()
    try:
        async with db.write() as session:
            pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
            await session.execute(text(f"PRAGMA max_page_count = {pages + 2}"))

        async def fill(number: int) -> None:
            async with db.write() as session:
                await enqueue(session, "inbox", f"key-{number}", {"number": number, "text": "x" * 3000})

        ends = await asyncio.gather(*(fill(number) for number in range(12)), return_exceptions=True)
        kept = [number for number, end in enumerate(ends) if end is None]
        assert any(isinstance(end, StoreError) and "disk is full" in str(end) for end in ends)
        assert await stored(db) == kept
    finally:
        await db.close()


@pytest.mark.parametrize("durable", [True, False])
async def test_what_was_added_to_the_session_is_stored_with_it(db: Database, durable: bool) -> None:
    from bot.store.models import RateLimitRow

    async with db.write(durable=durable) as session:
        session.add(RateLimitRow(account="a", next_at=7.0))
        await enqueue(session, "inbox", "key-1", {"number": 1})
    async with db.read() as session:
        assert (await session.get_one(RateLimitRow, "a")).next_at == 7.0
