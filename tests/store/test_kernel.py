"""The task kernel: order per key, leases with fencing, back-off, dead letters, timers, unique keys."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.store.database import Database
from bot.store.errors import LeaseLost
from bot.store.hub import Hub
from bot.store.kernel import Claim, Kernel, Worker, cancel, dead_letters, enqueue, retry_dead
from bot.store.models import AlertRow, AuditRow, TaskRow

AT = datetime(2026, 11, 25, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


async def put(db: Database, key: str, *numbers: int, **options: Any) -> None:
    async with db.write() as session:
        for number in numbers:
            await enqueue(session, "inbox", key, {"n": number}, **options)


def numbers(claim: Claim | None) -> list[int]:
    return [task.payload["n"] for task in claim.tasks] if claim else []


async def done(claim: Claim | None) -> list[int]:
    assert claim is not None
    async with claim.commit():
        pass
    return numbers(claim)


async def test_a_keys_tasks_come_together_in_the_order_they_were_stored(db: Database) -> None:
    await put(db, "a", 1, 2, 3)
    await put(db, "b", 4)
    kernel = Kernel(db)
    first, second = await kernel.claim("inbox"), await kernel.claim("inbox")
    assert sorted([numbers(first), numbers(second)]) == [[1, 2, 3], [4]]
    assert await kernel.claim("inbox") is None


async def test_who_was_served_longest_ago_is_served_next(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, clock=clock)
    served = []
    for number in range(4):  # everybody writes again as soon as they are answered
        for key in "cab":
            await put(db, key, number)
        for _ in "abc":
            clock.now += 1
            claim = await kernel.claim("inbox")
            assert claim is not None
            served.append(claim.key)
            await done(claim)
    assert served[:3] == served[3:6] == served[6:9] == served[9:]
    assert sorted(served[:3]) == ["a", "b", "c"]


async def test_a_busy_key_does_not_hold_up_the_others(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, clock=clock)
    await put(db, "busy", 1)
    await put(db, "patient", 2)
    first = await kernel.claim("inbox")
    assert first is not None
    await put(db, first.key, 3)
    clock.now += 1
    await done(first)
    assert first.more
    second = await kernel.claim("inbox")
    assert second is not None
    assert {first.key, second.key} == {"busy", "patient"}
    await done(second)
    assert not second.more


async def test_what_did_not_wait_for_the_disk_is_kept_and_can_be_waited_for(db: Database) -> None:
    async with db.write(durable=False) as session:
        await enqueue(session, "inbox", "a", {"n": 1})
    await db.sync()
    async with db.write() as session:
        await enqueue(session, "inbox", "a", {"n": 2})
    assert numbers(await Kernel(db).claim("inbox")) == [1, 2]


async def test_a_key_is_nobody_elses_until_its_lease_ends(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, lease=10, clock=clock)
    await put(db, "a", 1)
    lost = await kernel.claim("inbox")
    assert lost is not None
    assert await kernel.claim("inbox") is None
    clock.now += 11
    taken = await kernel.claim("inbox")
    assert numbers(taken) == [1]
    with pytest.raises(LeaseLost):
        async with lost.commit() as session:
            session.add(AuditRow(at=AT, actor="late", action="x", subject="x", data={}))
    await done(taken)
    async with db.read() as session:
        assert (await session.execute(select(AuditRow))).first() is None


async def test_what_the_handler_writes_is_there_exactly_when_the_task_is_done(db: Database) -> None:
    await put(db, "a", 1)
    claim = await Kernel(db).claim("inbox")
    assert claim is not None
    with pytest.raises(RuntimeError):
        async with claim.commit() as session:
            session.add(AuditRow(at=AT, actor="bot", action="x", subject="x", data={}))
            await session.flush()
            raise RuntimeError("the machine lost power")
    async with db.read() as session:
        assert (await session.execute(select(AuditRow))).first() is None
        assert (await session.execute(select(TaskRow.state))).scalar_one() == "ready"


async def test_a_failed_task_backs_off_and_holds_up_the_later_ones_of_its_key(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, clock=clock)
    await put(db, "a", 1, 2)
    claim = await kernel.claim("inbox")
    assert claim is not None
    assert await claim.fail("no luck") is False
    assert await kernel.claim("inbox") is None
    clock.now += 1.1
    again = await kernel.claim("inbox")
    assert numbers(again) == [1, 2]
    assert again is not None
    assert again.tasks[0].attempts == 1


async def test_after_the_last_attempt_a_task_is_dead_staff_are_told_and_the_key_goes_on(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, clock=clock, max_attempts=2)
    await put(db, "a", 1, 2)
    for dead in (False, True):
        claim = await kernel.claim("inbox")
        assert claim is not None
        assert await claim.fail("no luck") is dead
        clock.now += 10
    assert await done(await kernel.claim("inbox")) == [2]
    letters = await dead_letters(db)
    assert [letter.payload["n"] for letter in letters] == [1]
    async with db.read() as session:
        assert (await session.execute(select(AlertRow.kind))).scalar_one() == "dead_letter"
    assert await retry_dead(db, letters[0].id)
    assert await done(await kernel.claim("inbox")) == [1]


async def test_a_timer_waits_for_its_time_and_does_not_hold_up_what_is_due(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, clock=clock)
    await put(db, "a", 1, run_at=clock.now + 60)
    assert await kernel.claim("inbox") is None
    await put(db, "a", 2)
    assert await done(await kernel.claim("inbox")) == [2]
    assert await kernel.claim("inbox") is None
    clock.now += 61
    assert await done(await kernel.claim("inbox")) == [1]


async def test_a_new_task_does_not_end_a_back_off(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, clock=clock)
    await put(db, "a", 1)
    claim = await kernel.claim("inbox")
    assert claim is not None
    await claim.fail("no luck")
    await put(db, "a", 2)
    assert await kernel.claim("inbox") is None


async def test_a_timer_can_be_taken_back(db: Database) -> None:
    await put(db, "a", 1, dedupe_key="sla:1", run_at=time.time() + 60)
    async with db.write() as session:
        assert await cancel(session, "inbox", "sla:1")
        assert not await cancel(session, "inbox", "sla:1")


async def test_the_same_key_is_stored_once(db: Database) -> None:
    for _ in range(3):
        await put(db, "a", 1, dedupe_key="message:1")
    kernel = Kernel(db)
    assert await done(await kernel.claim("inbox")) == [1]
    await put(db, "a", 1, dedupe_key="message:1")
    assert await kernel.claim("inbox") is None


async def test_a_worker_goes_on_after_a_handler_that_raises(db: Database) -> None:
    hub, seen = Hub(db), list[int]()
    kernel = Kernel(db)

    async def handler(claim: Claim) -> None:
        seen.append(claim.tasks[0].payload["n"])
        if len(seen) == 1:
            raise ValueError("a bug")
        async with claim.commit():
            pass

    worker = Worker(kernel, hub, "inbox", handler, poll=0.05)
    running = asyncio.create_task(worker.run())
    await put(db, "a", 1)
    await put(db, "b", 2)
    hub.publish("tasks:inbox")
    async with asyncio.timeout(20):
        while len(seen) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    worker.stop()
    await running
    assert sorted(seen) == [1, 1, 2] or sorted(seen) == [1, 2, 2]


async def test_an_account_sends_no_faster_than_its_provider_allows(db: Database) -> None:
    clock = Clock()
    kernel = Kernel(db, clock=clock)
    starts = [await kernel.slot("whatsapp:1", 10) for _ in range(5)]
    assert [round(start - clock.now, 2) for start in starts] == [0.0, 0.1, 0.2, 0.3, 0.4]
