"""The tables. Times are UTC and timezone-aware in Python; JSON columns hold plain JSON on every database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

Document = dict[str, Any]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: naive values are refused, SQLite's naive values come back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, without a zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"the time {value.isoformat()} has no time zone; expected an aware datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows by itself only when the column is exactly INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Root of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime(),
        Document: JSON(),
        list[str]: JSON(),
        dict[str, Any]: JSON(),
    }


class CustomerRow(Base):
    """A shopper the shop knows."""

    __tablename__ = "customers"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320), index=True)
    phone: Mapped[str | None] = mapped_column(String(32), index=True)
    locale: Mapped[str] = mapped_column(String(20))
    market: Mapped[str] = mapped_column(String(8))
    tier: Mapped[str] = mapped_column(String(20), default="standard")
    document: Mapped[Document] = mapped_column(default=dict)


class ChannelIdentityRow(Base):
    """One sender on one channel account; linked to a customer once identity is proven."""

    __tablename__ = "channel_identities"
    __table_args__ = (UniqueConstraint("channel", "account", "external_id", name="uq_channel_identities_sender"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(128), default="")
    external_id: Mapped[str] = mapped_column(String(255))
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str | None] = mapped_column(String(32))
    profile: Mapped[Document] = mapped_column(default=dict)


class ConversationRow(Base):
    """A conversation: who owns it (status), what is known of it, and the tracker's snapshot."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_sender", "channel", "account", "sender"),
        Index("ix_conversations_status", "status", "waiting_since"),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(128), default="")
    sender: Mapped[str] = mapped_column(String(255))
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(16), default="bot")
    language: Mapped[str | None] = mapped_column(String(20))
    locale: Mapped[str | None] = mapped_column(String(20))
    market: Mapped[str | None] = mapped_column(String(8))
    emotion: Mapped[str | None] = mapped_column(String(20))
    urgency: Mapped[str | None] = mapped_column(String(20))
    priority: Mapped[int] = mapped_column(Integer, default=0)
    assigned_to: Mapped[str | None] = mapped_column(String(32), index=True)
    state: Mapped[Document] = mapped_column(default=dict)
    state_seq: Mapped[int] = mapped_column(Integer, default=0)
    handoff: Mapped[Document | None]
    waiting_since: Mapped[datetime | None]
    human_since: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    last_message_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class MessageRow(Base):
    """One message in or out; `id` is the order in which they were stored."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel", "account", "provider_id", name="uq_messages_provider"),
        Index("ix_messages_conversation", "conversation_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    direction: Mapped[str] = mapped_column(String(3))
    author: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[str | None] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(128), default="")
    provider_id: Mapped[str | None] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(32), default="text")
    text: Mapped[str] = mapped_column(Text, default="")
    payload: Mapped[Document] = mapped_column(default=dict)
    understanding: Mapped[Document | None]
    reply_to: Mapped[int | None] = mapped_column(BigInteger, index=True)
    status: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class TrackerEventRow(Base):
    """One event of a conversation's tracker, in order."""

    __tablename__ = "tracker_events"
    __table_args__ = (UniqueConstraint("conversation_id", "seq", name="uq_tracker_events_seq"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(40))
    data: Mapped[Document]
    at: Mapped[datetime]


class TaskRow(Base):
    """One piece of durable work; tasks of one key run in the order of their ids."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("queue", "dedupe_key", name="uq_tasks_dedupe"),
        Index("ix_tasks_key", "queue", "key", "state", "id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    queue: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(255))
    payload: Mapped[Document]
    state: Mapped[str] = mapped_column(String(8), default="ready")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    run_at: Mapped[float] = mapped_column(default=0.0)
    dedupe_key: Mapped[str | None] = mapped_column(String(255))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class TaskKeyRow(Base):
    """Who works on a key and until when. Seconds since the epoch, on the clock of the kernel."""

    __tablename__ = "task_keys"
    __table_args__ = (Index("ix_task_keys_ready", "queue", "pending", "ready_at"),)
    queue: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[float] = mapped_column(default=0.0)
    pending: Mapped[int] = mapped_column(Integer, default=0)
    ready_at: Mapped[float] = mapped_column(default=0.0)


class RateLimitRow(Base):
    """The next moment at which a provider account may send."""

    __tablename__ = "rate_limits"
    account: Mapped[str] = mapped_column(String(160), primary_key=True)
    next_at: Mapped[float] = mapped_column(default=0.0)


class ArticleRow(Base):
    """One version of one article in one locale."""

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("id", "locale", "version", name="uq_articles_version"),)
    pk: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(120), index=True)
    locale: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    markets: Mapped[list[str]]
    topics: Mapped[list[str]]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    facts: Mapped[Document]
    translation_of: Mapped[Document | None]
    body: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class PublicationRow(Base):
    """Counts up with every change of what is published, articles or goods: each process reloads what it has of them."""

    __tablename__ = "publications"
    version: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    manifest: Mapped[Document]


class ProductRow(Base):
    """A product in the contract's shape."""

    __tablename__ = "products"
    sku: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[Document]


class OrderRow(Base):
    """An order aggregate; `version` moves with every effect."""

    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(20))
    currency: Mapped[str] = mapped_column(String(3))
    placed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer, default=1)
    document: Mapped[Document]


class CouponRow(Base):
    """A coupon in the contract's shape, and whose it is."""

    __tablename__ = "coupons"
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[Document]
    customer_id: Mapped[str | None] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class EffectRow(Base):
    """What was done to an order, once per idempotency key, and on what basis."""

    __tablename__ = "effects"
    idempotency_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[Document]
    basis: Mapped[Document]
    conversation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    at: Mapped[datetime]


class BegunOrderRow(Base):
    """An order of a shop elsewhere on which a turn acts: no other may meanwhile.

    document, version: the order as the turn decided on it. deeds: by idempotency key `{state, at, kind, payload, basis,
    before, after, coupon, version}`, state one of begun, done, unclear.
    """

    __tablename__ = "begun_orders"
    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(32), index=True)
    document: Mapped[Document]
    version: Mapped[int] = mapped_column(BigInteger)
    deeds: Mapped[Document]


class StaffRow(Base):
    """A person of the shop."""

    __tablename__ = "staff"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(16))
    languages: Mapped[list[str]]
    locale: Mapped[str] = mapped_column(String(20), default="en")
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class StaffSessionRow(Base):
    """A signed-in browser; only the hash of its token is stored."""

    __tablename__ = "staff_sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    csrf: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


class AlertRow(Base):
    """Something staff should know."""

    __tablename__ = "alerts"
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[Document]
    conversation_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]


class AuditRow(Base):
    """Who did what; only ever added to."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    data: Mapped[Document]
