"""Resident memory of a server that has worked."""

from __future__ import annotations

from benchmarks.claims import Outcome, claim
from benchmarks.house import House
from benchmarks.load import one_after_another
from benchmarks.mixed import mixed_messages
from benchmarks.plan import Plan

BAR_MB = 700.0
MESSAGES = 200


def measure(house: House, plan: Plan) -> Outcome:
    """Resident memory of `serve`, with its children, after 200 messages in mixed languages."""
    after, before = [], []
    for _ in range(plan.amount(3, 1)):
        with house.serving() as server:
            before.append(server.memory_mb())
            one_after_another(server.client(), mixed_messages(house, "memory")[:MESSAGES])
            after.append(server.memory_mb())
    return Outcome(
        "memory",
        [
            claim(f"resident memory after {MESSAGES} mixed messages", after, "MB", BAR_MB),
            claim("resident memory after the first answer", before, "MB"),
        ],
        "Resident set of `dragoman serve` and its children as `ps` tells it, in MB of 2^20 bytes. API, "
        "channels, console, encoder, understanding, article index and workers are all in it.",
    )
