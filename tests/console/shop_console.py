"""The console over a real database, with a small shop behind its ports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from bot.handoff.package import context_package
from bot.knowledge.article import make_article
from bot.store import articles, beginnings, conversations, shop
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.models import ArticleRow, ConversationRow
from console import ConsoleDeps, build_router, ensure_admin, install_problems
from console.accounts import create_account

TOKEN = "test-admin-token"
ADMIN = ("admin@shop.test", "correct horse battery")
AGENT = ("ann@shop.test", "another long password")
ORDER = {
    "id": "PA-2025-104233",
    "customer_id": "c1",
    "placed_at": "2026-11-01T09:00:00+00:00",
    "status": "shipped",
    "currency": "SAR",
    "items": [{"id": "1", "sku": "SH-1", "name": "Walking shoe", "quantity": 1, "unit_price": 80, "options": {}}],
    "shipping_address": {},
    "payments": [],
    "shipments": [],
}
CUSTOMER = {
    "id": "c1",
    "name": "Layla Haddad",
    "email": "layla@example.org",
    "phone": "+966500000001",
    "locale": "ar",
    "market": "SA",
    "tier": "gold",
}
FIELDS = ("id", "locale", "title", "kind", "markets", "topics", "valid_from", "valid_until", "facts", "body")
ARTICLE: dict[str, Any] = {
    "id": "returns-germany",
    "locale": "en",
    "title": "Returns in Germany",
    "kind": "policy",
    "markets": ["DE"],
    "topics": ["return_policy"],
    "valid_from": None,
    "valid_until": None,
    "facts": {"return_window_days": 14},
    "translation_of": None,
    "body": "You have **14 days** to send it back.",
}


class Articles:
    """The store's articles, checked by the knowledge room."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def _checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        front = {name: value for name, value in fields.items() if name != "body"}
        found = asdict(make_article("article", front, fields["body"]))
        return {**found, "markets": list(found["markets"]), "topics": list(found["topics"])}

    @staticmethod
    def _shown(row: ArticleRow) -> dict[str, Any]:
        return {name: getattr(row, name) for name in (*FIELDS, "translation_of", "status", "version")}

    async def list(self) -> list[dict[str, Any]]:
        async with self.db.read() as session:
            return [self._shown(row) for row in await articles.newest(session)]

    async def get(self, article_id: str, locale: str) -> dict[str, Any] | None:
        async with self.db.read() as session:
            known = await articles.versions(session, article_id, locale)
            return self._shown(known[0]) if known else None

    async def save_draft(self, fields: dict[str, Any], *, by: str) -> dict[str, Any]:
        checked = self._checked(fields)
        del checked["version"]
        async with self.db.write() as session:
            return self._shown(await articles.save_draft(session, checked, by=by))

    async def publish(self, article_id: str, locale: str, *, by: str) -> dict[str, Any]:
        async with self.db.write() as session:
            known = await articles.versions(session, article_id, locale)
            if not known:
                raise LookupError(article_id)
            await articles.publish(session, known[0])
            await articles.bump_publication(session, {})
            return self._shown(known[0])

    async def preview(self, fields: dict[str, Any]) -> dict[str, Any]:
        return self._checked(fields)


@asynccontextmanager
async def shop_console(folder: Path) -> AsyncIterator[tuple[FastAPI, ConsoleDeps]]:
    db = Database(f"sqlite:///{folder}/console.db")
    await db.migrate()
    hub = Hub(db)

    async def search(q: str, market: str | None, locale: str | None, limit: int) -> list[dict[str, Any]]:
        async with db.read() as session:
            return [
                {"id": row.id, "title": row.title, "score": 1.0}
                for row in await articles.published(session)
                if q.lower() in row.title.lower() and (not row.markets or market in row.markets)
            ][:limit]

    async def order(order_id: str) -> dict[str, Any] | None:
        async with db.read() as session:
            found = await shop.load_order(session, order_id)
            return found[0] if found else None

    deps = ConsoleDeps(db, hub, "secret", TOKEN, Articles(db), search, order)
    app = FastAPI()
    app.include_router(build_router(deps))
    install_problems(app)
    async with db.write() as session:
        await shop.import_shop(session, products=[], customers=[CUSTOMER], orders=[ORDER], coupons=[], replace=False)
    await ensure_admin(db, *ADMIN)
    await create_account(db, email=AGENT[0], name="Ann", password=AGENT[1], role="agent", languages=["en"])
    await deps.articles.save_draft(ARTICLE, by="system")
    await deps.articles.publish("returns-germany", "en", by="system")
    try:
        yield app, deps
    finally:
        await db.close()


async def waiting(
    deps: ConsoleDeps, sender: str = "s1", *, priority: int = 75, text: str = "أين طلبي؟ دفعت الجمارك منذ أسبوع!"
) -> str:
    """A conversation that waits for a person, as a turn leaves it."""
    async with deps.db.write() as session:
        begun = await beginnings.begin(session, "rest", "", sender, locale="ar", market="SA")
        row = await session.get_one(ConversationRow, begun.id)
        row.language, row.customer_id, row.emotion, row.urgency = "ar", "c1", "angry", "high"
        row.status, row.priority, row.waiting_since = "waiting", priority, row.created_at
        row.state = {
            "slots": {"order_id": ORDER["id"], "return_reason": None},
            "emotions": [["neutral", 0.2], ["anxious", 0.6], ["angry", 0.9]],
        }
        await conversations.append_message(session, row, direction="in", author="shopper", text=text, status="received")
        await conversations.append_message(
            session,
            row,
            direction="out",
            author="bot",
            text="طلبك PA-2025-104233 محتجز لدى الجمارك. هل تودّين التحدث مع موظف؟",
            payload={"buttons": [{"title": "نعم"}, {"title": "لا"}]},
            status="sent",
        )
        row.handoff = context_package(
            reason="human_agent",
            customer=CUSTOMER,
            market="SA",
            language="ar",
            intent="order_status",
            slots={"order_id": ORDER["id"]},
            emotions=row.state["emotions"],
            orders=[ORDER],
            tried=["order_status", "action_track_order"],
            messages=[],
            question="هل تودّين التحدث مع موظف؟",
            urgency="high",
            priority=priority,
        )
        identity = row.id
    deps.hub.publish("desk", {"event": "waiting", "conversation_id": identity})
    return identity
