"""What is looked up before shoppers are written to unasked: orders of late, and where their shoppers last wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, select

from bot.store.models import AlertRow, ConversationRow, OrderRow
from bot.store.session import Session

_C = cast(Table, ConversationRow.__table__)
_O = cast(Table, OrderRow.__table__)


class Talked(NamedTuple):
    """A customer's conversation: its id, who leads it, and its market."""

    id: str
    status: str
    market: str | None


async def orders_since(
    session: Session, statuses: Sequence[str], since: datetime, limit: int
) -> list[tuple[dict[str, Any], int]]:
    """Documents and versions of orders with one of these statuses that were placed since then, newest first."""
    found = await session.execute(
        select(_O.c.document, _O.c.version)
        .where(_O.c.status.in_(statuses), _O.c.placed_at >= since)
        .order_by(_O.c.placed_at.desc())
        .limit(limit)
    )
    return [(row.document, row.version) for row in found]


async def alerts_since(session: Session, kind: str, since: datetime) -> list[dict[str, Any]]:
    """What staff were told of this kind since then: the data of each alert."""
    found = await session.execute(select(AlertRow.data).where(AlertRow.kind == kind, AlertRow.at >= since))
    return list(found.scalars())


async def open_conversation(session: Session, customer_id: str, since: datetime) -> Talked | None:
    """The customer's newest conversation that is not closed and has a message since then, or None."""
    found = await session.execute(
        select(_C.c.id, _C.c.status, _C.c.market)
        .where(_C.c.customer_id == customer_id, _C.c.status != "closed", _C.c.last_message_at >= since)
        .order_by(_C.c.last_message_at.desc())
        .limit(1)
    )
    row = found.first()
    return None if row is None else Talked(row.id, row.status, row.market)
