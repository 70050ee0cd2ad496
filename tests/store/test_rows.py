"""Shop data and conversations in the store: effects once, versions, aware times, trackers in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.store import articles, beginnings, conversations, shop
from bot.store.database import Database, parse_url
from bot.store.errors import StoreError, VersionConflict
from bot.store.models import ConversationRow

ORDER: dict[str, Any] = {
    "id": "PA-1",
    "customer_id": "c1",
    "status": "paid",
    "currency": "EUR",
    "placed_at": "2026-11-20T10:00:00+00:00",
}


async def with_order(db: Database) -> None:
    async with db.write() as session:
        await shop.import_shop(session, products=[], customers=[], orders=[ORDER], coupons=[], replace=False)


async def effect(db: Database, key: str, version: int, status: str = "cancelled") -> bool:
    async with db.write() as session:
        return await shop.apply_effect(
            session,
            idempotency_key=key,
            order_id="PA-1",
            expected_version=version,
            document={**ORDER, "status": status},
            kind="cancel",
            payload={},
            basis={},
            conversation_id=None,
        )


async def test_an_effect_is_applied_once_however_often_it_comes(db: Database) -> None:
    await with_order(db)
    assert await effect(db, "k", 1)
    assert not await effect(db, "k", 1)
    async with db.read() as session:
        assert await shop.load_order(session, "PA-1") == ({**ORDER, "status": "cancelled"}, 2)
        assert len(await shop.effects_of(session, "PA-1")) == 1


async def test_an_effect_that_rests_on_an_old_version_is_refused(db: Database) -> None:
    await with_order(db)
    await effect(db, "first", 1)
    with pytest.raises(VersionConflict):
        await effect(db, "second", 1, status="paid")
    async with db.read() as session:
        found = await shop.load_order(session, "PA-1")
    assert found is not None
    assert found[0]["status"] == "cancelled"


async def test_tracker_events_follow_each_other_without_a_gap(db: Database) -> None:
    async with db.write() as session:
        row = await beginnings.begin(session, "rest", "", "ana", locale="en", market="US")
        await conversations.save_tracker(session, row.id, 0, {"turns": 1}, [{"event": "user"}, {"event": "bot"}])
        await conversations.save_tracker(session, row.id, 2, {"turns": 2}, [{"event": "user"}])
        conversation_id = row.id
    async with db.read() as session:
        assert [one["event"] for one in await conversations.load_events(session, conversation_id)] == [
            "user", "bot", "user",
        ]  # fmt: skip
        assert await conversations.load_events(session, conversation_id, after=2) == [{"event": "user"}]


async def test_many_events_of_one_turn_are_stored_in_their_order(db: Database) -> None:
    events = [{"event": "slot", "name": f"n{number}", "value": "O'Neil ; --"} for number in range(1203)]
    async with db.write() as session:
        row = await beginnings.begin(session, "rest", "", "ana", locale="en", market="US")
        await conversations.save_tracker(session, row.id, 0, {"turns": 1}, events)
        await conversations.save_tracker(session, row.id, len(events), {"turns": 2}, [])
    async with db.read() as session:
        assert await conversations.load_events(session, row.id) == events


async def test_a_closed_conversation_stays_closed_and_a_new_one_begins(db: Database) -> None:
    async with db.write() as session:
        first = await beginnings.begin(session, "rest", "", "ana", locale=None, market=None)
        assert await beginnings.find_open(session, "rest", "", "ana") == first
        await beginnings.close(session, first.id)
        assert await beginnings.find_open(session, "rest", "", "ana") is None
        row = await session.get_one(ConversationRow, first.id)
        assert row.status == "closed"
        assert row.created_at.tzinfo is not None


async def test_what_is_known_of_a_conversation_is_kept_where_a_message_tells_nothing(db: Database) -> None:
    async with db.write() as session:
        begun = await beginnings.begin(session, "rest", "", "ana", locale="es-MX", market=None)
        told = {"locale": None, "market": None, "country": "MX", "customer_id": "c1"}
        assert (await beginnings.go_on(session, begun, **told)).customer_id == "c1"
        found = await beginnings.find_open(session, "rest", "", "ana")
        assert found is not None
        told = {"locale": "en", "market": None, "country": "US", "customer_id": "c2"}
        assert (await beginnings.go_on(session, found, **told)).customer_id == "c1"
    async with db.read() as session:
        row = await session.get_one(ConversationRow, begun.id)
        assert (row.locale, row.market, row.customer_id) == ("en", "MX", "c1")


async def test_naive_times_are_refused(db: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with db.write() as session:
            begun = await beginnings.begin(session, "rest", "", "ana", locale=None, market=None)
            row = await session.get_one(ConversationRow, begun.id)
            row.created_at = datetime(2026, 1, 1)
            await session.flush()


async def test_publishing_archives_the_version_before(db: Database) -> None:
    fields: dict[str, Any] = {
        "id": "returns", "locale": "en", "title": "Returns", "kind": "policy", "markets": [], "topics": [],
        "valid_from": None, "valid_until": None, "facts": {}, "translation_of": None, "body": "14 days",
    }  # fmt: skip
    async with db.write() as session:
        await articles.publish(session, await articles.save_draft(session, fields, by="test"))
    async with db.write() as session:
        draft = await articles.save_draft(session, {**fields, "body": "30 days"}, by="test")
        assert draft.version == 2
        assert [row.body for row in await articles.published(session)] == ["14 days"]
        await articles.publish(session, draft)
        number = await articles.bump_publication(session, {})
    async with db.read() as session:
        assert [row.body for row in await articles.published(session)] == ["30 days"]
        assert await articles.current_publication(session) == number


async def test_migrating_twice_changes_nothing(db: Database) -> None:
    await with_order(db)
    await db.migrate()
    async with db.read() as session:
        assert await shop.count_orders(session) == 1


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://"])
def test_an_address_that_is_none_is_refused_with_what_is_expected(url: str) -> None:
    with pytest.raises(StoreError, match="expected"):
        parse_url(url)


async def test_the_tables_are_as_the_newest_revision_makes_them(db: Database) -> None:
    from alembic.script import ScriptDirectory

    from bot.store.migrate import config, newest

    assert ScriptDirectory.from_config(config()).get_current_head() == newest()
    async with db.read() as session:
        assert (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one() == newest()
