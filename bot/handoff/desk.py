"""The desk: what staff see and do. Each step is one transaction with an audit line, told to whoever listens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff import queue
from bot.handoff.errors import DeskError, WrongState
from bot.handoff.package import context_package
from bot.handoff.views import Staff, conversation_dict, message_dict
from bot.store import conversations
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.kernel import tasks
from bot.store.models import AlertRow, ConversationRow, CustomerRow, MessageRow, StaffRow
from bot.store.staff import audit

# These read the stored messages by themselves; all other channels are told through the outbox.
PULLED_CHANNELS = ("rest", "web")
MAX_REPLY = 4000


async def list_inbox(
    db: Database,
    *,
    status: Sequence[str] = ("waiting", "human"),
    channel: str | None = None,
    sender: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """Conversations, most urgent first, then those that wait longest. An empty `status` means all."""
    async with db.read() as session:
        rows = await conversations.list_conversations(
            session, status=status, channel=channel, sender=sender, limit=limit, offset=offset
        )
        wanted = {row.customer_id for row in rows if row.customer_id}
        found = await session.execute(select(CustomerRow).where(CustomerRow.id.in_(wanted)))
        customers = {row.id: row for row in found.scalars()}
        names = await _names(session, {row.assigned_to for row in rows if row.assigned_to})
        return [conversation_dict(row, customers.get(row.customer_id or ""), names) for row in rows]


async def conversation_view(db: Database, conversation_id: str, *, messages: int = 100) -> dict[str, Any]:
    """The conversation with its newest messages under `messages`, oldest first. Raises NotFound."""
    async with db.read() as session:
        row = await queue.load(session, conversation_id)
        customer = await session.get(CustomerRow, row.customer_id) if row.customer_id else None
        names = await _names(session, {row.assigned_to} if row.assigned_to else set())
        newest = await conversations.latest_messages(session, conversation_id, messages)
        return {
            **conversation_dict(row, customer, names),
            "messages": [message_dict(message) for message in newest],
        }


async def messages_of(db: Database, conversation_id: str, *, after: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    """Messages with an id above `after`, oldest first. Raises NotFound."""
    async with db.read() as session:
        await queue.load(session, conversation_id)
        rows = await conversations.messages_after(session, conversation_id, after, limit=limit)
        return [message_dict(row) for row in rows]


async def fingerprint(db: Database, conversation_id: str | None = None) -> tuple[Any, ...]:
    """Changes whenever what the inbox, or one conversation, shows has changed; for those who poll."""
    async with db.read() as session:
        if conversation_id is None:
            alerts = select(func.count()).where(AlertRow.acknowledged_at.is_(None)).scalar_subquery()
            statement = select(func.count(), func.max(ConversationRow.updated_at), alerts).where(
                ConversationRow.status.in_(("waiting", "human", "closed"))
            )
        else:
            newest = select(func.max(MessageRow.id)).where(MessageRow.conversation_id == conversation_id)
            statement = select(ConversationRow.status, ConversationRow.updated_at, newest.scalar_subquery()).where(
                ConversationRow.id == conversation_id
            )
        found = (await session.execute(statement)).first()
        return tuple(found) if found else ()


async def take(db: Database, hub: Hub, conversation_id: str, staff: Staff) -> dict[str, Any]:
    """Gives the conversation to this person: from now on the bot is silent.

    Raises NotFound, WrongState when another person has it or it is closed.
    """
    async with db.write() as session:
        await _take(session, conversation_id, staff)
    return await _told(db, hub, conversation_id, "taken")


async def enqueue(
    db: Database, hub: Hub, conversation_id: str, staff: Staff, *, reason: str = "human_agent", priority: int = 25
) -> dict[str, Any]:
    """Puts a conversation that the bot leads, or that this person has, into the queue.

    Raises NotFound, WrongState.
    """
    async with db.write() as session:
        row = await queue.load(session, conversation_id)
        # What an earlier hand-over knew is out of date once the bot has gone on.
        kept = row.handoff if row.status != "bot" else None
        package = kept or await _package(session, row, reason, priority)
        await queue.move(
            session,
            conversation_id,
            to="waiting",
            owner=staff.id,
            unowned=("bot", "waiting"),
            handoff=package,
            priority=max(priority, row.priority),
            assigned_to=None,
            human_since=None,
            waiting_since=row.waiting_since if row.status == "waiting" else datetime.now(UTC),
        )
        audit(session, staff.id, "conversation.enqueue", conversation_id, {"reason": reason})
    return await _told(db, hub, conversation_id, "waiting")


async def reply(db: Database, hub: Hub, conversation_id: str, staff: Staff, text: str) -> dict[str, Any]:
    """Stores the person's answer and sends it on the shopper's channel; who answers takes the conversation.

    Returns the message. Raises NotFound, WrongState, DeskError for an empty or too long text.
    """
    text = text.strip()
    if not text:
        raise DeskError("the answer is empty; expected a text")
    if len(text) > MAX_REPLY:
        raise DeskError(f"the answer has {len(text)} characters; expected at most {MAX_REPLY}")
    async with db.write() as session:
        row = await _take(session, conversation_id, staff)
        stored = await conversations.append_message(
            session, row, direction="out", author="staff", text=text, staff_id=staff.id, status="queued"
        )
        message = await session.get_one(MessageRow, stored.id)
        row.last_message_at = row.updated_at = message.at
        pushed = row.channel not in PULLED_CHANNELS
        if pushed:
            key = f"{row.channel}:{row.account}:{row.sender}"
            await tasks.enqueue(session, "outbox", key, {"message_id": message.id}, dedupe_key=f"message:{message.id}")
        audit(session, staff.id, "conversation.reply", conversation_id, {"message_id": message.id})
        answer = message_dict(message)
    if pushed:
        hub.publish("tasks:outbox")
    hub.publish(f"conversation:{conversation_id}", {"event": "message", "message_id": answer["id"]})
    hub.publish("desk", {"event": "message", "conversation_id": conversation_id, "status": "human"})
    return answer


async def release(db: Database, hub: Hub, conversation_id: str, staff: Staff) -> dict[str, Any]:
    """Gives the conversation back to the bot. Raises NotFound, WrongState."""
    async with db.write() as session:
        await queue.move(
            session,
            conversation_id,
            to="bot",
            owner=staff.id,
            unowned=("waiting",),
            assigned_to=None,
            human_since=None,
            waiting_since=None,
            priority=0,
        )
        audit(session, staff.id, "conversation.release", conversation_id)
    return await _told(db, hub, conversation_id, "bot")


async def resolve(db: Database, hub: Hub, conversation_id: str, staff: Staff) -> dict[str, Any]:
    """Closes the conversation; the shopper's next message begins a new one. Raises NotFound, WrongState."""
    now = datetime.now(UTC)
    async with db.write() as session:
        await queue.move(
            session,
            conversation_id,
            to="closed",
            owner=staff.id,
            unowned=("bot", "waiting"),
            closed_at=now,
            waiting_since=None,
        )
        audit(session, staff.id, "conversation.resolve", conversation_id)
    return await _told(db, hub, conversation_id, "closed")


async def _take(session: AsyncSession, conversation_id: str, staff: Staff) -> ConversationRow:
    row = await queue.load(session, conversation_id)
    if row.status == "human" and row.assigned_to == staff.id:
        return row
    row = await queue.move(
        session,
        conversation_id,
        to="human",
        owner=None,
        unowned=("bot", "waiting"),
        assigned_to=staff.id,
        human_since=datetime.now(UTC),
    )
    audit(session, staff.id, "conversation.take", conversation_id)
    return row


async def _package(session: AsyncSession, row: ConversationRow, reason: str, priority: int) -> dict[str, Any]:
    """A package from what is stored, for a conversation that no turn has handed over."""
    customer = await session.get(CustomerRow, row.customer_id) if row.customer_id else None
    state = row.state or {}
    recent = state.get("recent") or [{}]
    said = await conversations.latest_messages(session, row.id, 10)
    return context_package(
        reason=reason,
        customer=customer.document if customer else None,
        market=row.market,
        language=row.language,
        intent=recent[-1].get("intent"),
        slots=state.get("slots") or {},
        emotions=state.get("emotions") or (),
        messages=[{"author": one.author, "text": one.text, "at": one.at.isoformat()} for one in said],
        urgency=row.urgency,
        priority=priority,
    )


async def _names(session: AsyncSession, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    found = await session.execute(select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(ids)))
    return {row[0]: row[1] for row in found}


async def _told(db: Database, hub: Hub, conversation_id: str, event: str) -> dict[str, Any]:
    view = await conversation_view(db, conversation_id)
    change = {"event": event, "conversation_id": conversation_id, "status": view["status"]}
    hub.publish(f"conversation:{conversation_id}", change)
    hub.publish("desk", change)
    return view


__all__ = [
    "DeskError",
    "Staff",
    "WrongState",
    "conversation_view",
    "enqueue",
    "fingerprint",
    "list_inbox",
    "messages_of",
    "release",
    "reply",
    "resolve",
    "take",
]
