"""The way in: what a channel parsed is on disk, once, before the provider or the client gets its answer.

Which conversation a message belongs to: the sender's open one on this channel account; when there is none, or the last
one is closed, a new one begins. It also begins anew when the proof of identity changes to another customer, or when one
ends: what was said as one person is not shown to another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import jwt
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from bot.store import beginnings, conversations
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.identities import Identity, identity, keep_identity
from bot.store.kernel import enqueue
from bot.store.models import AlertRow, AuditRow, ConversationRow, MessageRow
from bot.store.prepared import Prepared
from bot.store.session import Session
from connectors.choices import meaning
from connectors.message import SILENT_KINDS, IncomingMessage, UnknownUpdate

Identify = Callable[[str], str | None]
"""Customer id of a valid identity token, None for any other."""

_MAX_ID = 255
_KNOWN = Prepared(
    select(MessageRow.id, ConversationRow.id.label("conversation"), ConversationRow.status)
    .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
    .where(
        MessageRow.channel == bindparam("channel_"),
        MessageRow.account == bindparam("account_"),
        MessageRow.provider_id == bindparam("provider"),
    )
)
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
    sender = await identity(session, message.channel, message.account, message.sender)
    before = replace(sender)
    proof, ended = _prove(sender, message, identify)
    _remember(sender, message)
    if sender != before:
        await keep_identity(session, sender)
    conversation = await _conversation(session, sender, message, ended)
    payload, text, kind = await meaning(session, conversation, message)
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
    place = {"channel_": message.channel, "account_": message.account, "provider": message.provider_id}
    found = await session.run(_KNOWN, place)
    return Receipt(found[0].id, found[0].conversation, found[0].status, False) if found else None


def _prove(row: Identity, message: IncomingMessage, identify: Identify | None) -> tuple[str, bool]:
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


def _unlink(row: Identity) -> bool:
    row.customer_id = row.verified_at = row.verified_by = None
    return True


@lru_cache(maxsize=1024)
def _expiry(token: str) -> float | None:
    """The moment in the claim `exp` of a token that was found valid before."""
    try:
        expires = jwt.decode(token, options={"verify_signature": False}).get("exp")
    except jwt.PyJWTError:
        return None
    return float(expires) if isinstance(expires, int | float) else None


def _remember(row: Identity, message: IncomingMessage) -> None:
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
    session: Session, sender: Identity, message: IncomingMessage, proof_ended: bool
) -> beginnings.Begun:
    place = (message.channel, message.account, message.sender)
    found = await beginnings.find_open(session, *place)
    if found is not None and found.customer_id:
        somebody_else = sender.customer_id is not None and found.customer_id != sender.customer_id
        if somebody_else or proof_ended:
            await beginnings.close(session, found.id)
            found = None
    locale, customer = message.locale, sender.customer_id
    if found is None:
        market = message.market or message.country
        return await beginnings.begin(session, *place, locale=locale, market=market, customer_id=customer)
    market, country = message.market, message.country
    return await beginnings.go_on(session, found, locale=locale, market=market, country=country, customer_id=customer)


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
