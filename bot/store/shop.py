"""Shop data in the contract's shapes, and the one place where effects change it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.errors import VersionConflict
from bot.store.models import CouponRow, CustomerRow, EffectRow, OrderRow, ProductRow
from bot.store.prepared import Prepared
from bot.store.session import Session

_ORDER = Prepared(select(OrderRow.document, OrderRow.version).where(OrderRow.id == bindparam("order")))
_ORDERS_OF = Prepared(
    select(OrderRow.document, OrderRow.version)
    .where(OrderRow.customer_id == bindparam("customer"))
    .order_by(OrderRow.placed_at.desc())
    .limit(bindparam("most"))
)
_CUSTOMER = Prepared(select(CustomerRow.document).where(CustomerRow.id == bindparam("customer")))


async def load_order(session: Session, order_id: str) -> tuple[dict[str, Any], int] | None:
    """The order's document and version, or None."""
    found = await session.run(_ORDER, {"order": order_id})
    return (found[0].document, found[0].version) if found else None


async def orders_of(session: Session, customer_id: str, limit: int = 50) -> list[tuple[dict[str, Any], int]]:
    """The customer's orders, newest first."""
    found = await session.run(_ORDERS_OF, {"customer": customer_id, "most": limit})
    return [(row.document, row.version) for row in found]


async def load_customer(session: Session, customer_id: str) -> dict[str, Any] | None:
    """The customer's document, or None."""
    found = await session.run(_CUSTOMER, {"customer": customer_id})
    return found[0].document if found else None


async def customers_by_contact(session: AsyncSession, *, email: str | None, phone: str | None) -> list[dict[str, Any]]:
    """Customers with this e-mail address (any case) or phone number (E.164)."""
    if email:
        statement = select(CustomerRow).where(func.lower(CustomerRow.email) == email.lower())
    elif phone:
        statement = select(CustomerRow).where(CustomerRow.phone == phone)
    else:
        return []
    return [row.document for row in (await session.execute(statement)).scalars()]


async def load_product(session: AsyncSession, sku: str) -> dict[str, Any] | None:
    """The product's document, or None."""
    row = await session.get(ProductRow, sku)
    return None if row is None else row.document


async def all_products(session: AsyncSession) -> list[dict[str, Any]]:
    """Every product of the shop."""
    return list((await session.execute(select(ProductRow.document).order_by(ProductRow.sku))).scalars())


async def load_coupon(session: AsyncSession, code: str) -> dict[str, Any] | None:
    """The coupon's document with `customer_id` and `used_at`, or None."""
    row = await session.get(CouponRow, code)
    if row is None:
        return None
    used = row.used_at.isoformat() if row.used_at else None
    return {**row.document, "customer_id": row.customer_id, "used_at": used}


async def effects_of(session: AsyncSession, order_id: str) -> list[EffectRow]:
    """What was done to an order, oldest first."""
    statement = select(EffectRow).where(EffectRow.order_id == order_id).order_by(EffectRow.at)
    return list((await session.execute(statement)).scalars())


async def apply_effect(
    session: AsyncSession,
    *,
    idempotency_key: str,
    order_id: str,
    expected_version: int,
    document: dict[str, Any],
    kind: str,
    payload: dict[str, Any],
    basis: dict[str, Any],
    conversation_id: str | None,
) -> bool:
    """Stores the order's new document once per idempotency key.

    Returns False, changing nothing, when the key was applied before; raises VersionConflict when the order is
    no longer the one that was read.
    """
    if await session.get(EffectRow, idempotency_key) is not None:
        return False
    changed = await session.execute(
        update(OrderRow)
        .where(OrderRow.id == order_id, OrderRow.version == expected_version)
        .values(document=document, status=document["status"], version=expected_version + 1)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise VersionConflict(f"order {order_id} changed since it was read (version {expected_version})")
    _keep_effect(session, idempotency_key, order_id, kind, payload, basis, conversation_id)
    await session.flush()
    return True


async def note_effect(
    session: AsyncSession,
    *,
    idempotency_key: str,
    order_id: str,
    kind: str,
    payload: dict[str, Any],
    basis: dict[str, Any],
    conversation_id: str | None,
) -> None:
    """Keeps what was done to an order of a shop elsewhere, once."""
    if await session.get(EffectRow, idempotency_key) is not None:
        return
    _keep_effect(session, idempotency_key, order_id, kind, payload, basis, conversation_id)


def _keep_effect(
    session: AsyncSession,
    idempotency_key: str,
    order_id: str,
    kind: str,
    payload: dict[str, Any],
    basis: dict[str, Any],
    conversation_id: str | None,
) -> None:
    session.add(
        EffectRow(
            idempotency_key=idempotency_key,
            order_id=order_id,
            kind=kind,
            payload=payload,
            basis=basis,
            conversation_id=conversation_id,
            at=datetime.now(UTC),
        )
    )


async def keep_customer(session: AsyncSession, document: dict[str, Any]) -> None:
    """What staff see of a customer of a shop elsewhere, as it was when they last wrote."""
    row = await session.get(CustomerRow, document["id"])
    if row is None or row.document != document:
        await session.merge(_customer_row(document))


async def add_coupon(session: AsyncSession, document: dict[str, Any], customer_id: str | None) -> bool:
    """Makes a coupon; False when the code exists already."""
    if await session.get(CouponRow, document["code"]) is not None:
        return False
    session.add(CouponRow(code=document["code"], document=document, customer_id=customer_id))
    await session.flush()
    return True


async def count_orders(session: AsyncSession) -> int:
    """How many orders there are."""
    return int((await session.execute(select(func.count()).select_from(OrderRow))).scalar_one())


async def import_shop(
    session: AsyncSession,
    *,
    products: Iterable[dict[str, Any]],
    customers: Iterable[dict[str, Any]],
    orders: Iterable[dict[str, Any]],
    coupons: Iterable[dict[str, Any]],
    replace: bool,
) -> None:
    """Adds or overwrites shop data; with `replace` what is not in the import goes (effects stay as history)."""
    if replace:
        for table in (ProductRow, CustomerRow, OrderRow, CouponRow):
            await session.execute(delete(table))
    for document in products:
        await session.merge(ProductRow(sku=document["sku"], document=document))
    for document in customers:
        await session.merge(_customer_row(document))
    for document in orders:
        placed = datetime.fromisoformat(document["placed_at"])
        await session.merge(
            OrderRow(
                id=document["id"],
                customer_id=document["customer_id"],
                status=document["status"],
                currency=document["currency"],
                placed_at=placed if placed.tzinfo else placed.replace(tzinfo=UTC),
                version=1,
                document=document,
            )
        )
    for document in coupons:
        await session.merge(
            CouponRow(code=document["code"], document=document, customer_id=document.get("customer_id"))
        )


def _customer_row(document: dict[str, Any]) -> CustomerRow:
    return CustomerRow(
        id=document["id"],
        name=document["name"],
        email=document.get("email"),
        phone=document.get("phone"),
        locale=document["locale"],
        market=document["market"],
        tier=document.get("tier", "standard"),
        document=document,
    )
