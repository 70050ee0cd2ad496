"""tau2's retail tasks: their gold tool calls through our order operations, and the end state beside its own rules."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from actions.commerce.files import read_shop, write_shop
from actions.commerce.ports import Refused
from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.house import House
from benchmarks.plan import Plan
from benchmarks.tau2.clerk import Clerk, whole_state
from benchmarks.tau2.forbidden import Call, Forbidden, forbidden
from benchmarks.tau2.rules import NotAllowed, Tau2
from benchmarks.tau2.shop import (
    as_ours,
    balances_of_ours,
    balances_of_theirs,
    state_of_ours,
    state_of_theirs,
)
from bot.store import shop
from bot.store.database import Database

_FILES = ("orders", "users", "products")
_WRITES = ("cancel_", "modify_", "return_", "exchange_")


def measure(house: House, plan: Plan) -> Outcome:
    """Replays the tasks' gold calls and the forbidden ones; skipped with a sentence without the data's folder."""
    if plan.tau2 is None:
        raise NotMeasured("give the folder of tau2's retail data: --tau2 DIR")
    missing = [name for name in (*(f"{one}.json" for one in _FILES), "tasks.jsonl") if not (plan.tau2 / name).is_file()]
    if missing:
        raise NotMeasured(f"not in {plan.tau2}: {', '.join(missing)}")
    return asyncio.run(_measure(plan.tau2, house.folder / "tau2"))


async def _measure(data: Path, folder: Path) -> Outcome:
    theirs = Tau2(*(json.loads((data / f"{name}.json").read_text(encoding="utf-8")) for name in _FILES))
    lines = (data / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
    tasks = [json.loads(line) for line in lines if line.strip()]
    imported = await _import(theirs, folder)
    reasons: Counter[str] = Counter()
    equal = calls = allowed = 0
    for task in tasks:
        gold = [(one["name"], one["arguments"]) for one in task["gold_actions"] if one["name"].startswith(_WRITES)]
        calls += len(gold)
        oracle = theirs.copy()
        allowed += sum(_allowed(oracle, call) for call in gold)
        wrong = await _replay(theirs, imported, task["id"], gold, _shopper(theirs, task["gold_actions"]))
        equal += not wrong
        reasons.update(wrong)
    refused: Counter[str] = Counter()
    probes = forbidden(theirs)
    for number, probe in enumerate(probes):
        wrong = await _probe(theirs, imported, f"probe-{number}", probe)
        refused[probe.kind] += not wrong
        reasons.update(wrong)
    kinds = Counter(probe.kind for probe in probes)
    details = [
        f"{len(tasks)} tasks, each on a fresh copy of the imported shop; {calls} gold calls that write, each committed "
        f"twice; the benchmark's own rules allow {allowed} of them.",
        f"{len(probes)} forbidden calls of {len(kinds)} kinds; each leaves the data as they were:",
        "",
        *(f"- {kind}: {refused[kind]} of {count}" for kind, count in kinds.items()),
        *(["", "Differences:", ""] if reasons else []),
        *(f"- {reason}: {count}" for reason, count in reasons.most_common()),
    ]
    print("\n".join(details), flush=True)
    return Outcome(
        "tau2",
        [
            claim("tau2 retail, gold calls with equal end state", [equal / len(tasks)], "", 1.0, "at least"),
            claim("tau2 retail, forbidden calls refused", [refused.total() / len(probes)], "", 1.0, "at least"),
        ],
        "\n".join(details),
    )


async def _import(theirs: Tau2, folder: Path) -> Path:
    """A database with the whole shop, imported from files in our format."""
    write_shop(folder / "shop", as_ours(theirs))
    data = read_shop(folder / "shop", complete=True)
    path = folder / "imported.db"
    db = Database(f"sqlite:///{path}")
    await db.migrate()
    async with db.write() as session:
        await shop.import_shop(
            session,
            products=data.products,
            customers=data.customers,
            orders=data.orders,
            coupons=data.coupons,
            replace=True,
        )
    await db.close()
    return path


async def _replay(theirs: Tau2, imported: Path, name: str, calls: list[Call], by: str) -> list[str]:
    """Reasons why the end states differ; none when they are equal."""
    oracle = theirs.copy()
    async with _Fresh(imported) as db:
        clerk = Clerk(db, by, name)
        wrong = []
        for tool, arguments in calls:
            allowed = _allowed(oracle, (tool, arguments))
            refusal = await _refusal(clerk, (tool, arguments))
            if allowed == bool(refusal):
                wrong.append(f"{tool}: {'refused as ' + str(refusal) if allowed else 'not refused'}")
        return wrong + await _differences(theirs, oracle, db, calls, by)


async def _probe(theirs: Tau2, imported: Path, name: str, probe: Forbidden) -> list[str]:
    oracle = theirs.copy()
    async with _Fresh(imported) as db:
        clerk = Clerk(db, probe.by, name)
        for call in probe.before:
            if not _allowed(oracle, call) or await _refusal(clerk, call):
                return [f"{probe.kind}: what comes before was refused"]
        if probe.their_own and _allowed(oracle, probe.call):
            return [f"{probe.kind}: the benchmark's rules allow it"]
        refusal = await _refusal(clerk, probe.call)
        wrong = [] if refusal else [f"{probe.kind}: not refused"]
        return wrong + await _differences(theirs, oracle, db, [*probe.before, probe.call], probe.by)


def _allowed(oracle: Tau2, call: Call) -> bool:
    try:
        oracle.call(*call)
    except NotAllowed:
        return False
    return True


async def _refusal(clerk: Clerk, call: Call) -> str | None:
    try:
        await clerk.call(*call)
    except Refused as refused:
        return refused.code
    return None


async def _differences(theirs: Tau2, oracle: Tau2, db: Database, calls: list[Call], by: str) -> list[str]:
    """Compares every order that a call named, and all orders, gift cards and the address of their owners."""
    named = {str(arguments["order_id"]) for _, arguments in calls if "order_id" in arguments}
    users = {by, *(oracle.orders[one]["user_id"] for one in named if one in oracle.orders)}
    order_ids = sorted({order_id for user in users for order_id in oracle.users[user]["orders"]} | named)
    order_ids = [one for one in order_ids if one in oracle.orders]
    ours = await whole_state(db, order_ids, users)
    imported = as_ours(Tau2({one: theirs.orders[one] for one in order_ids}, theirs.users, {})).orders
    before = {one["id"]: one for one in imported}
    wrong = []
    for order_id in order_ids:
        mine, wanted = state_of_ours(ours[order_id]), state_of_theirs(oracle.orders[order_id])
        wrong += [
            f"order, {name}: {mine[name]} instead of {wanted[name]}" for name in wanted if mine[name] != wanted[name]
        ]
    for user in users:
        orders = [ours[one] for one in order_ids if oracle.orders[one]["user_id"] == user]
        earlier = [type(order).model_validate(before[order.id]) for order in orders]
        if getattr(ours[user], "address", None) != oracle.users[user]["address"]:
            wrong.append("customer: address")
        cards: Any = balances_of_theirs(oracle.users[user])
        if (mine := balances_of_ours(ours[user], earlier, orders)) != cards:
            wrong.append(f"gift cards: {mine} instead of {cards}")
    return wrong


def _shopper(theirs: Tau2, actions: list[dict[str, Any]]) -> str:
    """Who the gold calls identify: by e-mail, by name and postcode, else the owner of what they name."""
    for one in actions:
        given = one["arguments"]
        for user_id, user in theirs.users.items():
            if given.get("email") == user["email"]:
                return user_id
            if given.get("zip") == user["address"]["zip"] and [given.get("first_name"), given.get("last_name")] == [
                user["name"]["first_name"],
                user["name"]["last_name"],
            ]:
                return user_id
    for one in actions:
        if "user_id" in one["arguments"]:
            return str(one["arguments"]["user_id"])
        if (order := theirs.orders.get(one["arguments"].get("order_id"))) is not None:
            return str(order["user_id"])
    return next(iter(theirs.users))


class _Fresh:
    """A copy of the imported database, gone afterwards."""

    def __init__(self, imported: Path) -> None:
        self._path = imported.with_name("replay.db")
        shutil.copyfile(imported, self._path)

    async def __aenter__(self) -> Database:
        self._db = Database(f"sqlite:///{self._path}")
        return self._db

    async def __aexit__(self, *_: object) -> None:
        await self._db.close()
        for path in self._path.parent.glob("replay.db*"):
            path.unlink()
