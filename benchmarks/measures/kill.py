"""A power cut in the middle of the work: nothing lost, nothing twice, nothing out of order."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.claims import Outcome, claim
from benchmarks.client import Client, Refused
from benchmarks.house import House, Server
from benchmarks.mixed import Sent, crowd
from benchmarks.plan import Plan

SENDERS, EACH = 20, 10
_KILL_AFTER = 60
_PATIENCE = 120.0


def measure(house: House, plan: Plan) -> Outcome:
    """`kill -9` in the middle of 200 messages from 20 senders, a new start, and a look into the database."""
    bad, recovered = [], []
    lines = []
    for run in range(plan.amount(3, 1)):
        database = house.database()
        messages = crowd(house, f"kill{run}", SENDERS, EACH)
        faults, seconds = _cut(house, database, messages)
        faults += _stored_faults(database, messages)
        bad.append(float(len(faults)))
        recovered.append(seconds)
        lines += [f"- {fault}" for fault in faults]
    return Outcome(
        "kill",
        [
            claim(f"kill -9 amid {SENDERS * EACH} messages: lost, twice or out of order", bad, "messages", 0.0),
            claim("from the kill to the last answer", recovered, "s"),
        ],
        f"{SENDERS} senders write {EACH} messages each and send a message again under the same `message_id` "
        f"until it is answered. After {_KILL_AFTER} answers the server gets SIGKILL and is started again on "
        "the same database. Then every message must be stored once, in the order it was written, with its "
        "work done and no answer twice.\n\n" + "\n".join(lines),
    )


class _Senders:
    """Threads that write and, when the line breaks, write the same message again."""

    def __init__(self, server: Server, messages: Sequence[Sequence[Sent]]) -> None:
        self._server, self._lock = server, threading.Lock()
        self.answered = 0
        self.faults: list[str] = []
        self._threads = [threading.Thread(target=self._work, args=(part,), daemon=True) for part in messages]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait(self, answered: int) -> None:
        """Until so many messages are answered or all threads have ended."""
        while self.answered < answered and any(thread.is_alive() for thread in self._threads):
            time.sleep(0.005)

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _work(self, part: Sequence[Sent]) -> None:
        client = self._server.client(timeout=40)
        for number, message in enumerate(part):
            self._insist(client, message, number)
        client.close()

    def _insist(self, client: Client, message: Sent, number: int) -> None:
        deadline = time.monotonic() + _PATIENCE
        error: Exception = TimeoutError()
        while time.monotonic() < deadline:
            try:
                client.say(message.sender, message.text, {**message.metadata, "message_id": f"m{number}"})
            except (OSError, Refused) as failure:
                error = failure
                time.sleep(0.1)
                continue
            with self._lock:
                self.answered += 1
            return
        with self._lock:
            self.faults.append(f"{message.sender}: message {number} was never answered ({error})")


def _cut(house: House, database: Path, messages: Sequence[Sequence[Sent]]) -> tuple[list[str], float]:
    server = Server(house, database)
    try:
        server.start()
        senders = _Senders(server, messages)
        senders.start()
        senders.wait(_KILL_AFTER)
        server.kill()
        cut = time.perf_counter()
        server.start()
        senders.join()
        return senders.faults, time.perf_counter() - cut
    finally:
        server.stop()


def _stored_faults(database: Path, messages: Sequence[Sequence[Sent]]) -> list[str]:
    """What is wrong in the database: per sender, the texts in order, their work, and answers that came twice."""
    prefix = messages[0][0].sender.split("-")[0] + "-"
    heard: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        for sender, row, text, state in connection.execute(
            "SELECT c.sender, m.id, m.text, coalesce(t.state, 'none') FROM messages m "
            "JOIN conversations c ON c.id = m.conversation_id "
            "LEFT JOIN tasks t ON t.queue = 'inbox' AND t.dedupe_key = 'message:' || m.id "
            "WHERE m.direction = 'in' AND substr(c.sender, 1, ?) = ? ORDER BY m.id",
            (len(prefix), prefix),
        ):
            heard[sender].append((row, text, state))
        replies = connection.execute(
            "SELECT m.reply_to, m.text, m.id FROM messages m WHERE m.direction = 'out' ORDER BY m.conversation_id, m.id"
        ).fetchall()
    faults = []
    for part in messages:
        sender, wanted = part[0].sender, [message.text for message in part]
        stored = [text for _, text, _ in heard[sender]]
        if stored != wanted:
            faults.append(f"{sender}: stored {len(stored)} of {len(wanted)} messages, or not in their order")
        faults += [f"{sender}: message {row} is {state}" for row, _, state in heard[sender] if state != "done"]
    twice = Counter((reply_to, text) for reply_to, text, _ in replies)
    return faults + [f"message {reply_to} was answered twice" for (reply_to, _), count in twice.items() if count > 1]
