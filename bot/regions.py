"""Watches the parcels of the shop for regions in which deliveries stop being signed for, and asks who is next there.

Staff get one alert a region. Each shopper with a parcel on the way there is asked once for each parcel whether the
address is right: in the conversation that is open, else by mail. The question is noted in the order in the same
transaction, so that neither a second look nor a second machine asks again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from actions.addresses.address_check import ASKED, asked
from actions.commerce import operations
from actions.commerce.shapes import Customer, Order
from actions.logistics.signing import Parcel, Region, unsigned_regions
from actions.logistics.tracking import track
from bot.mail import written
from bot.scene import Parts
from bot.services import MAIL_QUEUE
from bot.store import outreach, shop, staff
from bot.store.database import Database
from bot.store.errors import VersionConflict
from bot.store.hub import Hub
from bot.store.kernel import Claim, enqueue
from bot.store.session import Session
from bot.unasked import INBOX, Beginning
from bot.unasked_rules import ADDRESS_FLOW, allowed_at

log = structlog.get_logger(__name__)

QUEUE = "watch"
_KEY = "regions"
_TOLD = "region_unsigned"
_PLACED = timedelta(days=60)
_TALKED = timedelta(days=60)
_MOST = 2000
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class _Known:
    """An order as it was read, and its parcels as they were found."""

    version: int
    parcels: tuple[Parcel, ...] = field(default=())


class RegionWatch:
    """Handles claims of the queue `watch`: one look, and the time of the next."""

    def __init__(self, db: Database, hub: Hub, parts: Parts) -> None:
        self._db, self._hub, self._parts = db, hub, parts

    async def begin(self) -> None:
        """Asks for the first look; several machines ask for the same one."""
        async with self._db.write() as session:
            await self._next(session, self._parts.clock())
        self._hub.publish(f"tasks:{QUEUE}")

    async def __call__(self, claim: Claim) -> None:
        """Looks at all parcels of late; whatever fails with one order, the others are asked."""
        now = self._parts.clock()
        orders = await self._orders(now)
        parcels = [parcel for known in orders.values() for parcel in known.parcels]
        for region in unsigned_regions(parcels, self._parts.unasked.signing, now):
            for order_id in dict.fromkeys(parcel.order.id for parcel in region.on_the_way):
                try:
                    await self._ask(orders[order_id], region, now)
                except VersionConflict:
                    log.info("address_not_asked", order=order_id, reason="the order changed; the next look asks")
            await self._alert(region, now)
        async with claim.commit() as session:
            await self._next(session, now + self._every)

    @property
    def _every(self) -> timedelta:
        return timedelta(minutes=self._parts.unasked.signing.every_minutes)

    async def _next(self, session: Session, at: datetime) -> None:
        slot = int(at.timestamp() // self._every.total_seconds())
        begins = slot * self._every.total_seconds()
        await enqueue(session, QUEUE, _KEY, {}, dedupe_key=f"{_KEY}:{slot}", run_at=begins)

    async def _orders(self, now: datetime) -> dict[str, _Known]:
        async with self._db.read() as session:
            found = await outreach.orders_since(session, ("shipped", "delivered"), now - _PLACED, _MOST)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def known(document: dict[str, Any], version: int) -> tuple[str, _Known]:
            await asyncio.sleep(0)  # shoppers are served between two orders
            order = Order.model_validate(document)
            async with gate:
                tracked = [await track(shipment, self._parts.carrier, now) for shipment in order.shipments]
            return order.id, _Known(version, tuple(Parcel(order, one) for one in tracked))

        return dict(await asyncio.gather(*(known(document, version) for document, version in found)))

    async def _ask(self, known: _Known, region: Region, now: datetime) -> None:
        order = known.parcels[0].order
        going = [parcel.found.shipment.id for parcel in known.parcels if parcel.on_its_way]
        noted = operations.noted(order, ASKED)
        if noted is not None and set(going) <= set(noted.get("parcels") or ()):
            return
        async with self._db.write() as session:
            changed = operations.note(order, ASKED, now, parcels=going, region=region.name)
            fresh = await shop.apply_effect(
                session,
                idempotency_key=f"{ASKED}:{order.id}:{','.join(going)}"[:200],
                order_id=order.id,
                expected_version=known.version,
                document=changed.document(),
                kind=ASKED,
                payload={"parcels": going},
                basis={"region": region.name, "unsigned": region.unsigned, "tried": region.tried},
                conversation_id=None,
            )
            if fresh:
                await self._write(session, changed, now)
        self._hub.publish(f"tasks:{INBOX}")
        self._hub.publish(f"tasks:{MAIL_QUEUE}")

    async def _write(self, session: Session, order: Order, now: datetime) -> None:
        """The question's way to the shopper, in this transaction: the open conversation, else mail, else staff."""
        document = await shop.load_customer(session, order.customer_id)
        customer = Customer.model_validate(document) if document else None
        talked = await outreach.open_conversation(session, order.customer_id, now - _TALKED)
        market = (talked.market if talked else None) or (customer.market if customer else None) or order.country
        at = self._allowed(market, customer.locale if customer else "en", now)
        if talked is not None:
            begun = Beginning(ADDRESS_FLOW, {"order_id": order.id})
            await enqueue(session, INBOX, talked.id, begun.task(), run_at=at)
        elif customer is not None and customer.email:
            mail = written(
                self._parts.answers,
                customer.email,
                "utter_address_check_mail",
                {**asked(order), "shop": self._parts.shop},
                locale=customer.locale,
                market=market,
                now=now,
            )
            await enqueue(session, MAIL_QUEUE, customer.email[:255], mail, run_at=at)
        else:
            text = f"{order.id}: nobody can be written to; ask for the address by telephone"
            staff.alert(session, "address_not_asked", text, order_id=order.id)

    def _allowed(self, market: str | None, locale: str, now: datetime) -> float:
        answers = self._parts.answers
        return allowed_at(now, now, answers.style(market, locale), answers.markets.zone_of(market)).timestamp()

    async def _alert(self, region: Region, now: datetime) -> None:
        """Tells staff once for as long as attempts count: what has gone on since is no news."""
        days = self._parts.unasked.signing.look_back_days
        orders: Sequence[str] = sorted({parcel.order.id for parcel in region.on_the_way})
        text = (
            f"{region.name}: {region.unsigned} of {region.tried} parcels of the last {days} days were not signed for. "
            f"{len(orders)} orders are on their way there; their shoppers are asked whether the address is right."
        )
        async with self._db.write() as session:
            told = await outreach.alerts_since(session, _TOLD, now - timedelta(days=days))
            if region.name in {one.get("region") for one in told}:
                return
            staff.alert(session, _TOLD, text, region=region.name, orders=list(orders))
        self._hub.publish("desk", {"event": "alert"})
