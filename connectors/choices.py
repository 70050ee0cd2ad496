"""What a pressed button or a typed number stands for: that is in the answer which offered it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import bindparam, select

from bot.store import beginnings
from bot.store.models import MessageRow
from bot.store.prepared import Prepared
from bot.store.session import Session
from connectors.message import IncomingMessage
from connectors.options import chosen_number

_LONG_PAYLOAD = re.compile(r"#(\d{1,18})\.(\d{1,3})")
_LAST_ANSWER = Prepared(
    select(MessageRow.payload)
    .where(MessageRow.conversation_id == bindparam("conversation"), MessageRow.direction == "out")
    .order_by(MessageRow.id.desc())
    .limit(1)
)


async def meaning(
    session: Session, conversation: beginnings.Begun, message: IncomingMessage
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
    found = await session.run(_LAST_ANSWER, {"conversation": conversation_id})
    return found[0].payload if found else {}
