"""Carries the benchmark's tool calls out with our order operations, one unit of work and one transaction a call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from actions.commerce import accounts, customers, operations, variants
from actions.commerce.ports import Refused, UnitOfWork
from actions.commerce.shapes import Customer, Order
from actions.commerce.sql import SqlCommerce
from actions.commerce.variants import Swap
from benchmarks.tau2.rules import Json
from bot.converse import apply_effects
from bot.store import shop
from bot.store.database import Database
from bot.store.models import CustomerRow

_AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
_DUE = date(2026, 1, 14)
_UNTIL = "paid"
"""This shop's rule for cancelling and changing: only before it begins to pack."""


class Documents:
    """The store's documents behind the SQL adapter."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def order(self, order_id: str) -> tuple[Json, int] | None:
        """Document and version."""
        async with self._db.read() as session:
            return await shop.load_order(session, order_id)

    async def orders_of(self, customer_id: str) -> list[tuple[Json, int]]:
        """Documents and versions."""
        async with self._db.read() as session:
            return await shop.orders_of(session, customer_id)

    async def customer(self, customer_id: str) -> Json | None:
        """Document."""
        async with self._db.read() as session:
            return await shop.load_customer(session, customer_id)

    async def product(self, sku: str) -> Json | None:
        """Document."""
        async with self._db.read() as session:
            return await shop.load_product(session, sku)

    async def products(self) -> list[Json]:
        """Documents."""
        async with self._db.read() as session:
            return await shop.all_products(session)

    async def coupon(self, code: str) -> Json | None:
        """Document."""
        async with self._db.read() as session:
            return await shop.load_coupon(session, code)


class Clerk:
    """Serves one proven shopper. scope: of the idempotency keys."""

    def __init__(self, db: Database, customer_id: str, scope: str) -> None:
        self._db, self._customer_id, self._scope = db, customer_id, scope
        self._commerce = SqlCommerce(Documents(db))
        self._calls = 0

    async def call(self, name: str, arguments: Json) -> None:
        """Does what the tool is for, and commits it twice, as a retried turn would. Raises Refused."""
        self._calls += 1
        unit = UnitOfWork(self._commerce, f"{self._scope}:{self._calls}")
        if name == "modify_user_address":
            await self._move(**arguments)
            return
        before = await self._order(unit, str(arguments["order_id"]))
        after = await getattr(self, f"_{name}")(before, **{**arguments, "order_id": None})
        await unit.record(after, name, "order", arguments)
        for _ in range(2):
            async with self._db.write() as session:
                await apply_effects(session, unit.effects, None, None)

    async def _order(self, unit: UnitOfWork, order_id: str) -> Order:
        """One of the shopper's own orders; somebody else's does not exist for them."""
        for order in await unit.orders_of(self._customer_id):
            if order.id == order_id:
                return order
        raise Refused("order_unknown", order_id=order_id)

    async def _customer(self) -> Customer:
        found = await self._commerce.customer(self._customer_id)
        if found is None:
            raise Refused("customer_unknown")
        return found

    async def _account(self, account_id: str) -> accounts.Account:
        return customers.account(await self._customer(), account_id)

    async def _move(self, user_id: str, **address: str) -> None:
        if user_id != self._customer_id:
            raise Refused("customer_unknown")
        moved = customers.move(await self._customer(), address)
        async with self._db.write() as session:
            await shop.keep_customer(session, moved.model_dump(mode="json"))

    async def _cancel_pending_order(self, order: Order, order_id: None, reason: str) -> Order:
        variants.must_be_unchanged(order)
        changed = operations.cancel(order, until=_UNTIL, due=_DUE)
        return operations.note(changed, "cancel_reason", _AT, reason=reason)

    async def _modify_pending_order_address(self, order: Order, order_id: None, **address: str) -> Order:
        return operations.change_address(order, address, until=_UNTIL)

    async def _modify_pending_order_payment(self, order: Order, order_id: None, payment_method_id: str) -> Order:
        return accounts.change_payment(order, await self._account(payment_method_id), until=_UNTIL, due=_DUE)

    async def _modify_pending_order_items(
        self, order: Order, order_id: None, item_ids: list[str], new_item_ids: list[str], payment_method_id: str
    ) -> Order:
        account = await self._account(payment_method_id)
        swaps = await self._swaps(order, item_ids, new_item_ids)
        return variants.swap_items(order, swaps, account=account, until=_UNTIL, at=_AT, due=_DUE)

    async def _return_delivered_order_items(
        self, order: Order, order_id: None, item_ids: list[str], payment_method_id: str
    ) -> Order:
        account = await self._account(payment_method_id)
        accounts.check_refund_way(order, account)
        variants.must_be_first_return(order)
        changed = operations.register_return(
            order,
            _lines(order, item_ids),
            reason="changed_mind",
            resolution="refund",
            shipping_paid_by="customer",
            deadline=_DUE,
            at=_AT,
        )
        return accounts.return_to(changed, account)

    async def _exchange_delivered_order_items(
        self, order: Order, order_id: None, item_ids: list[str], new_item_ids: list[str], payment_method_id: str
    ) -> Order:
        variants.must_be_first_return(order)
        return variants.exchange_items(
            order,
            await self._swaps(order, item_ids, new_item_ids),
            account=await self._account(payment_method_id),
            reason="changed_mind",
            shipping_paid_by="customer",
            deadline=_DUE,
            at=_AT,
        )

    async def _swaps(self, order: Order, old: list[str], new: list[str]) -> tuple[Swap, ...]:
        if len(old) != len(new):
            raise Refused("item_not_found", order_id=order.id)
        found = []
        for line, old_sku, new_sku in zip(_lines(order, old), old, new, strict=True):
            before, after = await self._commerce.product(old_sku), await self._commerce.product(new_sku)
            if before is None or after is None:
                raise Refused("item_not_found", order_id=order.id)
            found.append(Swap(line, before, after))
        return tuple(found)


def _lines(order: Order, skus: Iterable[str]) -> tuple[str, ...]:
    """A line for each piece. Raises Refused (item_not_found) for more pieces than the order has."""
    free = list(order.items)
    found = []
    for sku in skus:
        line = next((item for item in free if item.sku == sku), None)
        if line is None:
            raise Refused("item_not_found", order_id=order.id)
        free.remove(line)
        found.append(line.id)
    return tuple(found)


async def whole_state(db: Database, order_ids: Iterable[str], user_ids: Iterable[str]) -> dict[str, Any]:
    """Orders and customers as they are stored, by id."""
    found: dict[str, Any] = {}
    async with db.read() as session:
        for order_id in order_ids:
            loaded = await shop.load_order(session, order_id)
            if loaded is not None:
                found[order_id] = Order.model_validate(loaded[0])
        rows = (await session.execute(select(CustomerRow).where(CustomerRow.id.in_(list(user_ids))))).scalars()
        found.update({row.id: Customer.model_validate(row.document) for row in rows})
    return found
