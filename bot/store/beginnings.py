"""Which conversation a sender's message belongs to: the open one, or a new one."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, func, insert, or_, select, update

from bot.store.models import ConversationRow
from bot.store.prepared import Prepared
from bot.store.session import Session

OPEN = ("bot", "waiting", "human")

_C = cast(Table, ConversationRow.__table__)
_this = _C.c.id == bindparam("conversation")

_FIND_OPEN = Prepared(
    select(_C.c.id, _C.c.channel, _C.c.account, _C.c.sender, _C.c.status, _C.c.customer_id)
    .where(
        _C.c.channel == bindparam("channel_"),
        _C.c.account == bindparam("account_"),
        _C.c.sender == bindparam("sender_"),
        or_(*(_C.c.status == status for status in OPEN)),
    )
    .order_by(_C.c.created_at.desc())
    .limit(1)
)
_BEGIN = Prepared(
    insert(_C).values(
        id=bindparam("conversation"),
        channel=bindparam("channel_"),
        account=bindparam("account_"),
        sender=bindparam("sender_"),
        customer_id=bindparam("customer"),
        locale=bindparam("locale_"),
        market=bindparam("market_"),
        created_at=bindparam("now"),
        updated_at=bindparam("now"),
        last_message_at=bindparam("now"),
        status="bot",
        state={},
        state_seq=0,
        priority=0,
    )
)
_WRITTEN_IN = Prepared(
    update(_C)
    .where(_this)
    .values(
        customer_id=func.coalesce(_C.c.customer_id, bindparam("customer")),
        locale=func.coalesce(bindparam("locale_"), _C.c.locale),
        market=func.coalesce(bindparam("market_"), _C.c.market, bindparam("country")),
        last_message_at=bindparam("now"),
        updated_at=bindparam("now"),
    )
)
_CLOSE = Prepared(update(_C).where(_this).values(status="closed", closed_at=bindparam("now")))


class Begun(NamedTuple):
    """An open conversation, as a message finds it."""

    id: str
    channel: str
    account: str
    sender: str
    status: str
    customer_id: str | None


async def find_open(session: Session, channel: str, account: str, sender: str) -> Begun | None:
    """The sender's conversation that is not closed, or None."""
    place = {"channel_": channel, "account_": account, "sender_": sender}
    found = await session.run(_FIND_OPEN, place)
    return Begun(*found[0]) if found else None


async def begin(
    session: Session,
    channel: str,
    account: str,
    sender: str,
    *,
    locale: str | None,
    market: str | None,
    customer_id: str | None = None,
) -> Begun:
    """A new conversation that the bot leads."""
    begun = Begun(secrets.token_hex(16), channel, account, sender, "bot", customer_id)
    place = {"conversation": begun.id, "channel_": channel, "account_": account, "sender_": sender}
    values = {"customer": customer_id, "locale_": locale, "market_": market, "now": datetime.now(UTC)}
    await session.run(_BEGIN, {**place, **values})
    return begun


async def go_on(
    session: Session,
    found: Begun,
    *,
    locale: str | None,
    market: str | None,
    country: str | None,
    customer_id: str | None,
) -> Begun:
    """The open conversation with a new message: what the client says now counts, `country` and `customer_id` only
    where nothing was known."""
    values = {"customer": customer_id, "locale_": locale, "market_": market, "country": country}
    await session.run(_WRITTEN_IN, {"conversation": found.id, **values, "now": datetime.now(UTC)})
    return found if found.customer_id or not customer_id else found._replace(customer_id=customer_id)


async def close(session: Session, conversation_id: str) -> None:
    """Ends a conversation; it stays closed, and a new one begins with the next message."""
    await session.run(_CLOSE, {"conversation": conversation_id, "now": datetime.now(UTC)})
