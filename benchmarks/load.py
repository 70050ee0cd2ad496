"""Load on a REST channel, ours or a peer's: one message after another, one long conversation, many senders at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.claims import NotMeasured
from benchmarks.client import Client, Refused
from benchmarks.mixed import Sent


@dataclass(slots=True)
class Load:
    """What a load showed. times: milliseconds from sending to the whole answer, in the order of sending.

    silent: messages that got an empty answer. seconds: from the first message sent to the last answered.
    """

    times: list[float] = field(default_factory=list)
    silent: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def one_after_another(client: Client, messages: Iterable[Sent], *, rename: bool = True) -> Load:
    """Sends each message when the one before is answered.

    rename: a sender who got no answer writes on under a new name: a person leads the conversation now, and more of
    its messages would only show how fast nothing is said.
    """
    load = Load()
    renamed: dict[str, str] = {}
    begun = time.perf_counter()
    for message in messages:
        sender = renamed.get(message.sender, message.sender)
        start = time.perf_counter()
        answers = client.say(sender, message.text, dict(message.metadata))
        load.times.append((time.perf_counter() - start) * 1000)
        if not answers:
            load.silent += 1
            if rename:
                renamed[message.sender] = sender + "+"
    load.seconds = time.perf_counter() - begun
    return load


def long_conversation(client: Client, sender: str, texts: Sequence[str], turns: int, metadata: dict[str, str]) -> Load:
    """One sender with `turns` messages, going round in `texts`."""
    messages = (Sent(sender, "", texts[number % len(texts)], metadata) for number in range(turns))
    return one_after_another(client, messages, rename=False)


def all_at_once(connect: Callable[[], Client], crowd: Sequence[Sequence[Sent]]) -> Load:
    """Each sender in a thread of its own, each waiting for the answer before the next message."""
    load = Load()
    lock = threading.Lock()
    ready = threading.Barrier(len(crowd) + 1)

    def work(messages: Sequence[Sent]) -> None:
        client = connect()
        ready.wait()
        for message in messages:
            start = time.perf_counter()
            try:
                answers = client.say(message.sender, message.text, dict(message.metadata))
            except (OSError, Refused) as error:
                with lock:
                    load.faults.append(str(error))
                continue
            with lock:
                load.times.append((time.perf_counter() - start) * 1000)
                load.silent += not answers
        client.close()

    threads = [threading.Thread(target=work, args=(messages,), daemon=True) for messages in crowd]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - begun
    if not load.times:
        raise NotMeasured(f"no message was answered: {load.faults[:1]}")
    return load
