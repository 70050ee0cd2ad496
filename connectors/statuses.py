"""What became of a sent message: statuses arrive late, twice and out of order, and only ever move forward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.models import AlertRow, ConversationRow, MessageRow
from connectors.message import StatusUpdate

_RANK = {"queued": 0, "sent": 1, "delivered": 2, "read": 3}


def advance(now: str, told: str) -> str:
    """The status that holds when `told` arrives while `now` is stored.

    A failure ends what has not arrived; what has arrived did not fail, whatever is told later.
    """
    if told == "failed":
        return now if _RANK.get(now, 0) >= _RANK["delivered"] else "failed"
    if now == "failed":
        return told if _RANK.get(told, 0) >= _RANK["delivered"] else now
    return told if _RANK.get(told, -1) > _RANK.get(now, -1) else now


async def apply_statuses(db: Database, hub: Hub, updates: Sequence[StatusUpdate]) -> int:
    """Stores what providers told about sent messages; returns how many messages changed. A failure is an alert."""
    changed: list[MessageRow] = []
    async with db.write() as session:
        for update in updates:
            for row in await _rows(session, update):
                status = advance(row.status, update.status)
                if status == row.status:
                    continue
                row.status = status
                if status == "failed":
                    row.payload = {**row.payload, "error": update.error or "the provider could not deliver it"}
                    session.add(_alert(row, update))
                changed.append(row)
    for row in changed:
        hub.publish(f"conversation:{row.conversation_id}", {"event": "status", "message_id": row.id})
    return len(changed)


def _alert(row: MessageRow, update: StatusUpdate) -> AlertRow:
    return AlertRow(
        kind="send_failed",
        text=f"An answer on {row.channel} did not reach the shopper: {update.error or 'no reason was given'}",
        data={"message_id": row.id, "channel": row.channel},
        conversation_id=row.conversation_id,
        at=datetime.now(UTC),
    )


async def _rows(session: AsyncSession, update: StatusUpdate) -> Sequence[MessageRow]:
    ours = select(MessageRow).where(MessageRow.channel == update.channel, MessageRow.direction == "out")
    if update.provider_id:
        by_id = ours.where(MessageRow.account == update.account, MessageRow.provider_id == update.provider_id)
        found = (await session.execute(by_id)).scalars().all()
        if found:
            return found
    if update.message_id is not None:  # the status overtook our own note of the provider's id
        return (await session.execute(ours.where(MessageRow.id == update.message_id))).scalars().all()
    if update.before is None or update.recipient is None:
        return []
    earlier = (
        ours.join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(
            ConversationRow.channel == update.channel,
            ConversationRow.account == update.account,
            ConversationRow.sender == update.recipient,
            MessageRow.status.in_([one for one, rank in _RANK.items() if 0 < rank < _RANK.get(update.status, 0)]),
            MessageRow.at <= update.before,
        )
        .order_by(MessageRow.id)
    )
    return (await session.execute(earlier)).scalars().all()
