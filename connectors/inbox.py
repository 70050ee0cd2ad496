"""The way in: what a channel parsed is on disk, once, before the provider or the client gets its answer.

Which conversation a message belongs to: the sender's open one on this channel account; when there is none, or the last
one is closed, a new one begins. It also begins anew when the proof of identity changes to another customer, or when one
ends: what was said as one person is not shown to another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.store import conversations
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.kernel import enqueue
from bot.store.models import AlertRow, AuditRow, ChannelIdentityRow, ConversationRow, MessageRow
from bot.store.session import Session
from connectors.message import SILENT_KINDS, IncomingMessage, UnknownUpdate
from connectors.options import chosen_number

Identify = Callable[[str], str | None]
"""Customer id of a valid identity token, None for any other."""

_LONG_PAYLOAD = re.compile(r"#(\d{1,18})\.(\d{1,3})")
_MAX_ID = 255
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an incoming message.

    new: False when it had been stored before. status: who leads the conversation (bot, waiting, human).
    identity: `none` (no token was given), `valid` or `refused`.
    """

    message_id: int
    conversation_id: str
    status: str
    new: bool
    identity: str = "none"


async def receive(
    db: Database, hub: Hub, messages: Sequence[IncomingMessage], identify: Identify | None = None
) -> list[int]:
    """Stores messages in one transaction, each once, and wakes the bot; returns the ids of their rows in order."""
    return [receipt.message_id for receipt in await take_in(db, hub, messages, identify)]


async def take_in(
    db: Database,
    hub: Hub,
    messages: Sequence[IncomingMessage],
    identify: Identify | None = None,
    *,
    durable: bool = True,
) -> list[Receipt]:
    """As `receive`, with what became of each message.

    durable: False for a caller who acknowledges nothing before the messages' turn is stored, which makes them
    durable too.
    """
    if not messages:
        return []
    for attempt in range(_TRIES):
        try:
            async with db.write(durable=durable) as session:
                session.autoflush = False  # each row is written once, at the end
                receipts = [await _store(session, message, identify) for message in messages]
            break
        except IntegrityError:  # two deliveries of one message met; the second look finds the first one's row
            if attempt == _TRIES - 1:
                raise
    _tell(hub, messages, receipts)
    return receipts


def _tell(hub: Hub, messages: Sequence[IncomingMessage], receipts: Sequence[Receipt]) -> None:
    if not any(receipt.new for receipt in receipts):
        return
    hub.publish("tasks:inbox")
    for message, receipt in zip(messages, receipts, strict=True):
        if receipt.new:
            hint = {"event": "message", "conversation_id": receipt.conversation_id, "message_id": receipt.message_id}
            hub.publish(f"conversation:{receipt.conversation_id}", {**hint, "direction": "in"})
            hub.publish(sender_topic(message.channel, message.account, message.sender), hint)
            hub.publish("desk", {**hint, "status": receipt.status})


def sender_topic(channel: str, account: str, sender: str) -> str:
    """Where the hub tells of a sender's new conversations and messages."""
    digest = hashlib.sha256(f"{channel}\0{account}\0{sender}".encode()).hexdigest()[:32]
    return f"sender:{digest}"


def own_provider_id(sender: str, message_id: str) -> str:
    """A client's own message id as one that no other sender can use up."""
    joined = f"{sender}/{message_id}"
    return joined if len(joined) <= _MAX_ID else hashlib.sha256(joined.encode()).hexdigest()


async def _store(session: Session, message: IncomingMessage, identify: Identify | None) -> Receipt:
    known = await _known(session, message)
    if known is not None:
        return known
    row = await conversations.identity(session, message.channel, message.account, message.sender)
    proof, ended = _prove(row, message, identify)
    _remember(row, message)
    conversation = await _conversation(session, row, message, ended)
    payload, text, kind = await _meaning(session, conversation, message)
    stored = await conversations.append_message(
        session,
        conversation,
        direction="in",
        author="shopper",
        text=text,
        kind=kind,
        payload=_payload(message, payload),
        provider_id=message.provider_id,
        status="received",
        at=message.at,
    )
    if kind not in SILENT_KINDS:
        await enqueue(
            session, "inbox", conversation.id, {"message_id": stored.id}, dedupe_key=inbox_task_key(stored.id)
        )
    return Receipt(stored.id, conversation.id, conversation.status, True, proof)


def inbox_task_key(message_id: int) -> str:
    """The name of a message's task in the inbox queue."""
    return f"message:{message_id}"


async def _known(session: Session, message: IncomingMessage) -> Receipt | None:
    if message.provider_id is None:
        return None
    statement = (
        select(MessageRow.id, ConversationRow.id, ConversationRow.status)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(
            MessageRow.channel == message.channel,
            MessageRow.account == message.account,
            MessageRow.provider_id == message.provider_id,
        )
    )
    found = (await session.execute(statement)).first()
    return Receipt(found[0], found[1], found[2], False) if found else None


def _prove(row: ChannelIdentityRow, message: IncomingMessage, identify: Identify | None) -> tuple[str, bool]:
    """Links the sender to the customer that a valid token names, for as long as the token is valid.

    Returns (`none`, `valid` or `refused`; whether an earlier proof ended with this message).
    """
    now = datetime.now(UTC)
    if message.identity_token is None or identify is None:
        until = row.profile.get("proof_until")
        expired = row.verified_by in ("token", "code") and until is not None and until < now.timestamp()
        return "none", expired and _unlink(row)
    customer = identify(message.identity_token)
    if customer is None:
        return "refused", row.verified_by == "token" and _unlink(row)
    if row.customer_id != customer or row.verified_by != "token":
        row.customer_id, row.verified_at, row.verified_by = customer, now, "token"
    until = _expiry(message.identity_token)
    if row.profile.get("proof_until") != until:
        row.profile = {**row.profile, "proof_until": until}
    return "valid", False


def _unlink(row: ChannelIdentityRow) -> bool:
    row.customer_id = row.verified_at = row.verified_by = None
    return True


def _expiry(token: str) -> float | None:
    """The moment in the claim `exp` of a token that was found valid before."""
    try:
        expires = jwt.decode(token, options={"verify_signature": False}).get("exp")
    except jwt.PyJWTError:
        return None
    return float(expires) if isinstance(expires, int | float) else None


def _remember(row: ChannelIdentityRow, message: IncomingMessage) -> None:
    told = {
        "name": message.profile_name,
        "phone": message.phone,
        "country": message.country,
        "locale": message.locale or message.metadata.get("profile_locale"),
    }
    news = {key: value for key, value in told.items() if value and row.profile.get(key) != value}
    if news:
        row.profile = {**row.profile, **news}


async def _conversation(
    session: Session, identity: ChannelIdentityRow, message: IncomingMessage, proof_ended: bool
) -> ConversationRow:
    place = (message.channel, message.account, message.sender)
    row = await conversations.find_or_create(session, *place, locale=message.locale, market=message.market)
    somebody_else = identity.customer_id is not None and row.customer_id != identity.customer_id
    if row.customer_id and (somebody_else or proof_ended):
        row.status, row.closed_at = "closed", datetime.now(UTC)
        await session.flush()
        row = await conversations.find_or_create(session, *place, locale=message.locale, market=message.market)
    row.customer_id = row.customer_id or identity.customer_id
    row.market = row.market or message.country
    return row


async def _meaning(
    session: Session, conversation: ConversationRow, message: IncomingMessage
) -> tuple[str | None, str, str]:
    """(button payload, text, kind), with what only the last answer's choices can tell filled in."""
    payload, text, kind = message.button_payload, message.text, message.kind
    long = _LONG_PAYLOAD.fullmatch(payload or "")
    if long:
        asked = await session.get(MessageRow, int(long[1]))
        buttons = asked.payload.get("buttons") or [] if asked and asked.conversation_id == conversation.id else []
        index = int(long[2])
        return (buttons[index]["payload"], text or buttons[index]["title"], kind) if index < len(buttons) else (
            None, text, kind
        )  # fmt: skip
    if payload is not None and text in ("", payload):
        buttons = (await _last_choices(session, conversation.id)).get("buttons") or []
        title = next((one.get("title") for one in buttons if one.get("payload") == payload), None)
        return payload, title or text, "button"
    number = chosen_number(text) if kind == "text" and payload is None else None
    if number is not None:
        choices = await _last_choices(session, conversation.id)
        buttons = choices.get("buttons") or []
        if choices.get("numbered") and 1 <= number <= len(buttons):
            return buttons[number - 1]["payload"], buttons[number - 1]["title"], "button"
    return payload, text, kind


async def _last_choices(session: Session, conversation_id: str) -> dict[str, Any]:
    """The payload of the newest answer in the conversation."""
    statement = (
        select(MessageRow.payload)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.direction == "out")
        .order_by(MessageRow.id.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none() or {}


def _payload(message: IncomingMessage, button_payload: str | None) -> dict[str, Any]:
    attachments = [
        {
            key: value
            for key, value in (
                ("kind", one.kind),
                ("url", one.url),
                ("media_id", one.media_id),
                ("mime", one.mime),
                ("caption", one.caption),
                ("name", one.name),
            )
            if value is not None
        }
        for one in message.attachments
    ]
    whole = {
        "button_payload": button_payload,
        "attachments": attachments,
        "metadata": dict(message.metadata),
        "raw": dict(message.raw),
    }
    return {key: value for key, value in whole.items() if value}


async def keep_unknown(db: Database, updates: Sequence[UnknownUpdate]) -> None:
    """Keeps what no channel had a use for in the audit trail; what staff should know also becomes an alert."""
    if not updates:
        return
    now = datetime.now(UTC)
    async with db.write() as session:
        for update in updates:
            raw = update.raw if isinstance(update.raw, dict) else {"value": update.raw}
            session.add(
                AuditRow(at=now, actor=f"channel:{update.channel}", action="update.unknown",
                         subject=update.subject[:200], data=raw)
            )  # fmt: skip
            if update.notable:
                session.add(
                    AlertRow(kind="channel_notice", text=f"{update.channel} tells about the account: {update.subject}",
                             data=raw, at=now)
                )  # fmt: skip
