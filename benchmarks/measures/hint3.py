"""Real chat questions to two shops' bots (HINT3), their labels mapped to our intents."""

from __future__ import annotations

import json

from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.house import House
from benchmarks.plan import Plan

BAR = 0.70
_SETS = ("curekart", "sofmattress")


def measure(house: House, plan: Plan) -> Outcome:
    """`dragoman evaluate` on the data set; skipped with a sentence when its folder was not given."""
    if plan.hint3 is None or plan.label_map is None:
        raise NotMeasured("give the data set's folder and the map of its labels: --hint3 DIR --label-map FILE")
    files = [plan.hint3 / f"{name}.jsonl" for name in _SETS]
    missing = [str(path) for path in (*files, plan.label_map) if not path.is_file()]
    if missing:
        raise NotMeasured(f"not there: {', '.join(missing)}")
    out = house.folder / "hint3.json"
    house.run(["evaluate", *map(str, files), "--label-map", str(plan.label_map), "--json", str(out)])
    report = json.loads(out.read_text(encoding="utf-8"))
    found = report["all"]["intent"]["accuracy"]
    return Outcome(
        "hint3",
        [claim("HINT3 curekart and sofmattress, intent accuracy", [found["value"]], "", BAR, "at least")],
        f"{found['count']} messages, labels mapped to accepted intents, labels without a counterpart left out. "
        f"Nothing of the set was trained on. 95 % interval: {found['low']:.3f} to {found['high']:.3f}.",
    )
