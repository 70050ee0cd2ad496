"""What is written unasked, with a database: who is next in a region is asked once, promised news come in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from shop_talk import CUP, NOW, Shop, Talk
from sqlalchemy import select

from actions.commerce.shapes import Order
from actions.commerce.sql import SqlCommerce
from bot.converse import Converser
from bot.dialogue import UserTurn
from bot.regions import RegionWatch
from bot.services import StoreGateway
from bot.store import conversations
from bot.store import shop as stored
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.kernel import Kernel, enqueue
from bot.store.models import AlertRow, ConversationRow, MessageRow, OrderRow, TaskRow
from bot.unasked import INBOX

_NOON = NOW.replace(hour=12)


def document(number: int, *events: tuple[float, str]) -> dict[str, Any]:
    told = [{"at": (_NOON - timedelta(hours=hours)).isoformat(), "code": code} for hours, code in events]
    parcel = {"id": f"s{number}", "carrier": "Correos", "tracking_number": f"LA{number}", "events": told}
    raw = {
        "id": f"PA-2026-20000{number}",
        "customer_id": f"c{number}",
        "placed_at": (_NOON - timedelta(days=9)).isoformat(),
        "status": "shipped",
        "currency": "EUR",
        "items": [CUP],
        "shipping_address": {"country": "ES", "city": "Madrid", "postal_code": f"2800{number}", "street": "Calle 1"},
        "payments": [],
        "shipments": [parcel],
    }
    return Order.model_validate(raw).document()


FAILED = [document(number, (60, "out_for_delivery"), (40, "exception")) for number in (1, 2, 3, 4)]
COMING = [document(number, (30, "in_transit")) for number in (5, 6)]


class Place:
    """A shop in a database, the watch over it, and the kernel that runs both."""

    def __init__(self, db: Database) -> None:
        self.db, self.hub = db, Hub(db)
        gateway = StoreGateway(db)
        talk = Talk(Shop(), language="es")
        self.parts = replace(talk._parts, gateway=gateway, commerce=SqlCommerce(gateway), clock=lambda: _NOON)
        self.moment = _NOON.timestamp()
        self.kernel = Kernel(db, clock=lambda: self.moment)
        self.watch = RegionWatch(db, self.hub, self.parts)

    async def work(self, queue: str, handler: Any) -> int:
        """Handles all claims that are due; how many."""
        count = 0
        while (claim := await self.kernel.claim(queue)) is not None:
            await handler(claim)
            count += 1
        return count

    async def look(self) -> int:
        return await self.work("watch", self.watch)

    async def tasks(self, queue: str) -> list[dict[str, Any]]:
        async with self.db.read() as session:
            found = await session.execute(select(TaskRow.payload).where(TaskRow.queue == queue).order_by(TaskRow.id))
            return list(found.scalars())

    async def alerts(self) -> list[str]:
        async with self.db.read() as session:
            return list((await session.execute(select(AlertRow.text).order_by(AlertRow.id))).scalars())


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    db = Database(f"sqlite:///{tmp_path}/shop.db")
    await db.migrate()
    people = [
        {"id": f"c{number}", "name": "A. Shopper", "email": f"c{number}@shop.example", "locale": "es", "market": "ES"}
        for number in range(1, 7)
    ]
    async with db.write() as session:
        await stored.import_shop(
            session, products=[], customers=people, orders=[*FAILED, *COMING], coupons=[], replace=True
        )
        session.add(
            ConversationRow(
                id="talk5", channel="web", account="", sender="s5", customer_id="c5", status="bot", language="es",
                locale="es", market="ES", created_at=_NOON, updated_at=_NOON, last_message_at=_NOON, state={},
            )
        )  # fmt: skip
    yield Place(db)
    await db.close()


async def test_staff_hear_once_and_each_shopper_is_asked_once(place: Place) -> None:
    await place.watch.begin()
    await place.watch.begin()
    assert await place.look() == 1
    (told,) = await place.alerts()
    assert "ES 28: 4 of 4 parcels" in told
    assert "6 orders" in told
    mails = await place.tasks("mail")
    assert {mail["to"] for mail in mails} == {f"c{number}@shop.example" for number in (1, 2, 3, 4, 6)}
    assert "¿Es correcta la dirección del pedido PA-2026-200006?" in {mail["subject"] for mail in mails}
    assert all("Calle 1" in mail["text"] for mail in mails)
    (begun,) = await place.tasks(INBOX)
    assert begun["slots"] == {"order_id": "PA-2026-200005"}

    assert await place.look() == 0, "the next look has its time"
    place.moment += 1900
    assert await place.look() == 1
    assert len(await place.tasks("mail")) == 5
    assert len(await place.tasks(INBOX)) == 1
    assert len(await place.alerts()) == 1


async def test_the_open_conversation_gets_the_question(place: Place) -> None:
    await place.watch.begin()
    await place.look()
    assert await place.work(INBOX, Converser(place.db, place.hub, place.parts)) == 1
    async with place.db.read() as session:
        *_, message = (await session.execute(select(MessageRow).order_by(MessageRow.id))).scalars()
        row = await session.get_one(ConversationRow, "talk5")
        order = (await session.get_one(OrderRow, "PA-2026-200005")).document
    assert (message.conversation_id, message.direction, message.reply_to) == ("talk5", "out", None)
    assert "¿es correcta esta dirección?" in message.text
    assert "/SetSlots(address_stays=true)" in message.payload["buttons"][0]["payload"]
    assert row.state["frames"], "the question stays open"
    assert [line["kind"] for line in order["notes"]] == ["address_asked"]


async def test_too_few_parcels_are_no_region(place: Place) -> None:
    async with place.db.write() as session:
        row = await session.get_one(OrderRow, "PA-2026-200004")
        row.document = document(4, (60, "out_for_delivery"), (58, "delivered"))
    await place.watch.begin()
    await place.look()
    assert await place.alerts() == []
    assert await place.tasks("mail") == []


async def test_promised_news_are_a_task_of_the_conversation_and_sent_at_their_time(place: Place) -> None:
    async with place.db.write() as session:
        row = await session.get_one(ConversationRow, "talk5")
        row.customer_id = "c1"
        stored_message = await conversations.append_message(
            session, row, direction="in", author="shopper", text="¿dónde está?", status="received"
        )
        await enqueue(session, INBOX, "talk5", {"message_id": stored_message.id})
    meant = UserTurn("¿dónde está?", (("order_status", 0.9),), (("order_status", 0.9),), decision="answer")
    place.parts.reader.meant = meant  # type: ignore[attr-defined]
    converse = Converser(place.db, place.hub, place.parts)
    assert await place.work(INBOX, converse) == 1
    begun = (await place.tasks(INBOX))[-1]
    assert (begun["begin"], begun["slots"]) == ("promised_update", {"order_id": "PA-2026-200001"})
    assert await place.work(INBOX, converse) == 0, "it is not its time"
    place.moment += 24 * 3600
    assert await place.work(INBOX, converse) == 1
    async with place.db.read() as session:
        texts = list((await session.execute(select(MessageRow.text).order_by(MessageRow.id))).scalars())
    assert any("Como te prometí" in text for text in texts[2:])
    assert texts[-1].count("PA-2026-200001") == 1
