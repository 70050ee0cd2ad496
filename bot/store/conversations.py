"""Conversations, their messages and tracker events."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached

from bot.store.models import ChannelIdentityRow, ConversationRow, MessageRow, TrackerEventRow

OPEN = ("bot", "waiting", "human")

# Built once: a message needs each of these, and building a statement costs more than running it.
_IDENTITY = select(ChannelIdentityRow).where(
    ChannelIdentityRow.channel == bindparam("channel"),
    ChannelIdentityRow.account == bindparam("account"),
    ChannelIdentityRow.external_id == bindparam("sender"),
)
_OPEN = (
    select(ConversationRow)
    .where(
        ConversationRow.channel == bindparam("channel"),
        ConversationRow.account == bindparam("account"),
        ConversationRow.sender == bindparam("sender"),
        ConversationRow.status.in_(OPEN),
    )
    .order_by(ConversationRow.created_at.desc())
    .limit(1)
)
_LATEST = (
    select(MessageRow)
    .where(MessageRow.conversation_id == bindparam("conversation"))
    .order_by(MessageRow.id.desc())
    .limit(bindparam("most"))
)
_LINE = select(MessageRow.id, MessageRow.author, MessageRow.kind, MessageRow.text, MessageRow.payload, MessageRow.at)
_LATEST_LINES = (
    _LINE.where(MessageRow.conversation_id == bindparam("conversation"))
    .order_by(MessageRow.id.desc())
    .limit(bindparam("most"))
)
_ADD_MESSAGE = insert(cast(Table, MessageRow.__table__))
_ADD_EVENT = insert(cast(Table, TrackerEventRow.__table__))


async def identity(session: AsyncSession, channel: str, account: str, sender: str) -> ChannelIdentityRow:
    """The sender's identity on this channel, made when new."""
    place = {"channel": channel, "account": account, "sender": sender}
    row = (await session.execute(_IDENTITY, place)).scalar_one_or_none()
    if row is None:
        row = ChannelIdentityRow(channel=channel, account=account, external_id=sender, profile={})
        session.add(row)
        await session.flush()
    return row


async def find_open(session: AsyncSession, channel: str, account: str, sender: str) -> ConversationRow | None:
    """The sender's conversation that is not closed, or None."""
    place = {"channel": channel, "account": account, "sender": sender}
    return (await session.execute(_OPEN, place)).scalar_one_or_none()


async def find_or_create(
    session: AsyncSession, channel: str, account: str, sender: str, *, locale: str | None, market: str | None
) -> ConversationRow:
    """The sender's open conversation; a closed one stays closed and a new one begins."""
    row = await find_open(session, channel, account, sender)
    now = datetime.now(UTC)
    if row is None:
        row = ConversationRow(
            id=secrets.token_hex(16),
            channel=channel,
            account=account,
            sender=sender,
            status="bot",
            locale=locale,
            market=market,
            state={},
            state_seq=0,
            priority=0,
            created_at=now,
            updated_at=now,
            last_message_at=now,
            customer_id=None,
        )
        session.add(row)
        await session.flush()
        return row
    row.locale = locale or row.locale
    row.market = market or row.market
    row.last_message_at = row.updated_at = now
    return row


async def append_message(
    session: AsyncSession,
    conversation: ConversationRow,
    *,
    direction: str,
    author: str,
    text: str,
    kind: str = "text",
    payload: dict[str, Any] | None = None,
    provider_id: str | None = None,
    reply_to: int | None = None,
    staff_id: str | None = None,
    status: str,
    at: datetime | None = None,
) -> MessageRow:
    """Stores a message; its id is its place in the conversation."""
    values: dict[str, Any] = {
        "conversation_id": conversation.id,
        "direction": direction,
        "author": author,
        "staff_id": staff_id,
        "channel": conversation.channel,
        "account": conversation.account,
        "provider_id": provider_id,
        "kind": kind,
        "text": text,
        "payload": payload or {},
        "understanding": None,
        "reply_to": reply_to,
        "status": status,
        "at": at or datetime.now(UTC),
    }
    # By a statement of its own instead of the session's unit of work, which costs ten times as much for one row.
    stored = await session.execute(_ADD_MESSAGE, values)
    row = MessageRow(**values, id=stored.inserted_primary_key[0])  # type: ignore[attr-defined]
    make_transient_to_detached(row)
    session.add(row)
    return row


async def messages_after(
    session: AsyncSession, conversation_id: str, after: int = 0, *, limit: int = 500
) -> Sequence[MessageRow]:
    """Messages of a conversation with an id above `after`, oldest first."""
    statement = (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.id > after)
        .order_by(MessageRow.id)
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def latest_messages(session: AsyncSession, conversation_id: str, limit: int = 50) -> list[MessageRow]:
    """The newest messages, oldest first."""
    found = await session.execute(_LATEST, {"conversation": conversation_id, "most": limit})
    return list(reversed(found.scalars().all()))


class Line(NamedTuple):
    """What was said, without what became of it."""

    id: int
    author: str
    kind: str
    text: str
    payload: dict[str, Any]
    at: datetime


async def latest_lines(session: AsyncSession, conversation_id: str, limit: int) -> list[Line]:
    """The newest messages as lines, oldest first."""
    found = await session.execute(_LATEST_LINES, {"conversation": conversation_id, "most": limit})
    return [Line(*row) for row in reversed(found.all())]


async def lines(session: AsyncSession, ids: Sequence[int]) -> list[Line]:
    """These messages as lines, in their order."""
    found = await session.execute(_LINE.where(MessageRow.id.in_(ids)).order_by(MessageRow.id))
    return [Line(*row) for row in found]


async def list_conversations(
    session: AsyncSession,
    *,
    status: Sequence[str] = (),
    channel: str | None = None,
    sender: str | None = None,
    customer_id: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> Sequence[ConversationRow]:
    """Conversations, most urgent first, then those that wait longest, then the newest."""
    statement = select(ConversationRow)
    if status:
        statement = statement.where(ConversationRow.status.in_(status))
    if channel:
        statement = statement.where(ConversationRow.channel == channel)
    if sender:
        statement = statement.where(ConversationRow.sender == sender)
    if customer_id:
        statement = statement.where(ConversationRow.customer_id == customer_id)
    statement = statement.order_by(
        ConversationRow.priority.desc(), ConversationRow.waiting_since, ConversationRow.updated_at.desc()
    )
    return (await session.execute(statement.limit(limit).offset(offset))).scalars().all()


async def save_tracker(
    session: AsyncSession,
    conversation: ConversationRow,
    state: dict[str, Any],
    events: Sequence[dict[str, Any]],
) -> None:
    """Appends the turn's tracker events and stores the snapshot that follows from them."""
    now = datetime.now(UTC)
    seq = conversation.state_seq
    rows = [
        {"conversation_id": conversation.id, "seq": number, "type": str(data["event"]), "data": data, "at": now}
        for number, data in enumerate(events, start=seq + 1)
    ]
    if rows:
        await session.execute(_ADD_EVENT, rows)
    seq += len(rows)
    conversation.state = state
    conversation.state_seq = seq
    conversation.updated_at = now


async def load_events(session: AsyncSession, conversation_id: str, after: int = 0) -> list[dict[str, Any]]:
    """Tracker events of a conversation in order, from the one after sequence number `after`."""
    statement = (
        select(TrackerEventRow.data)
        .where(TrackerEventRow.conversation_id == conversation_id, TrackerEventRow.seq > after)
        .order_by(TrackerEventRow.seq)
    )
    return list((await session.execute(statement)).scalars())
