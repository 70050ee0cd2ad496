"""People and conversations for the tests of the desk."""

from __future__ import annotations

from typing import Any

from bot.handoff.views import Staff
from bot.store import beginnings, conversations, staff
from bot.store.database import Database
from bot.store.models import ConversationRow


async def person(db: Database, name: str, role: str = "agent") -> Staff:
    async with db.write() as session:
        row = await staff.create_account(
            session, email=f"{name.lower()}@shop.test", name=name, password_hash="-", role=role, languages=["en"]
        )
        return Staff(row.id, row.name, row.role)


async def conversation(db: Database, *, channel: str = "rest", status: str = "waiting", priority: int = 50) -> str:
    async with db.write() as session:
        begun = await beginnings.begin(session, channel, "", f"s-{priority}", locale="de-DE", market="DE")
        row = await session.get_one(ConversationRow, begun.id)
        row.language, row.status, row.priority = "de", status, priority
        row.state = {
            "slots": {"order_id": "PA-1"},
            "emotions": [["neutral", 0.1], ["angry", 0.8]],
            "recent": [{"text": "wo?", "intent": "order_status", "emotion": "angry"}],
        }
        if status == "waiting":
            row.waiting_since = row.created_at
        await conversations.append_message(
            session, row, direction="in", author="shopper", text="Wo ist mein Paket?", status="received"
        )
        return row.id


async def stored(db: Database, conversation_id: str) -> dict[str, Any]:
    async with db.read() as session:
        row = await session.get_one(ConversationRow, conversation_id)
        return {column.key: getattr(row, column.key) for column in ConversationRow.__table__.columns}
