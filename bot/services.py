"""What one turn needs, wired to the store: the shop, the articles, the people, and proving identity."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from actions.base import ActionContext
from actions.policy.facts import Fact
from bot.answers import Answers
from bot.answers.locales import chain, spoken
from bot.handoff.escalation import Escalation
from bot.knowledge.encoding import Encode
from bot.knowledge.index import Holder, Passage, Question
from bot.knowledge.resolution import FactResolver
from bot.nlu.understanding import OUT_OF_SCOPE
from bot.store import shop
from bot.store.database import Database
from bot.store.models import TaskRow

CODE_MINUTES = 10
CODE_TRIES = 3
CODES_AN_HOUR = 5
MAIL_QUEUE = "mail"
_HEADED = re.compile(r"^#{1,6}\s", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.MULTILINE)
_PLACES = 1024  # markets, days, tiers and categories whose facts are kept
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


class StoreGateway:
    """Shop documents out of the store, each read in a session of its own; the catalogue is kept for a while."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._products: tuple[datetime, list[dict[str, Any]]] | None = None

    async def order(self, order_id: str) -> tuple[dict[str, Any], int] | None:
        """Document and version."""
        async with self._database.read() as session:
            return await shop.load_order(session, order_id)

    async def orders_of(self, customer_id: str) -> list[tuple[dict[str, Any], int]]:
        """Documents and versions, newest first."""
        async with self._database.read() as session:
            return await shop.orders_of(session, customer_id)

    async def customer(self, customer_id: str) -> dict[str, Any] | None:
        """Document."""
        async with self._database.read() as session:
            return await shop.load_customer(session, customer_id)

    finds_customers = True
    """Whether a customer is found by an e-mail address or phone number alone."""

    async def customers_by_contact(self, contact: str) -> list[dict[str, Any]]:
        """Documents of those with exactly this e-mail address (any case) or phone number (E.164)."""
        given = contact.strip()
        email, phone = (given, None) if "@" in given else (None, given)
        async with self._database.read() as session:
            return await shop.customers_by_contact(session, email=email, phone=phone)

    async def product(self, sku: str) -> dict[str, Any] | None:
        """Document."""
        return next((document for document in await self.products() if document["sku"] == sku), None)

    async def products(self) -> list[dict[str, Any]]:
        """The catalogue, at most a minute old."""
        now = datetime.now(UTC)
        if self._products is None or now - self._products[0] > timedelta(minutes=1):
            async with self._database.read() as session:
                self._products = (now, await shop.all_products(session))
        return self._products[1]

    def forget(self) -> None:
        """Reads the catalogue anew when it is next asked for."""
        self._products = None

    async def coupon(self, code: str) -> dict[str, Any] | None:
        """Document."""
        async with self._database.read() as session:
            return await shop.load_coupon(session, code)

    async def mailed(self, address: str, since: datetime) -> int:
        """How many codes were mailed to an address after a moment, whoever asked for them."""
        wanted = (TaskRow.queue == MAIL_QUEUE, TaskRow.key == address[:255], TaskRow.created_at > since)
        async with self._database.read() as session:
            return int(await session.scalar(select(func.count()).select_from(TaskRow).where(*wanted)) or 0)


class Policies:
    """Facts and articles of the newest publication, swapped whole.

    threshold: how sure, 0..1, an article must be that answers a shopper. listed: one that is listed for somebody who
    searches and sees its score.
    """

    def __init__(self, holder: Holder, encode: Encode, threshold: float, listed: float) -> None:
        self.holder, self._encode, self._threshold, self._listed = holder, encode, threshold, listed
        self.replace(FactResolver(()))

    def replace(self, resolver: FactResolver) -> None:
        """Takes over the facts of a publication."""
        self._resolved = lru_cache(_PLACES)(partial(_facts_of, resolver))

    def facts(
        self, market: str, on: date, *, state: str | None = None, tier: str | None = None, category: str | None = None
    ) -> Mapping[str, Fact]:
        """Facts by name that hold."""
        return self._resolved(market or None, on, state, tier, category)

    def title(self, ids: Sequence[str], *, market: str | None, locale: str, on: date) -> str | None:
        """The title, in the locale's language, of the first of these articles that holds there; None without any."""
        snapshot = self.holder.current
        if snapshot is None:
            return None
        return snapshot.title(ids, market=market, locale=written(snapshot.locales, locale, market), on=on)

    def are_about(self, products: Collection[str]) -> bool:
        """Whether any article is about one of these products (SKUs)."""
        snapshot = self.holder.current
        return snapshot is not None and snapshot.is_about(products)

    async def search(
        self,
        query: str,
        *,
        market: str | None,
        locale: str,
        on: date,
        intents: list[tuple[str, float]],
        limit: int,
        products: Collection[str] | None = (),
        listing: bool = False,
    ) -> list[dict[str, Any]]:
        """Passages in the shape of the HTTP interface, with topics and products.

        products: None for all articles. listing: for somebody who searches, not for an answer.
        """
        snapshot = self.holder.current
        if snapshot is None or not query.strip():
            return []
        foreign = dict(intents).get(OUT_OF_SCOPE, 0.0)
        locale = written(snapshot.locales, locale, market)

        def found() -> list[Passage]:
            question = Question.read(query, locale, self._encode, intents, foreign)
            least = self._listed if listing else self._threshold
            return snapshot.search(question, market=market, on=on, limit=limit, threshold=least, products=products)

        passages = await asyncio.to_thread(found)  # encoding would keep all other conversations waiting
        return [
            {
                "id": passage.id,
                "locale": passage.locale,
                "title": passage.title,
                "score": round(passage.score, 4),
                "text": passage.text,
                "markets": list(passage.markets),
                "version": passage.version,
                "topics": list(passage.topics),
                "kind": passage.kind,
                "products": sorted(passage.products),
                "standout": round(passage.standout, 4),
                **_place(passage),
            }
            for passage in passages
        ]


def _facts_of(
    resolver: FactResolver, market: str | None, on: date, state: str | None, tier: str | None, category: str | None
) -> Mapping[str, Fact]:
    found = resolver.resolve(market, on, state=state, tier=tier, category=category)
    return MappingProxyType({name: Fact(one.value, one.article_id, one.version) for name, one in found.items()})


def written(locales: Collection[str], locale: str, market: str | None) -> str:
    """The one of the locales that a shopper of the market reads: of `pt`, `pt-PT` in PT; the locale without any."""
    return next((tag for tag in chain(spoken(locale, market))[:-1] if tag in locales), locale)


def _place(passage: Passage) -> dict[str, str]:
    """Where a passage stands in its article: the `heading` over it, and the article's first paragraph as `lead`."""
    start = _HEADED.split(passage.body, maxsplit=1)[0]
    first = passage.text.partition("\n")[0].strip()
    headings = {heading.strip() for heading in _HEADING.findall(passage.body)}
    lead = _BETWEEN_PARAGRAPHS.split(start.strip())[0]
    return {"heading": first if first in headings else "", "lead": lead if passage.text not in start else ""}


@dataclass
class Desk:
    """When people answer, from the escalation rules."""

    escalation: Escalation
    answers: Answers
    clock: Callable[[], datetime]

    def _place(self, market: str | None) -> tuple[str, frozenset[int]]:
        known = self.answers.markets.get(market)
        return self.answers.markets.zone_of(market), known.weekend if known else frozenset({5, 6})

    def answer_by(self, *, market: str | None, reason: str, emotion: str, urgency: str, tier: str) -> datetime:
        """By when a person answers at the latest, in UTC."""
        zone, weekend = self._place(market)
        priority = self.escalation.priority(reason, emotion, urgency, tier)
        return self.escalation.answer_by(self.clock(), zone, weekend, priority, market=market)

    def opens_at(self, market: str | None) -> datetime | None:
        """When the desk opens next; None while it is open."""
        zone, weekend = self._place(market)
        return self.escalation.opens_at(self.clock(), zone, weekend, market=market)

    def is_urgent(self, *, reason: str, emotion: str, urgency: str, tier: str) -> bool:
        """Whether it goes to a senior colleague at once."""
        return self.escalation.is_urgent(reason, emotion, urgency, tier)


@dataclass
class CodeIdentities:
    """One-time codes: hashed in the sender's profile, few tries, few codes an hour, the same words for all."""

    gateway: StoreGateway
    profile: dict[str, Any]
    secret: str
    now: datetime
    outgoing: list[dict[str, Any]] = field(default_factory=list)

    @property
    def finds_customers(self) -> bool:
        """Whether an e-mail address or phone number is enough, without the number of an order."""
        return self.gateway.finds_customers

    async def send_code(self, order_id: str | None, contact: str) -> str:
        """`sent`, whether or not the details fit; `failed` after too many. Without an order the contact alone counts,
        where it is one customer's only."""
        hour_ago = (self.now - timedelta(hours=1)).isoformat()
        sent = [at for at in self.profile.get("codes_sent", []) if at > hour_ago]
        if len(sent) >= CODES_AN_HOUR:
            return "failed"
        customer = await self._owner(order_id, contact)
        code = f"{secrets.randbelow(1_000_000):06d}"
        fits = customer is not None and _same_contact(customer, contact)
        address = str((customer or {}).get("email" if "@" in contact else "phone"))
        # A new sender costs nothing, so guessing is limited for the address too; what is said stays the same.
        if fits and await self.gateway.mailed(address, self.now - timedelta(hours=1)) >= CODES_AN_HOUR:
            fits = False
        self.profile["codes_sent"] = [*sent, self.now.isoformat()]
        self.profile["code"] = {
            "hash": self._hash(code if fits else secrets.token_hex(8)),
            "customer_id": customer["id"] if fits and customer else None,
            "until": (self.now + timedelta(minutes=CODE_MINUTES)).isoformat(),
            "left": CODE_TRIES,
        }
        if fits:
            self.outgoing.append({"to": address, "code": code, "until": self.profile["code"]["until"]})
        return "sent"

    async def _owner(self, order_id: str | None, contact: str) -> dict[str, Any] | None:
        if order_id:
            found = await self.gateway.order(order_id)
            return await self.gateway.customer(found[0]["customer_id"]) if found else None
        known = await self.gateway.customers_by_contact(contact) if self.finds_customers else []
        return known[0] if len(known) == 1 else None

    def valid_until(self) -> datetime | None:
        """Until when the code that was sent is good; None when none is open."""
        open_code = self.profile.get("code")
        return datetime.fromisoformat(open_code["until"]) if open_code else None

    async def check_code(self, code: str) -> tuple[str, str | None, int]:
        """(`verified`, customer id, 0), (`wrong`, None, tries left) or (`failed`, None, 0)."""
        open_code = self.profile.get("code")
        if not open_code or open_code["until"] < self.now.isoformat() or open_code["left"] <= 0:
            self.profile.pop("code", None)
            return "failed", None, 0
        digits = re.sub(r"\D", "", _plain_digits(code))
        if hmac.compare_digest(open_code["hash"], self._hash(digits)) and open_code["customer_id"]:
            self.profile.pop("code")
            return "verified", open_code["customer_id"], 0
        left = open_code["left"] - 1
        if left <= 0:
            self.profile.pop("code")
            return "failed", None, 0
        self.profile["code"] = {**open_code, "left": left}
        return "wrong", None, left

    def _hash(self, code: str) -> str:
        return hmac.new(self.secret.encode(), code.encode(), hashlib.sha256).hexdigest()


def _plain_digits(text: str) -> str:
    return "".join(str(int(char)) if char.isdigit() and char.isdecimal() else char for char in text)


def _same_contact(customer: dict[str, Any], contact: str) -> bool:
    if "@" in contact:
        return bool(customer.get("email")) and str(customer["email"]).lower() == contact.strip().lower()
    mine, theirs = (re.sub(r"\D", "", _plain_digits(str(value))) for value in (customer.get("phone") or "", contact))
    return len(theirs) >= 8 and mine.endswith(theirs.lstrip("0"))


def phone_identity(channel: str, customers: list[dict[str, Any]]) -> str | None:
    """The customer whose phone number is the channel's own sender number (WhatsApp); None unless exactly one."""
    if channel != "whatsapp" or len(customers) != 1:
        return None
    return str(customers[0]["id"])


def local_hour(now: datetime, zone: str) -> int:
    """The hour of the day in a zone."""
    return now.astimezone(ZoneInfo(zone)).hour


__all__ = ["ActionContext", "CodeIdentities", "Desk", "Policies", "StoreGateway"]
