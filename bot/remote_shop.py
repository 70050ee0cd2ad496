"""A shop elsewhere in the turn: its deeds are done before the turn's answers are stored, each once.

Our transaction cannot hold what Shopify or WooCommerce do. So each deed is noted as begun, done there under its key,
and noted as done; the turn's own transaction then says it and drops the note. A turn that is taken again after a crash
decides on the order as it was, finds its own deeds by their keys, and says what it would have said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from actions.commerce.ports import (
    CommerceError,
    Deed,
    Effect,
    OrderChanged,
    OutcomeUnknown,
    Refused,
    RemoteCommerce,
)
from actions.commerce.shapes import Order
from bot.services import StoreGateway
from bot.store import begun, shop, staff
from bot.store.database import Database
from bot.store.errors import VersionConflict
from bot.store.kernel import Claim, enqueue
from bot.store.models import BegunOrderRow

log = structlog.get_logger(__name__)

QUEUE = "shop"
_LOOK_AFTER = timedelta(minutes=11)  # longer than a shop works on a lost request
_BUSY = 0.5


class NotDone(Exception):
    """The shop did not do it, and nothing was changed; the message says why."""


class Unclear(Exception):
    """Something may have been done, and nobody knows yet; `order_id` says where staff must look."""

    def __init__(self, order_id: str, why: str) -> None:
        super().__init__(why)
        self.order_id = order_id


class RemoteDeeds:
    """Carries out what turns decided, and finds out what became of it when an answer was lost."""

    def __init__(
        self,
        db: Database,
        remote: RemoteCommerce,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db, self._shop, self._clock, self._sleep = db, remote, clock, sleep

    async def open_orders(self, session: AsyncSession, conversation_id: str) -> Mapping[str, BegunOrderRow]:
        """By number the orders on which a turn of the conversation acted that did not end."""
        return {row.order_id: row for row in await begun.open_of(session, conversation_id)}

    async def customers_by_phone(self, phone: str) -> list[dict[str, Any]]:
        """Documents of the customers with exactly this number (E.164). Raises CommerceError."""
        return [found.model_dump(mode="json") for found in await self._shop.customers_by_phone(phone)]

    async def carry_out(self, effects: Sequence[Effect], conversation_id: str) -> None:
        """Does all of it. Raises VersionConflict (take the turn again), NotDone or Unclear."""
        done: set[str] = set()
        for effect in effects:
            deed = await self._begin(effect, conversation_id, first=effect.order_id not in done)
            if deed is not None:
                await self._do(deed, effect.order_id, bool(done))
            done.add(effect.order_id)

    async def _begin(self, effect: Effect, conversation_id: str, *, first: bool) -> Deed | None:
        """The deed; None when it is done already."""
        before = effect.before
        if before is None:
            raise NotDone(f"an effect on order {effect.order_id} does not tell what it was decided on")
        now = self._clock()
        document = before.document()
        entry = {
            "kind": effect.kind,
            "payload": effect.payload,
            "basis": effect.basis,
            "before": document,
            "after": effect.document,
            "coupon": effect.coupon,
        }
        try:
            async with self._db.write() as session:
                known = await begun.begin(
                    session,
                    order_id=effect.order_id,
                    conversation_id=conversation_id,
                    document=document,
                    version=effect.expected_version,
                    key=effect.idempotency_key,
                    entry=entry,
                    at=now,
                )
        except begun.OrderLocked as locked:
            if locked.unclear:
                raise Unclear(effect.order_id, "what was begun on this order before is not clear yet") from locked
            await self._sleep(_BUSY)
            raise
        if known.get("state") == begun.DONE:
            return None
        return Deed(
            effect.idempotency_key,
            before,
            Order.model_validate(effect.document),
            effect.coupon,
            effect.expected_version if first else None,
            datetime.fromisoformat(known["at"]) if known else now,
            again=bool(known),
        )

    async def _do(self, deed: Deed, order_id: str, others_done: bool) -> None:
        try:
            await self._shop.carry_out(deed)
        except OutcomeUnknown as error:
            log.warning("shop_unclear", order=order_id, error=str(error))
            await self._unclear(order_id, [deed.key])
            raise Unclear(order_id, str(error)) from error
        except (CommerceError, Refused) as error:
            log.warning("shop_failed", order=order_id, error=str(error))
            if others_done:
                # A part of what the turn would have told is done: neither "done" nor "nothing was changed" is true.
                await self._unclear(order_id, [deed.key])
                raise Unclear(order_id, str(error)) from error
            async with self._db.write() as session:
                await begun.forget(session, order_id, [deed.key])
            if isinstance(error, OrderChanged | Refused):
                raise VersionConflict(str(error)) from error
            raise NotDone(str(error)) from error
        async with self._db.write() as session:
            await begun.mark(session, order_id, deed.key, begun.DONE)

    async def _unclear(self, order_id: str, keys: Sequence[str]) -> None:
        async with self._db.write() as session:
            for key in keys:
                await begun.mark(session, order_id, key, begun.UNCLEAR)
            at = (self._clock() + _LOOK_AFTER).timestamp()
            await enqueue(session, QUEUE, order_id, {"order_id": order_id}, run_at=at)

    async def told(self, session: AsyncSession, effects: Sequence[Effect], conversation_id: str) -> None:
        """In the turn's transaction: what was done is kept as history, and the orders are free."""
        for effect in effects:
            await shop.note_effect(
                session,
                idempotency_key=effect.idempotency_key,
                order_id=effect.order_id,
                kind=effect.kind,
                payload=effect.payload,
                basis=effect.basis,
                conversation_id=conversation_id,
            )
            await begun.forget(session, effect.order_id, [effect.idempotency_key])

    async def let_go(self, rows: Mapping[str, BegunOrderRow], kept: Sequence[Effect]) -> bool:
        """When a turn that is taken again decides otherwise: what it had begun is no longer its own, and is looked at.

        Returns whether there was anything; then the turn must be taken on the orders as they are.
        """
        keys = {effect.idempotency_key for effect in kept}
        left = {order_id: [key for key in row.deeds if key not in keys] for order_id, row in rows.items()}
        for order_id, lost in left.items():
            if lost:
                await self._unclear(order_id, lost)
        return any(left.values())

    async def __call__(self, claim: Claim) -> None:
        """Looks what became of the unclear deeds of an order, tells staff, and frees the order. Never acts."""
        row = await self._row(claim.key)
        if row is None:
            async with claim.commit():
                return
        found: dict[str, bool] = {}
        try:
            for key, entry in row.deeds.items():
                found[key] = entry["state"] == begun.DONE or await self._shop.is_done(_deed(key, entry))
        except CommerceError as error:
            await claim.fail(f"shop: {error}")
            return
        async with claim.commit() as session:
            for key, entry in row.deeds.items():
                if found[key]:
                    await self._keep(session, row, key, entry)
                state = "is done" if found[key] else "is not complete; nothing more will be tried"
                staff.alert(
                    session,
                    "shop_checked",
                    f"Order {row.order_id}: {entry['kind']} {state}. Please tell the shopper.",
                    conversation_id=row.conversation_id,
                    order_id=row.order_id,
                    done=found[key],
                )
            await begun.forget(session, row.order_id, list(row.deeds))

    async def _row(self, order_id: str) -> BegunOrderRow | None:
        async with self._db.read() as session:
            return await begun.load(session, order_id)

    async def _keep(self, session: AsyncSession, row: BegunOrderRow, key: str, entry: Mapping[str, Any]) -> None:
        await shop.note_effect(
            session,
            idempotency_key=key,
            order_id=row.order_id,
            kind=entry["kind"],
            payload=entry["payload"],
            basis=entry["basis"],
            conversation_id=row.conversation_id,
        )


def _deed(key: str, entry: Mapping[str, Any]) -> Deed:
    before, after = Order.model_validate(entry["before"]), Order.model_validate(entry["after"])
    return Deed(key, before, after, entry["coupon"], None, datetime.fromisoformat(entry["at"]), again=True)


class RemoteGateway(StoreGateway):
    """The shop elsewhere as documents, for what reads documents."""

    finds_customers = False  # such a shop is not asked for customers by e-mail address

    def __init__(self, database: Database, remote: RemoteCommerce) -> None:
        super().__init__(database)
        self._remote = remote

    async def order(self, order_id: str) -> tuple[dict[str, Any], int] | None:
        """Document and version."""
        found = await self._remote.order(order_id)
        return None if found is None else (found[0].document(), found[1])

    async def orders_of(self, customer_id: str) -> list[tuple[dict[str, Any], int]]:
        """Documents and versions, newest first."""
        return [(order.document(), version) for order, version in await self._remote.orders_of(customer_id)]

    async def customer(self, customer_id: str) -> dict[str, Any] | None:
        """Document."""
        found = await self._remote.customer(customer_id)
        return None if found is None else found.model_dump(mode="json")

    async def products(self) -> list[dict[str, Any]]:
        """The catalogue."""
        return [product.model_dump(mode="json") for product in await self._remote.products()]

    async def product(self, sku: str) -> dict[str, Any] | None:
        """Document."""
        found = await self._remote.product(sku)
        return None if found is None else found.model_dump(mode="json")

    async def coupon(self, code: str) -> dict[str, Any] | None:
        """Document."""
        found = await self._remote.coupon(code)
        return None if found is None else found.model_dump(mode="json")
