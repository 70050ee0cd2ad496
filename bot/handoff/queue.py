"""Moves of a conversation between the bot, the queue and a person, inside the caller's transaction.

Every move names the states that it may start from and is one conditional update, so that of two people who
take a conversation at once exactly one gets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff.errors import NotFound, WrongState
from bot.store.models import ConversationRow, StaffRow


async def hand_over(
    session: AsyncSession, conversation: ConversationRow, package: dict[str, Any], priority: int
) -> None:
    """Puts a conversation into the queue with its context package; one that waits keeps its place.

    For the turn's commit: the row is changed in the session, not by a statement of its own.
    """
    now = datetime.now(UTC)
    if conversation.status not in ("waiting", "human"):
        conversation.status, conversation.waiting_since = "waiting", now
    conversation.handoff = package
    conversation.priority = max(priority, conversation.priority)
    conversation.updated_at = now


async def load(session: AsyncSession, conversation_id: str) -> ConversationRow:
    """The conversation; raises NotFound."""
    row = await session.get(ConversationRow, conversation_id)
    if row is None:
        raise NotFound(f"there is no conversation {conversation_id}")
    return row


async def move(
    session: AsyncSession,
    conversation_id: str,
    *,
    to: str,
    owner: str | None = None,
    unowned: Sequence[str] = (),
    **values: Any,
) -> ConversationRow:
    """Changes the status where it is `human` and `owner`'s, or one of `unowned`; returns the row as it is now.

    Raises NotFound, or WrongState that names who has it or in which state it is.
    """
    now = datetime.now(UTC)
    allowed: list[ColumnElement[bool]] = [ConversationRow.status.in_(unowned)]
    if owner is not None:
        allowed.append(and_(ConversationRow.status == "human", ConversationRow.assigned_to == owner))
    moved = await session.execute(
        update(ConversationRow)
        .where(ConversationRow.id == conversation_id, or_(*allowed))
        .values(status=to, updated_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    row = await session.get(ConversationRow, conversation_id, populate_existing=True)
    if row is None:
        raise NotFound(f"there is no conversation {conversation_id}")
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise WrongState(await _why(session, row, owner))
    return row


async def _why(session: AsyncSession, row: ConversationRow, owner: str | None) -> str:
    if row.status == "closed":
        return "the conversation is closed"
    if row.status == "human" and row.assigned_to != owner:
        holder = await session.get(StaffRow, row.assigned_to) if row.assigned_to else None
        return f"{holder.name if holder else row.assigned_to} has this conversation"
    return f"the conversation is in the state {row.status}; it must be taken first"
