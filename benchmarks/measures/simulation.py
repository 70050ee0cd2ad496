"""Simulated shoppers with routine requests in fifteen languages: solved, handed over, lost."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from actions.commerce.data_file import DataFileError
from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.house import House
from benchmarks.plan import Plan
from benchmarks.scenarios.shape import GivenOrder
from benchmarks.scenarios.shop import Wanted
from benchmarks.scenarios.stage import stage
from benchmarks.simulation.goals import GOALS
from benchmarks.simulation.phrases import all_phrases
from benchmarks.simulation.play import Task, Try, play

TRIES = 4
_ALL, _WEAKEST = 80, 72


def measure(house: House, plan: Plan) -> Outcome:
    """Eleven goals in fifteen languages, each four times with other seeds (a quick run: once)."""
    try:
        tries = run(plan.amount(TRIES, 1), command=house.command)
    except DataFileError as error:
        raise NotMeasured(str(error)) from error
    by_language = _grouped(tries, lambda one: one.task.language)
    solved = {code: 100 * _share(rows) for code, rows in by_language.items()}
    every, whole = pass_k(tries)
    weakest = min(solved, key=lambda code: solved[code])
    claims = [
        claim("simulated routine requests solved without a person", [100 * every], "%", _ALL, "at least"),
        claim(f"the same, weakest language ({weakest})", [solved[weakest]], "%", _WEAKEST, "at least"),
        claim("orders changed that should not have been", [sum(one.wrong for one in tries)], "", 0),
    ]
    if whole is not None:
        claims.append(claim("pass^4: the same request solved four times of four", [100 * whole], "%"))
    return Outcome("simulation", claims, _page(tries))


def run(count: int, languages: Sequence[str] | None = None, command: Sequence[str] | None = None) -> list[Try]:
    """`count` tries of every goal in the languages (default: all) on one server."""
    phrases = {code: one for code, one in all_phrases().items() if languages is None or code in languages}
    tasks = [
        Task(f"{code}-{goal.name.replace('_', '-')}-{seed}", code, goal, seed)
        for code in phrases
        for goal in GOALS
        for seed in range(count)
    ]
    with (
        tempfile.TemporaryDirectory(prefix="dragoman-simulation-") as folder,
        stage([_shopper(one, phrases[one.language].market) for one in tasks], Path(folder), command=command) as scene,
    ):
        client = scene.client()
        tries = []
        for one in tasks:
            tries.append(play(one, phrases[one.language], scene, client))
            if os.environ.get("DRAGOMAN_SHOW_TALKS") and tries[-1].end != "solved":
                _show(tries[-1])
        return tries


def _shopper(task: Task, market: str) -> Wanted:
    """The order that is meant, and another one in the same state that is not."""
    order = task.goal.order
    orders = [] if order is None else [order, GivenOrder(story=order.story, days=order.days, skus=("EL-2004",))]
    return Wanted(task.id, market, "standard", orders)


def pass_k(tries: Sequence[Try]) -> tuple[float, float | None]:
    """pass^1 and pass^4 (Yao et al., tau-bench): the share solved, and of requests solved every time (None: fewer)."""
    by_task = _grouped(tries, lambda one: f"{one.task.language}:{one.task.goal.name}")
    if any(len(rows) != TRIES for rows in by_task.values()):
        return _share(tries), None
    return _share(tries), sum(all(one.end == "solved" for one in rows) for rows in by_task.values()) / len(by_task)


def _grouped(tries: Sequence[Try], key: Callable[[Try], str]) -> dict[str, list[Try]]:
    found: defaultdict[str, list[Try]] = defaultdict(list)
    for one in tries:
        found[key(one)].append(one)
    return dict(found)


def _share(tries: Sequence[Try]) -> float:
    return sum(one.end == "solved" for one in tries) / len(tries)


def _show(one: Try) -> None:
    print(f"  {one.task.id}: {one.end}{', wrong order' if one.wrong else ''}", file=sys.stderr)
    for author, text in one.talk:
        print(f"    {author}: {' '.join(text.split())[:160]}", file=sys.stderr)


def _page(tries: Sequence[Try]) -> str:
    lines = [
        "Each simulated shopper has one routine request and two orders in the same state, one of which is meant. It "
        "writes wordings of its language (`benchmarks/simulation/phrases`), with slips of the finger, without accents, "
        "in bursts, asks something else in between, corrects itself, and answers the bot's questions from its goal. "
        "Solved: the order data, or the answer, is what the shopper wanted, no other order changed, and no person was "
        "needed.",
        "",
        "| language | solved | handed over | lost | pass^4 |",
        "|---|---|---|---|---|",
    ]
    groups = sorted(_grouped(tries, lambda one: one.task.language).items(), key=lambda pair: _share(pair[1]))
    lines += [_row(name, rows) for name, rows in groups]
    lines += ["", "| request | solved | handed over | lost | pass^4 |", "|---|---|---|---|---|"]
    groups = sorted(_grouped(tries, lambda one: one.task.goal.name).items(), key=lambda pair: _share(pair[1]))
    lines += [_row(name, rows) for name, rows in groups]
    return "\n".join(lines)


def _row(name: str, rows: Sequence[Try]) -> str:
    ends = [one.end for one in rows]
    whole = pass_k(rows)[1]
    shares = " | ".join(f"{100 * ends.count(end) / len(ends):.0f} %" for end in ("solved", "handed over", "lost"))
    return f"| {name} | {shares} | {'–' if whole is None else f'{100 * whole:.0f} %'} |"
