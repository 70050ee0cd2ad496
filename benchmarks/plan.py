"""What the command line asks for, and a benchmark as the registry knows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.claims import Outcome
from benchmarks.house import House


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured, and where third parties' files lie.

    quick: fewer runs and messages, for a look. hint3: folder of the data set; label_map: its labels as intents.
    tau2: folder of its retail data.
    banking77, clinc: JSONL files of labelled texts with their `split`.
    rasa_project: a Rasa project to measure beside ours (None: the one in `benchmarks/rasa`). python310: interpreter
    for it (None: looked for). xquad: folder of its contexts and questions as JSONL.
    """

    quick: bool = False
    hint3: Path | None = None
    label_map: Path | None = None
    banking77: Path | None = None
    clinc: Path | None = None
    rasa_project: Path | None = None
    python310: Path | None = None
    xquad: Path | None = None
    tau2: Path | None = None

    def amount(self, whole: int, quick: int) -> int:
        """`quick` in a quick run, else `whole`."""
        return quick if self.quick else whole


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A name, a sentence, what measures it; `only_named`: too long to run unasked."""

    name: str
    what: str
    run: Callable[[House, Plan], Outcome]
    only_named: bool = False
