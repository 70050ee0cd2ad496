"""What the desk and the staff API show of conversations, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.models import ConversationRow, CustomerRow, MessageRow


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts at the desk. `id` is the account's, or `token` for the bearer of the administrator's token."""

    id: str
    name: str
    role: str
    locale: str = "en"


def conversation_dict(
    row: ConversationRow, customer: CustomerRow | None = None, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """One conversation; `names` gives the names of staff by id."""
    state = row.state or {}
    return {
        "id": row.id,
        "status": row.status,
        "channel": row.channel,
        "account": row.account,
        "sender": row.sender,
        "customer_id": row.customer_id,
        "customer_name": customer.name if customer else None,
        "tier": customer.tier if customer else None,
        "language": row.language,
        "locale": row.locale,
        "market": row.market,
        "emotion": row.emotion,
        "urgency": row.urgency,
        "emotions": _emotions(state.get("emotions") or ()),
        "priority": row.priority,
        "slots": dict(state.get("slots") or {}),
        "context_package": row.handoff,
        "reason": (row.handoff or {}).get("reason"),
        "assigned_to": row.assigned_to,
        "assigned_name": (names or {}).get(row.assigned_to or "", row.assigned_to),
        "waiting_since": _iso(row.waiting_since),
        "human_since": _iso(row.human_since),
        "created_at": _iso(row.created_at),
        "updated_at": _iso(row.updated_at),
        "last_message_at": _iso(row.last_message_at),
        "closed_at": _iso(row.closed_at),
    }


def message_dict(row: MessageRow) -> dict[str, Any]:
    """One message."""
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "direction": row.direction,
        "author": row.author,
        "staff_id": row.staff_id,
        "kind": row.kind,
        "text": row.text,
        "payload": {key: value for key, value in (row.payload or {}).items() if key != "raw"},
        "understanding": row.understanding,
        "status": row.status,
        "at": _iso(row.at),
    }


def _emotions(trail: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"name": str(entry[0]), "intensity": float(entry[1])} for entry in trail if len(entry) > 1]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
