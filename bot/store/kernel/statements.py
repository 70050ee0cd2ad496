"""The kernel's statements, built once: every message runs several, and building one costs more than running it.

Parameters: `q` queue, `k` key, `owner` a claim's token, `now` seconds since the epoch.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import BindParameter, Table, bindparam, case, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.models import TaskKeyRow, TaskRow
from bot.store.prepared import Prepared
from bot.store.session import Session

TASKS = cast(Table, TaskRow.__table__)
KEYS = cast(Table, TaskKeyRow.__table__)

_queue: BindParameter[str] = bindparam("q")
_key: BindParameter[str] = bindparam("k")
_owner: BindParameter[str] = bindparam("owner")
_now: BindParameter[float] = bindparam("now")
_this_key = (KEYS.c.queue == _queue) & (KEYS.c.key == _key)
_ready = (TASKS.c.queue == _queue) & (TASKS.c.key == _key) & (TASKS.c.state == "ready")
_due = (KEYS.c.queue == _queue) & (KEYS.c.pending > 0) & (KEYS.c.ready_at <= _now) & (KEYS.c.lease_until <= _now)

ANY_DUE = Prepared(select(literal(1).label("due")).select_from(KEYS).where(_due).limit(1))
"""Whether a claim would find anything."""

_next_keys = (
    select(KEYS.c.key)
    .where(_due)
    .order_by(KEYS.c.ready_at, KEYS.c.lease_until)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")  # an expression of its own is looked up once; a subselect might be more often, and lock more keys
)
LEASE = Prepared(
    update(KEYS)
    .where(KEYS.c.queue == _queue, KEYS.c.key.in_(select(_next_keys.c.key)))
    .values(owner=_owner, lease_until=_now + bindparam("lease"))
    .returning(KEYS.c.key)
)
"""Leases at most `most` keys for `lease` seconds: those due first, and of those due at once the ones that were served
longest ago."""

FENCE = Prepared(update(KEYS).where(_this_key, KEYS.c.owner == _owner).values(owner=_owner).returning(KEYS.c.key))
"""Touches the key's row when it is still ours, and so locks it until the transaction's end; gives it then."""

RENEW = Prepared(update(KEYS).where(_this_key).values(lease_until=_now + bindparam("lease")))

READY = Prepared(
    select(TASKS.c.id, TASKS.c.payload, TASKS.c.attempts, TASKS.c.created_at, TASKS.c.run_at)
    .where(_ready)
    .order_by(TASKS.c.id)
    .limit(bindparam("most"))
)
"""The key's waiting tasks in order."""

DONE = Prepared(update(TASKS).where(TASKS.c.id == bindparam("task")).values(state="done", error=None))

_waiting = select(func.count()).select_from(TASKS).where(_ready).scalar_subquery()
_first = select(func.coalesce(func.min(TASKS.c.run_at), 0.0)).where(_ready).scalar_subquery()
_counted = {"pending": _waiting, "ready_at": _first}
RECOUNT = Prepared(update(KEYS).where(_this_key).values(**_counted))
"""Sets the key's pending count and earliest moment from its tasks."""

_freed: dict[str, Any] = {"owner": None, "lease_until": bindparam("since")}
RELEASE = Prepared(update(KEYS).where(_this_key).values(**_counted, **_freed).returning(KEYS.c.pending))
RELEASE_UNTIL = Prepared(update(KEYS).where(_this_key).values(pending=_waiting, ready_at=bindparam("until"), **_freed))
"""Gives the key back, for now or not before `until`. since: when its last claim was made, which orders the queue."""

_tried = select(TASKS.c.id).where(_ready, TASKS.c.attempts > 0)
# A key that waits for a later time is woken earlier by an earlier task; one that backs off stays backed off.
_earliest: Any = case(
    (KEYS.c.pending == 0, bindparam("run_at")),
    (_tried.exists(), KEYS.c.ready_at),
    (KEYS.c.ready_at > bindparam("run_at"), bindparam("run_at")),
    else_=KEYS.c.ready_at,
)


_new_task: dict[str, Any] = {
    "queue": _queue,
    "key": _key,
    "payload": bindparam("payload"),
    "state": "ready",
    "attempts": 0,
    "run_at": bindparam("run_at"),
    "dedupe_key": bindparam("dedupe_key"),
    "created_at": bindparam("created_at"),
}


def _add_task(dialect: Any) -> Prepared:
    added = dialect.insert(TASKS).values(**_new_task)
    return Prepared(added.on_conflict_do_nothing(index_elements=["queue", "dedupe_key"]).returning(TASKS.c.id))


def _add_key(dialect: Any) -> Prepared:
    values = {"queue": _queue, "key": _key, "pending": 1, "ready_at": bindparam("run_at"), "lease_until": 0.0}
    added = dialect.insert(KEYS).values(**values)
    more = {"pending": KEYS.c.pending + 1, "ready_at": _earliest}
    return Prepared(added.on_conflict_do_update(index_elements=["queue", "key"], set_=more))


_ADD = {
    "sqlite": (_add_task(sqlite), _add_key(sqlite)),
    "postgresql": (_add_task(postgresql), _add_key(postgresql)),
}


def adding(session: Session) -> tuple[Prepared, Prepared]:
    """The two statements that store a task and make its key wait, in the session's dialect."""
    return _ADD[session.get_bind().dialect.name]
