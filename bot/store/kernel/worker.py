"""Runs a handler on claims of one queue, several keys at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from enum import IntEnum

import structlog

from bot.store.errors import LeaseLost, StoreError
from bot.store.hub import Hub, Subscription
from bot.store.kernel.claims import Claim, Kernel

log = structlog.get_logger(__name__)
Handler = Callable[[Claim], Awaitable[None]]


class _News(IntEnum):
    """What is known of waiting work: nothing, one key by a hint, or that there may be several."""

    NONE = 0
    ONE = 1
    MORE = 2


class Worker:
    """Claims keys and gives them to `handler`, which must end each claim with commit, fail or defer.

    Wakes by the hub's topic `tasks:<queue>`; a poll every `poll` seconds finds what no hint told of
    (other processes on SQLite, timers, back-offs).
    """

    def __init__(
        self,
        kernel: Kernel,
        hub: Hub,
        queue: str,
        handler: Handler,
        *,
        concurrency: int = 4,
        poll: float = 1.0,
    ) -> None:
        self.kernel, self.hub, self.queue, self.handler = kernel, hub, queue, handler
        self.concurrency, self.poll = concurrency, poll
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Works until `stop` is called; then finishes what it has claimed."""
        running: set[asyncio.Task[bool]] = set()
        news = _News.MORE
        async with self.hub.subscribe(f"tasks:{self.queue}") as hints:
            while not self._stopping.is_set():
                if news is not _News.NONE and len(running) < self.concurrency:
                    try:
                        claim = await self.kernel.claim(self.queue)
                    except StoreError as error:
                        log.error("claim_failed", queue=self.queue, error=str(error))
                        await asyncio.sleep(self.poll)
                        continue
                    if claim is None or news is _News.ONE:
                        news = _News.NONE
                    if claim is not None:
                        running.add(asyncio.create_task(self._work(claim)))
                        continue
                news = max(news, await self._wait(hints, running))
        if running:
            await asyncio.wait(running)

    async def _wait(self, hints: Subscription, running: set[asyncio.Task[bool]]) -> _News:
        """Until there may be work. Finished tasks leave `running`."""
        full = len(running) >= self.concurrency
        hint = asyncio.create_task(hints.get(self.poll))
        stop = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({hint, stop, *running}, return_when=asyncio.FIRST_COMPLETED)
        told, timed_out = hint.done() and hint.result() is not None, hint.done() and hint.result() is None
        hint.cancel()
        stop.cancel()
        done = {task for task in running if task.done()}
        running -= done
        if any(task.result() for task in done) or (told and full):
            return _News.MORE
        if told:
            return _News.ONE
        return _News.MORE if timed_out and await self._due() else _News.NONE

    async def _due(self) -> bool:
        """A look that takes no lock; a claim in vain would."""
        try:
            return await self.kernel.due(self.queue)
        except StoreError as error:
            log.error("claim_failed", queue=self.queue, error=str(error))
            return False

    async def _work(self, claim: Claim) -> bool:
        """Whether the key has more work at once."""
        renewer = asyncio.create_task(self._renew(claim))
        try:
            await self.handler(claim)
            if not claim.closed:
                raise RuntimeError("the handler ended without commit, fail or defer")
        except LeaseLost:
            log.warning("lease_lost", queue=self.queue, key=claim.key)
        except Exception as error:  # the queue must go on whatever a handler does
            log.exception("task_failed", queue=self.queue, task=claim.tasks[0].id)
            if not claim.closed:
                with contextlib.suppress(StoreError):
                    await claim.fail(f"{type(error).__name__}: {error}")
        finally:
            renewer.cancel()
        return claim.more

    async def _renew(self, claim: Claim) -> None:
        while True:
            await asyncio.sleep(claim.lease / 3)
            try:
                await claim.renew()
            except StoreError:
                return

    def stop(self) -> None:
        """Asks the worker to end; `run` returns when its claims are done."""
        self._stopping.set()
