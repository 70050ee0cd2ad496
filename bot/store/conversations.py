"""Conversations, their messages and tracker events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import ConversationRow, MessageRow, TrackerEventRow
from bot.store.prepared import Prepared
from bot.store.session import Session

_C = cast(Table, ConversationRow.__table__)
_M = cast(Table, MessageRow.__table__)
_E = cast(Table, TrackerEventRow.__table__)
_this = _C.c.id == bindparam("conversation")

_LINE = select(_M.c.id, _M.c.author, _M.c.kind, _M.c.text, _M.c.payload, _M.c.at)
_LATEST_LINES = Prepared(
    _LINE.where(_M.c.conversation_id == bindparam("conversation")).order_by(_M.c.id.desc()).limit(bindparam("most"))
)
_ADD_MESSAGE = Prepared(
    insert(_M).values({name: bindparam(name) for name in _M.c.keys() if name != "id"}).returning(_M.c.id)  # noqa: SIM118
)
_ADD_EVENT = Prepared(insert(_E).values({name: bindparam(name) for name in _E.c.keys() if name != "id"}))  # noqa: SIM118
_SAVE_STATE = Prepared(
    update(_C).where(_this).values(state=bindparam("snapshot"), state_seq=bindparam("seq"), updated_at=bindparam("now"))
)


class Place(Protocol):
    """What of a conversation its messages need."""

    @property
    def id(self) -> str:
        """Of the conversation."""

    @property
    def channel(self) -> str:
        """Its channel."""

    @property
    def account(self) -> str:
        """The channel's account."""


class Stored(NamedTuple):
    """A message that was stored: its id, which is its place in the conversation, and its moment."""

    id: int
    at: datetime


async def append_message(
    session: Session,
    conversation: Place,
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
) -> Stored:
    """Stores a message."""
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
    added = await session.run(_ADD_MESSAGE, values)
    return Stored(added[0].id, values["at"])


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
    statement = select(MessageRow).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.id.desc())
    return list(reversed((await session.execute(statement.limit(limit))).scalars().all()))


class Line(NamedTuple):
    """What was said, without what became of it."""

    id: int
    author: str
    kind: str
    text: str
    payload: dict[str, Any]
    at: datetime


async def latest_lines(session: Session, conversation_id: str, limit: int) -> list[Line]:
    """The newest messages as lines, oldest first."""
    found = await session.run(_LATEST_LINES, {"conversation": conversation_id, "most": limit})
    return [Line(*row) for row in reversed(found)]


async def lines(session: Session, ids: Sequence[int]) -> list[Line]:
    """These messages as lines, in their order."""
    found = await session.execute(_LINE.where(_M.c.id.in_(ids)).order_by(_M.c.id))
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
    session: Session,
    conversation_id: str,
    seq: int,
    state: Mapping[str, Any],
    events: Sequence[Mapping[str, Any]],
) -> None:
    """Appends tracker events after the one numbered `seq`, and stores the snapshot that follows from them."""
    now = datetime.now(UTC)
    rows = [
        {"conversation_id": conversation_id, "seq": number, "type": str(data["event"]), "data": data, "at": now}
        for number, data in enumerate(events, start=seq + 1)
    ]
    await session.insert(_ADD_EVENT, rows)
    values = {"snapshot": state, "seq": seq + len(rows), "now": now}
    await session.run(_SAVE_STATE, {"conversation": conversation_id, **values})


async def load_events(session: AsyncSession, conversation_id: str, after: int = 0) -> list[dict[str, Any]]:
    """Tracker events of a conversation in order, from the one after sequence number `after`."""
    statement = (
        select(TrackerEventRow.data)
        .where(TrackerEventRow.conversation_id == conversation_id, TrackerEventRow.seq > after)
        .order_by(TrackerEventRow.seq)
    )
    return list((await session.execute(statement)).scalars())
