"""Alerts: what staff should know, until somebody acknowledges it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update

from bot.handoff.views import Staff
from bot.store import staff as accounts
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.models import AlertRow


async def open_alerts(db: Database, limit: int = 50) -> list[dict[str, Any]]:
    """Alerts nobody has acknowledged, newest first."""
    async with db.read() as session:
        return [
            {
                "id": row.id,
                "kind": row.kind,
                "text": row.text,
                "data": row.data,
                "conversation_id": row.conversation_id,
                "at": row.at.isoformat(),
            }
            for row in await accounts.open_alerts(session, limit)
        ]


async def acknowledge(db: Database, hub: Hub, alert_id: int, staff: Staff) -> bool:
    """Takes an alert off the list; False when it is not on it."""
    async with db.write() as session:
        done = await session.execute(
            update(AlertRow)
            .where(AlertRow.id == alert_id, AlertRow.acknowledged_at.is_(None))
            .values(acknowledged_at=datetime.now(UTC))
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            return False
        accounts.audit(session, staff.id, "alert.acknowledge", str(alert_id))
    hub.publish("desk", {"event": "alert"})
    return True
