"""What a turn reads of its conversation, and what it leaves there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, and_, bindparam, func, select, update

from bot.store.models import ChannelIdentityRow, ConversationRow, MessageRow
from bot.store.prepared import Prepared
from bot.store.session import Session

_C = cast(Table, ConversationRow.__table__)
_I = cast(Table, ChannelIdentityRow.__table__)
_M = cast(Table, MessageRow.__table__)
_this = _C.c.id == bindparam("conversation")
_sender = and_(_I.c.channel == _C.c.channel, _I.c.account == _C.c.account, _I.c.external_id == _C.c.sender)
_known = (
    _C.c.id, _C.c.channel, _C.c.account, _C.c.sender, _C.c.customer_id, _C.c.status, _C.c.language, _C.c.locale,
    _C.c.market, _C.c.state, _C.c.state_seq, _C.c.handoff, _C.c.waiting_since,
)  # fmt: skip

_SCENE = Prepared(select(*_known, _I.c.profile).select_from(_C.outerjoin(_I, _sender)).where(_this))
_LOCK = Prepared(
    select(_C.c.id, _C.c.channel, _C.c.account, _C.c.sender, _C.c.customer_id, _C.c.status, _C.c.state_seq)
    .where(_this)
    .with_for_update()
)
_LINK = Prepared(update(_C).where(_this).values(customer_id=bindparam("customer")))
_SUMMARISE = Prepared(
    update(_C)
    .where(_this)
    .values(
        language=bindparam("language_"),
        market=func.coalesce(_C.c.market, bindparam("market_")),
        emotion=bindparam("emotion_"),
        urgency=bindparam("urgency_"),
    )
)
_UNDERSTOOD = Prepared(update(_M).where(_M.c.id == bindparam("message")).values(understanding=bindparam("found")))
_BEFORE = Prepared(
    select(func.count().label("waiting"))
    .select_from(_C)
    .where(_C.c.status == "waiting", _C.c.id != bindparam("conversation"), _C.c.waiting_since < bindparam("since"))
)

_OWN_PAGE = {"rest": "web", "web": "rest"}
_ELSEWHERE = Prepared(
    select(_C.c.id, _C.c.state)
    .where(
        _C.c.customer_id == bindparam("customer"),
        _C.c.id != bindparam("conversation"),
        _C.c.channel != bindparam("channel"),
        _C.c.channel != bindparam("twin"),
        _C.c.last_message_at >= bindparam("since"),
    )
    .order_by(_C.c.last_message_at.desc())
    .limit(1)
)


class Told(NamedTuple):
    """A conversation as a turn finds it, with what is known of its sender."""

    id: str
    channel: str
    account: str
    sender: str
    customer_id: str | None
    status: str
    language: str | None
    locale: str | None
    market: str | None
    state: dict[str, Any]
    state_seq: int
    handoff: dict[str, Any] | None
    waiting_since: datetime | None
    profile: dict[str, Any] | None


class Locked(NamedTuple):
    """A conversation that nobody else changes until the transaction ends."""

    id: str
    channel: str
    account: str
    sender: str
    customer_id: str | None
    status: str
    state_seq: int


class Summary(NamedTuple):
    """How a conversation stands after a turn. market: kept where none was known."""

    language: str
    market: str | None
    emotion: str
    urgency: str


async def scene(session: Session, conversation_id: str) -> Told | None:
    """The conversation, or None."""
    found = await session.run(_SCENE, {"conversation": conversation_id})
    return Told(*found[0]) if found else None


async def lock(session: Session, conversation_id: str) -> Locked | None:
    """The conversation as it is now, locked; or None."""
    found = await session.run(_LOCK, {"conversation": conversation_id})
    return Locked(*found[0]) if found else None


async def link(session: Session, conversation_id: str, customer_id: str) -> None:
    """Whose conversation it is, now that it is proven."""
    await session.run(_LINK, {"conversation": conversation_id, "customer": customer_id})


async def summarise(session: Session, conversation_id: str, summary: Summary) -> None:
    """Stores what lists of conversations show of the turn."""
    values = {f"{name}_": value for name, value in summary._asdict().items()}
    await session.run(_SUMMARISE, {"conversation": conversation_id, **values})


async def understood(session: Session, message_id: int, found: dict[str, Any]) -> None:
    """Stores with a message what it was understood as."""
    await session.run(_UNDERSTOOD, {"message": message_id, "found": found})


async def place_in_queue(session: Session, conversation_id: str, since: datetime | None) -> int:
    """The place of a conversation that has waited since then, 1 for the next one."""
    waiting = await session.run(_BEFORE, {"conversation": conversation_id, "since": since or datetime.now(UTC)})
    return int(waiting[0].waiting) + 1


async def elsewhere(
    session: Session, conversation_id: str, channel: str, customer_id: str, since: datetime
) -> tuple[str, dict[str, Any]] | None:
    """Id and state of the customer's newest conversation on another channel with a message since then.

    The shop's own page is one place, whether its web chat or its own program speaks to us.
    """
    twin = _OWN_PAGE.get(channel, channel)
    place = {"conversation": conversation_id, "channel": channel, "twin": twin}
    values = {**place, "customer": customer_id, "since": since}
    found = await session.run(_ELSEWHERE, values)
    return (str(found[0].id), found[0].state or {}) if found else None
