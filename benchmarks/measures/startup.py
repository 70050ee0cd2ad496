"""How long a prepared install takes from the command to its first answer."""

from __future__ import annotations

from benchmarks.claims import Outcome, claim
from benchmarks.house import House, Server
from benchmarks.plan import Plan

BAR_SECONDS = 5.0


def measure(house: House, plan: Plan) -> Outcome:
    """Starts the server several times, each on a fresh copy of the prepared database."""
    runs = []
    for _ in range(plan.amount(5, 2)):
        server = Server(house, house.database())
        try:
            runs.append(server.start())
        finally:
            server.stop()
    return Outcome(
        "startup",
        [claim("prepared install, command to first answer", runs, "s", BAR_SECONDS)],
        "From the start of `dragoman serve` to the whole answer to a first message over REST. Models, demo "
        "shop and articles were prepared before; the database was opened for the first time by this process.",
    )
