"""How fast an answer is: mixed languages one after another, and late in a long conversation."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from benchmarks.claims import Outcome, claim, percentile
from benchmarks.client import Client
from benchmarks.house import House
from benchmarks.load import long_conversation, one_after_another
from benchmarks.mixed import QUESTIONS, mixed_messages, read_lines
from benchmarks.plan import Plan

BAR_P50, BAR_P95, BAR_RATIO = 25.0, 60.0, 1.3
TURNS = 305
_EARLY, _LATE = slice(5, 15), slice(295, 305)  # ten turns around turn 10 and turn 300, the same ten texts in both


def measure(house: House, plan: Plan) -> Outcome:
    """p50 and p95 of REST answers; turn 300 of one conversation against its turn 10."""
    runs, each = plan.amount(3, 1), plan.amount(300, 60)
    p50, p95, ratios = [], [], []
    everything: list[float] = []
    by_language: dict[str, list[float]] = defaultdict(list)
    turns: list[float] = []
    silent = 0
    processor: list[float] = []
    with house.serving() as server:
        client = server.client()
        messages = mixed_messages(house, "latency")
        one_after_another(client, messages[-30:])
        for run in range(runs):
            part = messages[run * each : (run + 1) * each]
            before = server.cpu_seconds()
            load = one_after_another(client, part)
            after = server.cpu_seconds()
            if before is not None and after is not None:
                processor.append((after - before) * 1000 / len(part))
            p50.append(percentile(load.times, 0.5))
            p95.append(percentile(load.times, 0.95))
            everything += load.times
            silent += load.silent
            for message, time in zip(part, load.times, strict=True):
                by_language[message.language].append(time)
        for run in range(plan.amount(3, 1)):
            turns = one_long(client, f"long-{run}")
            ratios.append(turn_ratio(turns))
    rows = sorted(by_language.items(), key=lambda item: -percentile(item[1], 0.5))
    table = "\n".join(
        f"| {language} | {len(times)} | {percentile(times, 0.5):.1f} | {percentile(times, 0.95):.1f} |"
        for language, times in rows
    )
    claims = [
        claim("REST answer p50, mixed languages", p50, "ms", BAR_P50),
        claim("REST answer p95, mixed languages", p95, "ms", BAR_P95),
        claim("turn 300 : turn 10 of one conversation", ratios, "×", BAR_RATIO),
    ]
    if processor:
        claims.append(claim("processor time of one message, all threads", processor, "ms"))
    return Outcome(
        "latency",
        claims,
        f"{runs} runs of {each} messages over one connection, the language changing with each message, a new "
        f"sender after ten messages of a language, no text twice; {silent} of them got an empty answer. The "
        "long conversation asks the same ten questions over and over; medians of turns 6 to 15 and 296 to 305 "
        "are compared.\n\n"
        f"| language | messages | p50 ms | p95 ms |\n|---|---|---|---|\n{table}",
        {"latency": everything, "turns": turns},
    )


def one_long(client: Client, sender: str, turns: int = TURNS) -> list[float]:
    """Milliseconds of each turn of one conversation in English. The texts were heard before, in another one."""
    metadata = {"locale": "en-US", "market": "US"}
    texts = [row["text"] for row in read_lines(QUESTIONS) if row["lang"] == "en" and row["answers"]][:10]
    long_conversation(client, f"{sender}-before", texts, len(texts), metadata)
    return long_conversation(client, sender, texts, turns, metadata).times


def turn_ratio(turns: list[float]) -> float:
    """The median around turn 300 by the median around turn 10."""
    return median(turns[_LATE]) / median(turns[_EARLY])
