"""What a turn starts from, works with and ends in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from actions.base import Request
from actions.commerce.ports import Commerce, Effect
from actions.logistics.ports import Carrier
from actions.policy.compensation import CompensationTable
from bot.answers import Answers, RenderedMessage
from bot.dialogue import Engine, Tracker
from bot.executor import ActionRunner
from bot.invoices import Invoices
from bot.reading import Reader, Reading
from bot.services import Desk, Policies, StoreGateway
from bot.unasked_rules import UnaskedRules, read_unasked


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a conversation before a turn.

    status: who leads it. state: the tracker's snapshot and what the turn before left. profile: of the channel's
    sender. customer: the proven shopper's document. recent: the newest messages before this turn, oldest first.
    begun: orders of a shop elsewhere on which this turn acted before it was cut off, as they were then. last_order: the
    one that a known shopper talked of last on another channel, when this conversation is new.
    """

    conversation_id: str
    channel: str
    status: str
    locale: str | None
    market: str | None
    language: str | None
    customer: Mapping[str, Any] | None
    state: Mapping[str, Any]
    profile: Mapping[str, Any]
    recent: tuple[Mapping[str, Any], ...] = ()
    last_message_at: datetime | None = None
    queue_position: int = 1
    answer_by: datetime | None = None
    begun: Mapping[str, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    last_order: str | None = None


@dataclass
class TurnResult:
    """What a turn changes. handoff: the context package, when the conversation goes to people."""

    reading: Reading
    events: list[dict[str, Any]]
    state: dict[str, Any]
    language: str
    market: str | None
    messages: list[RenderedMessage] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    handoff: dict[str, Any] | None = None
    priority: int = 0
    customer_id: str | None = None
    verified_by: str | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    codes: list[dict[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Parts:
    """What every turn works with; the same for all conversations."""

    reader: Reader
    engine: Engine
    runner: ActionRunner
    answers: Answers
    gateway: StoreGateway
    commerce: Commerce
    carrier: Carrier
    policies: Policies
    desk: Desk
    table: CompensationTable
    policy_answers: dict[str, list[str]]
    languages: tuple[str, ...]
    shop: str
    secret: str
    invoices: Invoices
    clock: Callable[[], datetime]
    unasked: UnaskedRules = field(default_factory=read_unasked)


def context_of(scene: Scene, tracker: Tracker, parts: Parts) -> dict[str, Any]:
    """What a reader is to know before it reads."""
    customer = scene.customer or {}
    left = scene.state.get("turn") or {}
    return {
        "previous": scene.language,
        "chosen": left.get("language"),
        "profile_locale": scene.locale or customer.get("locale") or scene.profile.get("locale"),
        "market": market_of(scene, parts),
        "channel": scene.channel,
        "waiting_for": tracker.waiting_for,
        "running": [frame.flow for frame in tracker.frames if not frame.pending],
        "said_before": tracker.recent[-1]["text"] if tracker.recent else "",
        "supported": parts.languages,
    }


def market_of(scene: Scene, parts: Parts) -> str | None:
    """What the client says, else the proven shopper's, else the region of the locale, else the phone's country."""
    customer = scene.customer or {}
    if scene.market:
        return scene.market.upper()
    if customer.get("market"):
        return str(customer["market"])
    _, _, region = (scene.locale or "").replace("_", "-").rpartition("-")
    if len(region) == 2 and parts.answers.markets.get(region.upper()):
        return region.upper()
    country = scene.profile.get("country")
    return str(country).upper() if country else None


def is_expired(scene: Scene, now: datetime, parts: Parts) -> bool:
    """Whether so much time has passed since the last message that a new session begins."""
    minutes = parts.engine.domain.session_minutes
    return bool(
        scene.state and minutes and scene.last_message_at and now - scene.last_message_at > timedelta(minutes=minutes)
    )
