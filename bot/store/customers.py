"""The one place where effects change a customer's own data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.errors import VersionConflict
from bot.store.models import CustomerRow, EffectRow


async def apply_customer_effect(
    session: AsyncSession,
    *,
    idempotency_key: str,
    before: dict[str, Any],
    after: dict[str, Any],
    kind: str,
    payload: dict[str, Any],
    conversation_id: str | None,
) -> bool:
    """Stores what of the customer's document became different, once per idempotency key.

    Returns False, changing nothing, when the key was applied before; raises VersionConflict when what is to change is
    no longer what was read. Rows stay locked until the transaction ends (SQLite has one writer at a time anyway).
    """
    if await session.get(EffectRow, idempotency_key) is not None:
        return False
    row = await session.get(CustomerRow, before["id"], with_for_update=True, populate_existing=True)
    changes = {name: value for name, value in after.items() if before.get(name) != value}
    if row is None or any(row.document.get(name) != before.get(name) for name in changes):
        raise VersionConflict(f"customer {before['id']} changed since they were read")
    row.document = {**row.document, **changes}
    session.add(
        EffectRow(
            idempotency_key=idempotency_key,
            order_id="",
            kind=kind,
            payload=payload,
            basis={},
            conversation_id=conversation_id,
            at=datetime.now(UTC),
        )
    )
    await session.flush()
    return True
