"""Rasa's REST channel: a message in, the answers to exactly this message out.

https://legacy-docs-oss.rasa.com/docs/rasa/connectors/your-own-website#restinput
"""

from __future__ import annotations

import re
import time
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from sqlalchemy import bindparam, select

from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.models import ConversationRow, MessageRow, TaskRow
from bot.store.prepared import Prepared
from connectors.inbox import Receipt, inbox_task_key, own_provider_id
from connectors.message import IncomingMessage, Json
from connectors.problems import Problem

MAX_TEXT = 8000
_PAYLOAD = re.compile(r"/[A-Za-z_][\w/+-]*(@[\d.]+)?\s*(\{.*\}|\([^()]*\))?(#\d{1,9})?", re.DOTALL)
_REPLIES = Prepared(
    select(MessageRow.text, MessageRow.payload)
    .where(MessageRow.reply_to == bindparam("message"), MessageRow.direction == "out", MessageRow.author != "staff")
    .order_by(MessageRow.id)
)
_TASK = Prepared(select(TaskRow.state).where(TaskRow.queue == "inbox", TaskRow.dedupe_key == bindparam("task")))
_LEAD = Prepared(select(ConversationRow.status).where(ConversationRow.id == bindparam("conversation")))
_COUNTRY_NAMES = {"UK": "GB", "EL": "GR"}  # what people write for the ISO code
_POLL = (0.1, 0.25, 0.5, 1.0)
_SAFETY_NET = (1.0,)  # where the hub tells at once


def _locale(value: Any) -> Any:
    return value.strip().replace("_", "-") or None if isinstance(value, str) else value


def _market(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    code = value.strip().upper()
    return _COUNTRY_NAMES.get(code, code) or None


def _identifier(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Locale = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)] | None,
    BeforeValidator(_locale),
]
Market = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None,
    BeforeValidator(_market),
]
MessageId = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200)] | None, BeforeValidator(_identifier)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]


class Reply(NamedTuple):
    """A stored answer."""

    text: str
    payload: dict[str, Any]


class RestMetadata(BaseModel):
    """What a client may say about a message; other keys are kept with it."""

    model_config = ConfigDict(extra="allow")
    locale: Locale = None
    market: Market = None
    identity_token: Annotated[str, StringConstraints(max_length=8192)] | None = None
    message_id: MessageId = None


class RestMessage(BaseModel):
    """A message to the REST channel."""

    sender: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
    message: Text
    metadata: RestMetadata | None = Field(default_factory=RestMetadata)


def incoming(body: RestMessage, at: datetime) -> IncomingMessage:
    """The message as the inbox takes it; a text like `/intent{"entity":"v"}` or
    `/SetSlots(name=v)#3` is a pressed button."""
    given = body.metadata or RestMetadata()
    pressed = pressed_payload(body.message)
    return IncomingMessage(
        channel="rest",
        sender=body.sender,
        provider_id=own_provider_id(body.sender, given.message_id) if given.message_id else None,
        kind="button" if pressed else "text",
        text=body.message,
        button_payload=pressed,
        at=at,
        locale=given.locale,
        market=given.market,
        identity_token=given.identity_token,
        metadata=given.model_extra or {},
    )


def pressed_payload(text: str) -> str | None:
    """The text itself when it has the shape of a button's payload, else None."""
    return text if _PAYLOAD.fullmatch(text) else None


async def answers_to(db: Database, hub: Hub, receipt: Receipt, timeout: float) -> list[Reply]:  # noqa: ASYNC109
    """The answers to a stored message, once its turn is over; empty when it was part of a burst that was answered
    later, or a person leads the conversation.

    Raises Problem 504 after `timeout` seconds, 500 when the turn was given up.
    """
    deadline = time.monotonic() + timeout
    pauses = _SAFETY_NET if hub.hears_all else _POLL
    async with hub.subscribe(f"conversation:{receipt.conversation_id}") as hints:
        polls = 0
        while True:
            # What was stored this moment is not answered yet, and whoever answers it tells the hub.
            found = None if receipt.new and polls == 0 else await _look(db, receipt)
            if found is not None:
                return found
            pause = min(pauses[min(polls, len(pauses) - 1)], deadline - time.monotonic())
            if pause <= 0:
                await db.sync()
                raise Problem(
                    504,
                    "No answer yet",
                    f"The message is stored and will be answered, but not within {timeout:g} seconds. "
                    "The same message_id sent again waits for the same answer.",
                )
            polls += 1
            await _hint(hints, pause)


async def _hint(hints: Any, pause: float) -> None:
    """Waits until something happened that may be an answer, or the pause is over."""
    end = time.monotonic() + pause
    while (left := end - time.monotonic()) > 0:
        hint = await hints.get(left)
        if hint is None or (hint.get("direction") != "in" and hint.get("event") != "typing"):
            return


async def _look(db: Database, receipt: Receipt) -> list[Reply] | None:
    """The answers; None while the turn goes on."""
    async with db.read() as session:
        rows = [Reply(*row) for row in await session.run(_REPLIES, {"message": receipt.message_id})]
        if rows:
            return rows
        task = await session.run(_TASK, {"task": inbox_task_key(receipt.message_id)})
        state = task[0].state if task else None
        if state == "dead":
            raise Problem(500, "Not answered", "The message is stored, but answering it failed; staff were told.")
        if state != "ready":
            return []
        lead = await session.run(_LEAD, {"conversation": receipt.conversation_id})
        if not lead or lead[0].status != "human":
            return None
    await db.sync()
    return []


def rest_answer(row: Reply, recipient: str) -> Json:
    """A stored answer in the shape of Rasa's REST channel."""
    answer: Json = {"recipient_id": recipient, "text": row.text}
    for key in ("buttons", "image", "attachment", "custom"):
        value = (row.payload or {}).get(key)
        if value:
            answer[key] = value
    return answer
