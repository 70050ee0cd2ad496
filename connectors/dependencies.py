"""What the routes need from the application that mounts them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.store.database import Database
from bot.store.hub import Hub
from connectors.inbox import Identify
from connectors.limits import Buckets, RateLimiter
from connectors.message import Channel
from connectors.settings import Settings


@dataclass(frozen=True, slots=True)
class Shopper:
    """One whom the demo page can be seen as. note: what is interesting about the orders, in the shopper's language."""

    name: str
    customer_id: str
    locale: str
    market: str
    identity_token: str
    note: str = ""


Showcase = Callable[[], Awaitable[Sequence[Shopper]]]


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def _nothing(_text: str) -> None:
    """Nobody wants to begin early."""


@dataclass(frozen=True, slots=True)
class Deps:
    """Parts that the application owns.

    identify: customer id of a valid identity token, else None. limiter: calls of one web chat session or address.
    showcase: the shoppers of the demo page; None: the demo page has only an anonymous one. expect: is told a text
    that is about to be stored, to begin with what can be begun; it returns at once.
    """

    db: Database
    hub: Hub
    settings: Settings
    channels: Mapping[str, Channel]
    identify: Identify
    clock: Callable[[], datetime] = utc_now
    limiter: RateLimiter = field(default_factory=lambda: Buckets(rate=5.0, burst=120))
    showcase: Showcase | None = None
    expect: Callable[[str], None] = _nothing
