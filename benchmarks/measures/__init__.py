"""All benchmarks by name, in the order in which they run."""

from __future__ import annotations

from benchmarks.measures import (
    conversations,
    hint3,
    install,
    kill,
    knowledge,
    latency,
    leaks,
    memory,
    peer,
    scenarios,
    simulation,
    startup,
    tau2,
    throughput,
    trainer,
    understanding,
    xquad,
)
from benchmarks.plan import Benchmark

ALL = (
    Benchmark("conversations", "fifteen scripted conversations, one a language", conversations.measure),
    Benchmark("scenarios", "scenario conversations with their orders, ten and more a language", scenarios.measure),
    Benchmark("simulation", "simulated shoppers with routine requests, fifteen languages", simulation.measure),
    Benchmark("leaks", "attempts to get another shopper's data", leaks.measure),
    Benchmark("startup", "prepared install to the first answer", startup.measure),
    Benchmark("memory", "resident memory of a server that has worked", memory.measure),
    Benchmark("latency", "p50 and p95 of answers; late in a long conversation", latency.measure),
    Benchmark("throughput", "32 senders at once, counted in the database", throughput.measure),
    Benchmark("kill", "kill -9 in the middle of 200 messages", kill.measure),
    Benchmark("understanding", "intents, emotions, entities per language", understanding.measure),
    Benchmark("knowledge", "questions that find the right article", knowledge.measure),
    Benchmark("xquad", "questions to English paragraphs (needs --xquad)", xquad.measure),
    Benchmark("hint3", "real chat questions of a third party (needs --hint3)", hint3.measure),
    Benchmark("tau2", "a shop's tasks through our order operations (needs --tau2)", tau2.measure),
    Benchmark("trainer", "third parties' intents learnt by our trainer (--banking77, --clinc)", trainer.measure),
    Benchmark("peer", "Rasa Open Source in the same run (needs Python 3.10)", peer.measure),
    Benchmark("install", "from nothing to serving", install.measure, only_named=True),
)
