"""Whatever claims, crashes, failures and late commits happen: each task is done once, in its key's order."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.store.database import Database
from bot.store.errors import LeaseLost
from bot.store.kernel import Claim, Kernel, enqueue

KEYS = st.sampled_from(["a", "b", "c"])
_NAMES = itertools.count()


class KernelMachine(RuleBasedStateMachine):
    """A model beside the real kernel: what was stored per key, and what was acknowledged."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.now = 1000.0
        self.db = Database(f"sqlite:///{self.folder}/{next(_NAMES)}.db")
        self.run(self.db.migrate())
        self.kernel = Kernel(self.db, lease=10, clock=lambda: self.now, max_attempts=10_000)
        self.stored: dict[str, list[int]] = {"a": [], "b": [], "c": []}
        self.done: dict[str, list[int]] = {"a": [], "b": [], "c": []}
        self.claims: list[Claim] = []
        self.count = 0

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @rule(key=KEYS, many=st.integers(1, 3))
    def store(self, key: str, many: int) -> None:
        async def put() -> None:
            async with self.db.write() as session:
                for _ in range(many):
                    self.count += 1
                    await enqueue(session, "inbox", key, {"n": self.count})
                    self.stored[key].append(self.count)

        self.run(put())

    @rule()
    def claim(self) -> None:
        claim = self.run(self.kernel.claim("inbox"))
        if claim is not None:
            self.claims.append(claim)

    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        if not self.claims:
            return
        claim = self.claims.pop(data.draw(st.integers(0, len(self.claims) - 1)))
        with contextlib.suppress(LeaseLost):
            self._finish(claim)

    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        if not self.claims:
            return
        claim = self.claims.pop(data.draw(st.integers(0, len(self.claims) - 1)))
        with contextlib.suppress(LeaseLost):
            self.run(claim.fail("no luck"))

    @rule()
    def crash(self) -> None:
        if self.claims:
            self.claims.pop()

    @rule(seconds=st.sampled_from([0.5, 5.0, 11.0, 400.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def done_is_a_prefix_of_stored(self) -> None:
        if not hasattr(self, "done"):
            return
        for key, finished in self.done.items():
            assert finished == self.stored[key][: len(finished)]

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        self.claims.clear()
        for _ in range(60):
            self.now += 400
            claim = self.run(self.kernel.claim("inbox"))
            if claim is None:
                continue
            self._finish(claim)
        assert self.done == self.stored
        self.run(self.db.close())
        self.loop.close()

    def _finish(self, claim: Claim) -> None:
        async def finish() -> None:
            async with claim.commit():
                pass

        self.run(finish())
        self.done[claim.key] += [task.payload["n"] for task in claim.tasks]


@pytest.mark.timeout(240)
def test_any_sequence_keeps_the_order_and_loses_nothing(tmp_path: Path) -> None:
    KernelMachine.folder = tmp_path
    run_state_machine_as_test(
        KernelMachine,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
