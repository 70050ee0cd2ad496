"""From nothing to serving: a fresh clone, a fresh virtual environment, everything built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.house import PROJECT, House, Server
from benchmarks.plan import Plan

BAR_MINUTES = 6.0


def measure(house: House, plan: Plan) -> Outcome:
    """Clones the committed state and does what `make run` does, until the first answer."""
    del plan
    if shutil.which("git") is None or not (PROJECT / ".git").exists():
        raise NotMeasured("a fresh clone needs git and the project's repository")
    clone = house.folder / "clone"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DRAGOMAN_")}
    steps: list[tuple[str, float]] = []

    def step(name: str, command: list[str], folder: Path) -> None:
        print(f"  {name}", file=sys.stderr, flush=True)
        begun = time.perf_counter()
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise NotMeasured(f"{name} failed: {said[-1] if said else 'it said nothing'}")
        steps.append((name, time.perf_counter() - begun))

    step("clone", ["git", "clone", "-q", str(PROJECT), str(clone)], house.folder)
    step("install the packages", ["make", "-s", ".venv/.installed", f"PYTHON={sys.executable}"], clone)
    step("fetch the console's front-end packages", ["make", "-s", "console/static/vendor/.fetched"], clone)
    fresh = House([str(clone / ".venv" / "bin" / "dragoman")], home=clone, start_limit=3600)
    with fresh:
        server = Server(fresh, clone / "var" / "dragoman.db")
        print("  first start: encoder, training, demo shop, articles", file=sys.stderr, flush=True)
        try:
            steps.append(("first start to the first answer", server.start()))
        finally:
            server.stop()
    rows = "\n".join(f"| {name} | {seconds:.0f} s |" for name, seconds in steps)
    return Outcome(
        "install",
        [claim("from nothing to serving", [sum(seconds for _, seconds in steps) / 60], "min", BAR_MINUTES)],
        f"A fresh clone and virtual environment; pip's and npm's caches as they are.\n\n| step | |\n|---|---|\n{rows}",
    )
