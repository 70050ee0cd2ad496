"""The web chat: sessions, messages in, and what the shopper sees of the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import ConversationRow, MessageRow, StaffRow
from connectors.dependencies import Deps
from connectors.identity import WebSession, new_sender, read_session, sign_session
from connectors.inbox import Receipt, own_provider_id, take_in
from connectors.message import IncomingMessage, Json
from connectors.problems import Problem
from connectors.rest import MAX_TEXT, Locale, Market, MessageId, pressed_payload

CHANNEL = "web"
HISTORY = 50
_SHOWN = ("text", "button", "image", "audio", "video", "document", "location", "contacts", "sticker", "order", "form")
_PARTS = ("buttons", "image", "attachment", "custom")


class SessionRequest(BaseModel):
    """Opens or goes on with a session. session: the last one's token, kept by the browser."""

    session: Annotated[str, StringConstraints(max_length=4096)] | None = None
    identity_token: Annotated[str, StringConstraints(max_length=8192)] | None = None
    locale: Locale = None
    market: Market = None


class WebMessage(BaseModel):
    """A text, or a pressed button's payload. message_id: the browser's own; the same again is the same message."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT)] | None = None
    payload: Annotated[str, StringConstraints(max_length=2000)] | None = None
    message_id: MessageId = None


async def open_session(deps: Deps, request: SessionRequest) -> Json:
    """The session's token, its conversation and latest messages.

    A session goes on when it belongs to the same shopper: an anonymous one may become identified and keeps its
    conversation; one of a customer ends when the page has no token, or another customer's.
    """
    customer = deps.identify(request.identity_token) if request.identity_token else None
    earlier = read_session(request.session, deps.settings.secret, deps.clock()) if request.session else None
    if earlier is not None and earlier.customer_id not in (None, customer):
        earlier = None
    session = WebSession(
        sender=earlier.sender if earlier else new_sender(),
        customer_id=customer,
        locale=request.locale or (earlier.locale if earlier else None),
        market=request.market or (earlier.market if earlier else None),
    )
    conversation, messages = (await load_messages(deps, session)) if earlier else (None, [])
    return {
        "session": sign_session(session, deps.settings.secret, deps.clock()),
        "resumed": earlier is not None,
        "identified": customer is not None,
        "identity_refused": bool(request.identity_token) and customer is None,
        "conversation": conversation,
        "messages": messages,
    }


def session_of(deps: Deps, authorization: str | None) -> WebSession:
    """The session of a bearer token. Raises Problem 401."""
    scheme, _, token = (authorization or "").partition(" ")
    session = read_session(token.strip(), deps.settings.secret, deps.clock()) if scheme.lower() == "bearer" else None
    if session is None:
        raise Problem(
            401,
            "No valid session",
            "Expected the header Authorization: Bearer <session of POST /webchat/session>.",
            headers={"www-authenticate": "Bearer"},
        )
    return session


async def post_message(deps: Deps, session: WebSession, message: WebMessage) -> Receipt:
    """Stores a message of the shopper. Raises Problem 422 when it says nothing."""
    text = (message.text or "").strip()
    pressed = (message.payload or "").strip() or pressed_payload(text)
    if not text and not pressed:
        raise Problem(
            422,
            "Invalid request",
            "text: expected a text that is not empty, or a payload",
            errors=[{"field": "text", "detail": "expected a text that is not empty, or a payload"}],
        )
    incoming = IncomingMessage(
        channel=CHANNEL,
        sender=session.sender,
        provider_id=own_provider_id(session.sender, message.message_id) if message.message_id else None,
        kind="button" if pressed else "text",
        text=text or pressed or "",
        button_payload=pressed,
        at=deps.clock(),
        locale=session.locale,
        market=session.market,
        identity_token=sign_session(session, deps.settings.secret, deps.clock()),
    )
    receipts = await take_in(deps.db, deps.hub, [incoming], lambda _token: session.customer_id)
    return receipts[0]


async def load_messages(
    deps: Deps, session: WebSession, after: int | None = None, limit: int = HISTORY
) -> tuple[Json | None, list[Json]]:
    """(the newest conversation's state, messages above `after`, oldest first; the latest `limit` without it)."""
    async with deps.db.read() as database:
        conversation = await _conversation(database, session)
        if conversation is None:
            return None, []
        statement = (
            select(MessageRow)
            .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
            .where(
                ConversationRow.channel == CHANNEL,
                ConversationRow.account == "",
                ConversationRow.sender == session.sender,
                MessageRow.kind.in_(_SHOWN),
            )
            .limit(limit)
        )
        if after is None:
            newest = (await database.execute(statement.order_by(MessageRow.id.desc()))).scalars().all()
            rows: Sequence[MessageRow] = list(reversed(newest))
        else:
            later = statement.where(MessageRow.id > after).order_by(MessageRow.id)
            rows = (await database.execute(later)).scalars().all()
        names = await _names(database, {row.staff_id for row in rows if row.staff_id})
        assigned = await _names(database, {conversation.assigned_to} if conversation.assigned_to else set())
    name = next(iter(assigned.values()), None) if conversation.status == "human" else None
    state = {"id": conversation.id, "status": conversation.status, "name": name}
    return state, [web_message(row, session, names) for row in rows]


async def _conversation(database: AsyncSession, session: WebSession) -> ConversationRow | None:
    statement = (
        select(ConversationRow)
        .where(
            ConversationRow.channel == CHANNEL,
            ConversationRow.account == "",
            ConversationRow.sender == session.sender,
        )
        .order_by(ConversationRow.created_at.desc())
        .limit(1)
    )
    return (await database.execute(statement)).scalar_one_or_none()


async def _names(database: AsyncSession, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    found = await database.execute(select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(ids)))
    return {row[0]: row[1] for row in found}


def web_message(row: MessageRow, session: WebSession, names: dict[str, str]) -> Json:
    """One message as the shopper's browser sees it."""
    prefix = f"{session.sender}/"
    own = row.provider_id or ""
    shown: dict[str, Any] = {
        "id": row.id,
        "conversation": row.conversation_id,
        "author": row.author,
        "kind": row.kind,
        "text": row.text,
        "at": row.at.isoformat(),
    }
    if row.direction == "in":
        if own.startswith(prefix):
            shown["message_id"] = own[len(prefix) :]
        return shown
    if row.staff_id in names:
        shown["name"] = names[row.staff_id]
    payload = row.payload or {}
    return {**shown, **{key: payload[key] for key in _PARTS if payload.get(key)}}
