from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.handoff import desk, queue
from bot.handoff.errors import DeskError, NotFound, WrongState
from bot.handoff.views import Staff
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.models import AuditRow, MessageRow, TaskRow
from tests.handoff.desk_cases import conversation, person, stored


async def test_the_most_urgent_conversation_is_first_and_closed_ones_are_not_in_the_inbox(db: Database) -> None:
    calm = await conversation(db, priority=20)
    urgent = await conversation(db, priority=90)
    await conversation(db, status="closed", priority=99)
    assert [entry["id"] for entry in await desk.list_inbox(db)] == [urgent, calm]


async def test_the_view_shows_slots_and_emotion_trail_of_the_tracker(db: Database) -> None:
    view = await desk.conversation_view(db, await conversation(db))
    assert view["slots"] == {"order_id": "PA-1"}
    assert [entry["name"] for entry in view["emotions"]] == ["neutral", "angry"]
    assert [message["text"] for message in view["messages"]] == ["Wo ist mein Paket?"]


async def test_of_two_people_who_take_at_once_exactly_one_gets_it_and_the_other_reads_who(
    db: Database, hub: Hub
) -> None:
    known = {name: await person(db, name) for name in ("Ann", "Bob")}
    wanted = await conversation(db)
    results = await asyncio.gather(*(desk.take(db, hub, wanted, who) for who in known.values()), return_exceptions=True)
    refused = [result for result in results if isinstance(result, WrongState)]
    taken = [result for result in results if isinstance(result, dict)]
    assert len(refused) == len(taken) == 1
    assert str(refused[0]) == f"{taken[0]['assigned_name']} has this conversation"


async def test_a_reply_on_a_push_channel_becomes_an_outbox_task_in_the_same_transaction(db: Database, hub: Hub) -> None:
    ann, wanted = await person(db, "Ann"), await conversation(db, channel="whatsapp")
    await desk.take(db, hub, wanted, ann)
    message = await desk.reply(db, hub, wanted, ann, " Guten Tag! ")
    async with db.read() as session:
        task = (await session.execute(select(TaskRow))).scalar_one()
        row = await session.get_one(MessageRow, message["id"])
        assert (task.queue, task.key, task.payload) == ("outbox", "whatsapp::s-50", {"message_id": message["id"]})
        assert (row.author, row.staff_id, row.status, row.text) == ("staff", ann.id, "queued", "Guten Tag!")


async def test_a_reply_on_a_channel_that_reads_by_itself_needs_no_task(db: Database, hub: Hub) -> None:
    ann, wanted = await person(db, "Ann"), await conversation(db, channel="web")
    await desk.reply(db, hub, wanted, ann, "Hello")
    async with db.read() as session:
        assert (await session.execute(select(TaskRow))).first() is None
    assert (await stored(db, wanted))["assigned_to"] == ann.id


async def test_a_shopper_page_and_the_desk_hear_of_a_reply(db: Database, hub: Hub) -> None:
    ann, wanted = await person(db, "Ann"), await conversation(db)
    async with hub.subscribe(f"conversation:{wanted}") as page, hub.subscribe("desk") as inbox:
        message = await desk.reply(db, hub, wanted, ann, "Hello")
        assert await page.get(1) == {"event": "message", "message_id": message["id"]}
        assert (await inbox.get(1) or {})["conversation_id"] == wanted


async def test_nobody_answers_releases_or_resolves_what_another_has(db: Database, hub: Hub) -> None:
    ann, bob = await person(db, "Ann"), await person(db, "Bob")
    wanted = await conversation(db)
    await desk.take(db, hub, wanted, ann)
    for step in (desk.release, desk.resolve, desk.take):
        with pytest.raises(WrongState, match="Ann has this conversation"):
            await step(db, hub, wanted, bob)
    with pytest.raises(WrongState):
        await desk.reply(db, hub, wanted, bob, "Hello")
    assert len(await desk.messages_of(db, wanted)) == 1


async def test_release_gives_it_back_to_the_bot_and_resolve_closes_it_with_an_audit_trail(
    db: Database, hub: Hub
) -> None:
    ann, wanted = await person(db, "Ann"), await conversation(db)
    await desk.take(db, hub, wanted, ann)
    view = await desk.release(db, hub, wanted, ann)
    assert (view["status"], view["assigned_to"], view["waiting_since"]) == ("bot", None, None)
    await desk.take(db, hub, wanted, ann)
    view = await desk.resolve(db, hub, wanted, ann)
    assert view["status"] == "closed"
    assert view["closed_at"]
    with pytest.raises(WrongState, match="closed"):
        await desk.reply(db, hub, wanted, ann, "one more thing")
    async with db.read() as session:
        actions = list((await session.execute(select(AuditRow.action).order_by(AuditRow.id))).scalars())
    assert actions == [f"conversation.{step}" for step in ("take", "release", "take", "resolve")]


async def test_a_conversation_of_the_bot_is_put_into_the_queue_with_a_package(db: Database, hub: Hub) -> None:
    wanted = await conversation(db, status="bot", priority=0)
    view = await desk.enqueue(db, hub, wanted, Staff("token", "API", "admin"), reason="complaint", priority=40)
    package = view["context_package"]
    assert (view["status"], view["priority"]) == ("waiting", 40)
    assert (package["reason"], package["intent"], package["slots"]) == (
        "complaint",
        "order_status",
        {"order_id": "PA-1"},
    )
    assert package["emotions"][-1] == {"name": "angry", "intensity": 0.8}
    assert package["messages"][-1]["text"] == "Wo ist mein Paket?"


async def test_a_second_hand_over_of_a_waiting_conversation_keeps_its_place(db: Database) -> None:
    wanted = await conversation(db, priority=70)
    before = (await stored(db, wanted))["waiting_since"]
    async with db.write() as session:
        await queue.hand_over(session, await queue.load(session, wanted), {"reason": "complaint"}, 30)
    after = await stored(db, wanted)
    assert (after["waiting_since"], after["priority"], after["handoff"]) == (before, 70, {"reason": "complaint"})


async def test_unknown_conversations_and_empty_answers_are_named(db: Database, hub: Hub) -> None:
    ann = await person(db, "Ann")
    with pytest.raises(NotFound, match="no conversation nope"):
        await desk.take(db, hub, "nope", ann)
    with pytest.raises(DeskError, match="empty"):
        await desk.reply(db, hub, await conversation(db), ann, "  ")
