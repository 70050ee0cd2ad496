"""Runs a handler on claims of one queue, several keys at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.store.errors import LeaseLost, StoreError
from bot.store.hub import Hub, Subscription
from bot.store.kernel.claims import Claim, Kernel

log = structlog.get_logger(__name__)
Handler = Callable[[Claim], Awaitable[None]]

_FREED: dict[str, Any] = {"worker": "freed"}
"""A hint of the worker's own: a claim ended, and its key has no more work."""
_MORE: dict[str, Any] = {"worker": "more"}


class Worker:
    """Claims keys and gives them to `handler`, which must end each claim with commit, fail or defer.

    Wakes by the hub's topic `tasks:<queue>`; a look every `poll` seconds finds what no hint told of
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
        self._running: dict[asyncio.Task[None], Claim] = {}
        self._hints: Subscription | None = None
        self._stopping = False

    async def run(self) -> None:
        """Works until `stop` is called; then finishes what it has claimed."""
        renewer = asyncio.create_task(self._renew())
        may_be_work = True
        async with self.hub.subscribe(f"tasks:{self.queue}") as self._hints:
            while not self._stopping:
                free = self.concurrency - len(self._running)
                if may_be_work and free:
                    self._hints.drain()
                    claims = await self._claim(free)
                    for claim in claims:
                        self._begin(claim, self._hints)
                    may_be_work = len(claims) == free
                    continue
                hint = await self._hints.get(self.poll)
                if hint is not _FREED:
                    may_be_work = may_be_work or hint is not None or await self._due()
        if self._running:
            await asyncio.wait(self._running)
        renewer.cancel()

    async def _claim(self, most: int) -> list[Claim]:
        try:
            return await self.kernel.claim_several(self.queue, most)
        except StoreError as error:
            log.error("claim_failed", queue=self.queue, error=str(error))
            await asyncio.sleep(self.poll)
            return []

    async def _due(self) -> bool:
        """A look that takes no lock; a claim in vain would."""
        try:
            return await self.kernel.due(self.queue)
        except StoreError as error:
            log.error("claim_failed", queue=self.queue, error=str(error))
            return False

    def _begin(self, claim: Claim, hints: Subscription) -> None:
        task = asyncio.create_task(self._work(claim))
        self._running[task] = claim

        def ended(task: asyncio.Task[None]) -> None:
            del self._running[task]
            hints.put(_MORE if claim.more else _FREED)

        task.add_done_callback(ended)

    async def _work(self, claim: Claim) -> None:
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

    async def _renew(self) -> None:
        """Lengthens the leases of claims whose handler is still at work."""
        while True:
            await asyncio.sleep(self.kernel.lease / 4)
            for task, claim in list(self._running.items()):
                if task in self._running and not claim.closed:
                    with contextlib.suppress(StoreError):  # the claim's own commit tells that it is lost
                        await claim.renew()

    def stop(self) -> None:
        """Asks the worker to end; `run` returns when its claims are done."""
        self._stopping = True
        if self._hints is not None:
            self._hints.put(_FREED)
