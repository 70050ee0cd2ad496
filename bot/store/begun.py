"""Who acts on which order of a shop elsewhere, and how far: what a turn must know that is taken again after a crash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.errors import VersionConflict
from bot.store.models import BegunOrderRow

BEGUN, DONE, UNCLEAR = "begun", "done", "unclear"

Entry = dict[str, Any]


class OrderLocked(VersionConflict):
    """Another conversation acts on the order, or what was begun on it is not clear yet (`unclear`)."""

    def __init__(self, order_id: str, *, unclear: bool) -> None:
        super().__init__(f"order {order_id} is being changed")
        self.unclear = unclear


async def begin(
    session: AsyncSession,
    *,
    order_id: str,
    conversation_id: str,
    document: dict[str, Any],
    version: int,
    key: str,
    entry: Entry,
    at: datetime,
) -> Entry:
    """Notes that a deed is begun now; returns what was known of it before: `{}` when it is new. Raises OrderLocked."""
    row = await session.get(BegunOrderRow, order_id, with_for_update=True)
    if row is None:
        session.add(
            BegunOrderRow(
                order_id=order_id,
                conversation_id=conversation_id,
                document=document,
                version=version,
                deeds={key: {**entry, "state": BEGUN, "at": at.isoformat()}},
            )
        )
        try:
            await session.flush()
        except IntegrityError as error:  # of two that begin at once, one does
            raise OrderLocked(order_id, unclear=False) from error
        return {}
    unclear = any(one["state"] == UNCLEAR for one in row.deeds.values())
    if row.conversation_id != conversation_id or unclear:
        raise OrderLocked(order_id, unclear=unclear)
    known: Entry = row.deeds.get(key) or {}
    if known.get("state") != DONE:
        row.deeds = {**row.deeds, key: {**entry, **known, "state": BEGUN, "at": at.isoformat()}}
    return known


async def mark(session: AsyncSession, order_id: str, key: str, state: str) -> None:
    """Notes how far a deed came."""
    row = await session.get_one(BegunOrderRow, order_id, with_for_update=True)
    row.deeds = {**row.deeds, key: {**row.deeds[key], "state": state}}


async def forget(session: AsyncSession, order_id: str, keys: Sequence[str]) -> None:
    """Drops deeds that are told, or that did not happen; the order is free when none is left."""
    row = await session.get(BegunOrderRow, order_id, with_for_update=True)
    if row is None:
        return
    left = {key: one for key, one in row.deeds.items() if key not in keys}
    if left:
        row.deeds = left
    else:
        await session.delete(row)


async def open_of(session: AsyncSession, conversation_id: str) -> list[BegunOrderRow]:
    """Orders on which the conversation acts and of which nothing was told yet."""
    rows = await session.execute(select(BegunOrderRow).where(BegunOrderRow.conversation_id == conversation_id))
    return [row for row in rows.scalars() if all(one["state"] != UNCLEAR for one in row.deeds.values())]


async def load(session: AsyncSession, order_id: str) -> BegunOrderRow | None:
    """What is begun on an order."""
    return await session.get(BegunOrderRow, order_id)
