"""How many messages a second are answered durably when many shoppers write at once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from benchmarks.claims import NotMeasured, Outcome, claim, percentile
from benchmarks.house import House
from benchmarks.load import all_at_once
from benchmarks.mixed import crowd
from benchmarks.plan import Plan

BAR_RATE = 60.0
SENDERS = 32


def measure(house: House, plan: Plan) -> Outcome:
    """32 senders at once, each waiting for its answer; rows are counted in the database afterwards."""
    each = plan.amount(10, 4)
    rates, waits = [], []
    everything: list[float] = []
    for run in range(plan.amount(3, 1)):
        database = house.database()
        with house.serving(database) as server:
            load = all_at_once(server.client, crowd(house, f"crowd{run}", SENDERS, each))
        durable = answered_in(database, f"crowd{run}-")
        if load.faults or durable != SENDERS * each:
            raise NotMeasured(f"{durable} of {SENDERS * each} messages are answered in the database; {load.faults[:1]}")
        rates.append(durable / load.seconds)
        waits.append(percentile(load.times, 0.95))
        everything += load.times
    return Outcome(
        "throughput",
        [
            claim(f"{SENDERS} senders at once, durable", rates, "messages/s", BAR_RATE, "at least"),
            claim(f"{SENDERS} senders at once, p95 of an answer", waits, "ms"),
        ],
        f"{SENDERS} threads with {each} messages each over a connection of their own, beside the server on the "
        "same cores; each waits for its answer before it writes again. A message counts when, after the "
        "server has ended, the database has it with its work done. SQLite in WAL with `synchronous=FULL`: "
        "every answer was on disk before it was sent.",
        {"throughput": everything},
    )


def answered_in(database: Path, senders: str) -> int:
    """Messages of senders whose name begins so that are stored and whose work is done."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id "
            "JOIN tasks t ON t.queue = 'inbox' AND t.dedupe_key = 'message:' || m.id "
            "WHERE m.direction = 'in' AND t.state = 'done' AND substr(c.sender, 1, ?) = ?",
            (len(senders), senders),
        ).fetchone()
    return int(row[0])
