"""Senders on channels, and whom they have proven to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update

from bot.store.models import ChannelIdentityRow
from bot.store.prepared import Prepared
from bot.store.session import Session

_T = cast(Table, ChannelIdentityRow.__table__)
_FIND = Prepared(
    select(_T.c.id, _T.c.customer_id, _T.c.verified_at, _T.c.verified_by, _T.c.profile).where(
        _T.c.channel == bindparam("channel_"),
        _T.c.account == bindparam("account_"),
        _T.c.external_id == bindparam("sender"),
    )
)
_ADD = Prepared(
    insert(_T)
    .values(channel=bindparam("channel_"), account=bindparam("account_"), external_id=bindparam("sender"), profile={})
    .returning(_T.c.id)
)
_KEEP = Prepared(
    update(_T)
    .where(_T.c.id == bindparam("identity"))
    .values(
        customer_id=bindparam("customer"), verified_at=bindparam("at"), verified_by=bindparam("by"),
        profile=bindparam("told"),
    )
)  # fmt: skip


@dataclass(slots=True)
class Identity:
    """One sender on one channel account. customer_id, verified_at, verified_by: who it is, once that is proven."""

    id: int
    channel: str
    account: str
    sender: str
    customer_id: str | None
    verified_at: datetime | None
    verified_by: str | None
    profile: dict[str, Any]


async def identity(session: Session, channel: str, account: str, sender: str) -> Identity:
    """The sender's identity on this channel, made when new."""
    place = {"channel_": channel, "account_": account, "sender": sender}
    found = await session.run(_FIND, place)
    if not found:
        added = await session.run(_ADD, place)
        return Identity(added[0].id, channel, account, sender, None, None, None, {})
    row = found[0]
    return Identity(row.id, channel, account, sender, row.customer_id, row.verified_at, row.verified_by, row.profile)


async def keep_identity(session: Session, known: Identity) -> None:
    """Stores who the sender is and what is known of it."""
    values = {"customer": known.customer_id, "at": known.verified_at, "by": known.verified_by, "told": known.profile}
    await session.run(_KEEP, {"identity": known.id, **values})
