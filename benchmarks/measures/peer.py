"""Rasa Open Source beside Dragoman in one run: the same messages, the same machine, the same load."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from benchmarks.claims import Outcome, claim, percentile
from benchmarks.client import Client
from benchmarks.house import House
from benchmarks.load import all_at_once, one_after_another
from benchmarks.measures.latency import one_long, turn_ratio
from benchmarks.measures.throughput import SENDERS
from benchmarks.mixed import crowd, mixed_messages
from benchmarks.plan import Plan
from benchmarks.rasa_peer import VERSION, Peer, find_python

_MESSAGES = 200


def measure(house: House, plan: Plan) -> Outcome:
    """Start, memory, latency, a long conversation and throughput of both."""
    peer = Peer(find_python(plan.python310), plan.rasa_project)
    peer.build()
    runs: dict[str, list[dict[str, float]]] = {"Dragoman": [], "Rasa": []}
    turns: dict[str, list[float]] = {}
    for run in range(plan.amount(3, 1)):
        with house.serving() as server:
            found, turns["Dragoman"] = _look(house, plan, f"peer{run}", server.client, server.memory_mb)
        runs["Dragoman"].append({"start": server.seconds, **found})
        try:
            seconds = peer.start()
            found, turns["Rasa"] = _look(house, plan, f"peer{run}", peer.client, peer.memory_mb)
            runs["Rasa"].append({"start": seconds, **found})
        finally:
            peer.stop()
    medians = {name: {key: median(one[key] for one in found) for key, _, _ in _ROWS} for name, found in runs.items()}
    claims = [
        claim(
            f"{what}, Rasa : Dragoman",
            [rasa[key] / own[key] for own, rasa in zip(runs["Dragoman"], runs["Rasa"], strict=True)],
            "×",
        )
        for key, what, _ in _ROWS
    ]
    table = "\n".join(
        f"| {what}, {unit} | {medians['Dragoman'][key]:.3g} | {medians['Rasa'][key]:.3g} |" for key, what, unit in _ROWS
    )
    series = {f"{name} {key}": [value] for name, found in medians.items() for key, value in found.items()}
    return Outcome(
        "peer",
        claims,
        f"| median of {len(runs['Rasa'])} runs | Dragoman | Rasa {VERSION} |\n|---|---|---|\n{table}\n\n"
        f"Rasa Open Source {VERSION} with its default pipeline and policies and one rasa-sdk action server, in an "
        "environment of its own (Python 3.10), knows 19 intents in five languages; Dragoman all of its own. Both "
        f"get the same messages over the same REST protocol: {plan.amount(_MESSAGES, 60)} mixed ones one after "
        f"another, then a long conversation, then {SENDERS} senders at once. Rasa keeps conversations in memory, as "
        "it does by default; Dragoman has every message on disk before it answers.",
        {**series, "Dragoman turns": turns["Dragoman"], "Rasa turns": turns["Rasa"]},
    )


_ROWS = (
    ("start", "start to the first answer", "s"),
    ("memory", "resident memory", "MB"),
    ("p50", "answer p50", "ms"),
    ("p95", "answer p95", "ms"),
    ("ratio", "turn 300 : turn 10", "×"),
    ("rate", f"{SENDERS} senders at once", "messages/s"),
)


def _look(
    house: House, plan: Plan, run: str, connect: Callable[[], Client], memory: Callable[[], float]
) -> tuple[dict[str, float], list[float]]:
    """One run on one of the two servers: the measures, and the milliseconds of each turn of the long conversation."""
    client = connect()
    messages = mixed_messages(house, run)
    one_after_another(client, messages[-20:])
    load = one_after_another(client, messages[: plan.amount(_MESSAGES, 60)])
    resident = memory()
    turns = one_long(client, f"{run}-long")
    at_once = all_at_once(connect, crowd(house, f"{run}c", SENDERS, plan.amount(10, 3)))
    return {
        "memory": resident,
        "p50": percentile(load.times, 0.5),
        "p95": percentile(load.times, 0.95),
        "ratio": turn_ratio(turns),
        "rate": len(at_once.times) / at_once.seconds,
    }, turns
