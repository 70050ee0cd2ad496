"""The way out: stored answers are drawn for their channel and sent, in order for each recipient.

At least once: a crash between the provider's answer and our note of it sends again, except where the provider knows
our key (LINE). Several parts of one answer are noted one by one, so that a repeat goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.kernel import Claim, Kernel, enqueue
from bot.store.models import AlertRow, ConversationRow, MessageRow
from bot.store.session import Session
from connectors.message import (
    Channel,
    Json,
    OutgoingMessage,
    PermanentSendError,
    SendResult,
    TransientSendError,
    WindowClosed,
    buttons_of,
)
from connectors.statuses import advance

log = structlog.get_logger(__name__)

PULLED = frozenset({"rest", "web"})
"""Channels that read the stored messages by themselves: nothing of theirs goes through the outbox."""

_PATIENCE = 3600.0  # seconds for which a provider's "later" is not counted as an attempt
_MAX_SLEEP = 5.0  # longer waits for a free sending moment give the key back


def outbox_key(channel: str, account: str, recipient: str) -> str:
    """The key under which one recipient's messages keep their order."""
    return f"{channel}:{account}:{recipient}"[:255]


class Recipient(Protocol):
    """Where the answers of a conversation go."""

    @property
    def channel(self) -> str:
        """The channel's name."""

    @property
    def account(self) -> str:
        """The shop's account on it."""

    @property
    def sender(self) -> str:
        """The shopper's address on it."""


async def enqueue_message(session: Session, conversation: Recipient, message_id: int) -> bool:
    """Puts a stored answer into the outbox, in the caller's transaction; False for channels that pull.

    The caller publishes `tasks:outbox` after its commit.
    """
    if conversation.channel in PULLED:
        return False
    key = outbox_key(conversation.channel, conversation.account, conversation.sender)
    await enqueue(session, "outbox", key, {"message_id": message_id}, dedupe_key=f"message:{message_id}")
    return True


class Outbox:
    """Handles claims of the queue `outbox`: one message a claim, `Worker(kernel, hub, "outbox", Outbox(...))`."""

    def __init__(
        self,
        db: Database,
        hub: Hub,
        kernel: Kernel,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.db, self.hub, self.kernel, self.channels, self.clock = db, hub, kernel, channels, clock

    async def __call__(self, claim: Claim) -> None:
        """Sends the first message of the claim; the others of this recipient are claimed again after it."""
        claim.tasks = claim.tasks[:1]
        task = claim.tasks[0]
        loaded = await self._load(int(task.payload["message_id"]))
        if loaded is None:
            await claim.fail(f"message {task.payload['message_id']} does not exist", retry=False)
            return
        message, row = loaded
        if row.status not in ("queued", "failed"):
            async with claim.commit():
                return
        channel = self.channels.get(message.channel)
        try:
            if channel is None:
                raise PermanentSendError(f"no channel {message.channel!r} is known; expected {sorted(self.channels)}")
            if channel.missing:
                raise TransientSendError(f"{message.channel} is not configured: {', '.join(channel.missing)} not set")
            await self._send(claim, channel, message, row.payload)
        except WindowClosed as error:
            await self._give_up(claim, row, str(error), kind="window_closed")
        except PermanentSendError as error:
            await self._give_up(claim, row, str(error))
        except TransientSendError as error:
            await self._later(claim, row, error)

    async def _load(self, message_id: int) -> tuple[OutgoingMessage, MessageRow] | None:
        async with self.db.read() as session:
            row = await session.get(MessageRow, message_id)
            if row is None:
                return None
            conversation = await session.get_one(ConversationRow, row.conversation_id)
            channel = self.channels.get(row.channel)
            silent = 0.0
            if channel is not None and channel.window_hours is not None:
                silent = await self._silence(session, conversation)
        window = channel.window_hours * 3600 if channel is not None and channel.window_hours else None
        return outgoing(row, conversation, silent, window is not None and silent > window), row

    async def _silence(self, session: Session, conversation: ConversationRow) -> float:
        """Seconds since the shopper's last message on this account; a shopper who never wrote is silent for ever."""
        statement = (
            select(func.max(MessageRow.at))
            .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
            .where(
                ConversationRow.channel == conversation.channel,
                ConversationRow.account == conversation.account,
                ConversationRow.sender == conversation.sender,
                MessageRow.direction == "in",
            )
        )
        last: datetime | None = (await session.execute(statement)).scalar_one_or_none()
        return (self.clock() - last).total_seconds() if last else float("inf")

    async def _send(self, claim: Claim, channel: Channel, message: OutgoingMessage, stored: Json) -> None:
        parts = channel.render(message)
        sent: list[str] = list(stored.get("provider_ids", []))
        result = SendResult(sent[-1] if sent else None)
        for number in range(int(stored.get("parts_sent", 0)), len(parts)):
            await self._wait_for_slot(channel, message)
            result = await channel.send(message, parts[number], number)
            if result.provider_id:
                sent.append(result.provider_id)
            if number + 1 < len(parts):
                await self._note(message.message_id, {"parts_sent": number + 1, "provider_ids": sent})
        more: Json = {"provider_ids": sent} if len(sent) > 1 else {}
        if channel.is_numbered(message):
            more["numbered"] = True
        async with claim.commit() as session:
            row = await session.get_one(MessageRow, message.message_id)
            row.provider_id = result.provider_id
            row.status = advance("queued" if row.status == "failed" else row.status, "sent")
            row.payload = {**_without(row.payload, "error", "parts_sent"), **more}
        self._tell(row)

    async def _wait_for_slot(self, channel: Channel, message: OutgoingMessage) -> None:
        start = await self.kernel.slot(f"{message.channel}:{message.account}", channel.rate)
        wait = start - time.time()
        if wait > _MAX_SLEEP:
            raise TransientSendError(f"the sending rate of {message.channel} is used up", wait)
        if wait > 0:
            await asyncio.sleep(wait)

    async def _note(self, message_id: int, values: Json) -> None:
        async with self.db.write() as session:
            row = await session.get_one(MessageRow, message_id)
            row.payload = {**row.payload, **values}

    async def _later(self, claim: Claim, row: MessageRow, error: TransientSendError) -> None:
        age = (datetime.now(UTC) - claim.tasks[0].created_at).total_seconds()
        if error.retry_after is not None and age < _PATIENCE:
            log.info("send_deferred", message_id=row.id, channel=row.channel, seconds=error.retry_after)
            await claim.defer(time.time() + error.retry_after)
            return
        if await claim.fail(f"{row.channel}, conversation {row.conversation_id}: {error}"):
            await self._mark_failed(row, str(error))

    async def _give_up(self, claim: Claim, row: MessageRow, reason: str, kind: str = "send_failed") -> None:
        await self._mark_failed(row, reason, kind)
        await claim.fail(f"{row.channel}, conversation {row.conversation_id}: {reason}", retry=False)

    async def _mark_failed(self, row: MessageRow, reason: str, kind: str = "send_failed") -> None:
        async with self.db.write() as session:
            failed = await session.get_one(MessageRow, row.id)
            failed.status = "failed"
            failed.payload = {**failed.payload, "error": reason}
            session.add(
                AlertRow(
                    kind=kind,
                    text=f"An answer on {row.channel} did not reach the shopper: {reason}",
                    data={"message_id": row.id, "channel": row.channel},
                    conversation_id=row.conversation_id,
                    at=datetime.now(UTC),
                )
            )
        self._tell(failed)
        self.hub.publish("desk", {"event": "alert", "conversation_id": row.conversation_id})

    def _tell(self, row: MessageRow) -> None:
        hint = {"event": "status", "message_id": row.id, "status": row.status}
        self.hub.publish(f"conversation:{row.conversation_id}", hint)


def outgoing(
    row: MessageRow, conversation: ConversationRow, silent_for: float = 0.0, outside_window: bool = False
) -> OutgoingMessage:
    """A stored answer as a channel takes it."""
    payload: dict[str, Any] = row.payload or {}
    return OutgoingMessage(
        channel=row.channel,
        account=row.account,
        recipient=conversation.sender,
        message_id=row.id,
        text=row.text,
        buttons=buttons_of(payload.get("buttons")),
        image=payload.get("image"),
        attachment=payload.get("attachment"),
        custom=payload.get("custom"),
        language=conversation.language or conversation.locale,
        author=row.author,
        outside_window=outside_window,
        silent_for=silent_for,
    )


def _without(payload: Json, *keys: str) -> Json:
    return {key: value for key, value in payload.items() if key not in keys}
