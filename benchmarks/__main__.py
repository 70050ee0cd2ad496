"""`python -m benchmarks [NAME...]`: measures, prints one row per claim, and on demand writes pages and plots.

Exit status 0 when everything that was asked for was measured, whatever the numbers are; 1 when something could not be.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import report
from benchmarks.claims import NotMeasured, Outcome
from benchmarks.house import PROJECT, House
from benchmarks.measures import ALL
from benchmarks.plan import Benchmark, Plan


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmarks; returns the exit status."""
    options = _parser().parse_args(arguments)
    if (options.hint3 is None) != (options.label_map is None):
        _parser().error("--hint3 and --label-map go together")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is stopped, and its folder goes
    plan = Plan(
        options.quick,
        options.hint3,
        options.label_map,
        options.banking77,
        options.clinc,
        options.rasa_project,
        options.python310,
        options.xquad,
        tau2=options.tau2,
    )
    known = {one.name: one for one in ALL}
    chosen = [known[name] for name in options.names] or [one for one in ALL if not one.only_named]
    outcomes: list[Outcome] = []
    failed = False
    with House(shlex.split(options.dragoman) if options.dragoman else None) as house:
        for one in chosen:
            outcome = _run(one, house, plan)
            if outcome is None:
                failed = failed or bool(options.names)
                continue
            outcomes.append(outcome)
            print(report.as_text(outcome.claims), flush=True)
    if options.write and outcomes:
        for path in report.write(outcomes):
            print(f"wrote {path.relative_to(PROJECT)}", file=sys.stderr)
    return int(failed)


def _run(one: Benchmark, house: House, plan: Plan) -> Outcome | None:
    print(f"== {one.name}: {one.what}", flush=True)
    try:
        return one.run(house, plan)
    except NotMeasured as reason:
        print(f"not measured: {reason}", flush=True)
        return None


def _parser() -> argparse.ArgumentParser:
    names = "\n".join(f"  {one.name:<14}{one.what}{' (only when named)' if one.only_named else ''}" for one in ALL)
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures the real server and prints one row per claim: what, median of the runs, bar, met.",
        epilog=f"benchmarks:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*(one.name for one in ALL), []], default=[])
    parser.add_argument("--quick", action="store_true", help="fewer runs and messages, for a look")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks/ and the README's numbers")
    parser.add_argument("--hint3", type=Path, metavar="DIR", help="folder of the HINT3 data set")
    parser.add_argument("--label-map", type=Path, metavar="FILE", help="YAML: its labels as our intents")
    parser.add_argument("--banking77", type=Path, metavar="FILE", help="BANKING77 as JSONL: text, labels, split")
    parser.add_argument("--clinc", type=Path, metavar="FILE", help="CLINC150 as JSONL, `oos` among its labels")
    parser.add_argument("--xquad", type=Path, metavar="DIR", help="folder of XQuAD as JSONL")
    parser.add_argument("--tau2", type=Path, metavar="DIR", help="folder of tau2's retail data")
    parser.add_argument("--rasa-project", type=Path, metavar="DIR", help="Rasa project to measure beside ours")
    parser.add_argument("--python310", type=Path, metavar="PATH", help="Python 3.10 for Rasa (default: looked for)")
    parser.add_argument("--dragoman", metavar="COMMAND", help="the command to measure (default: this environment's)")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
