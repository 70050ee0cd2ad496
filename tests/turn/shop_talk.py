"""A conversation with the shop's own flows, actions and words; what each message means is given, not recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from actions.commerce.shapes import Coupon, Customer, Order, Product
from actions.logistics.simulator import SimulatedCarrier
from actions.policy.facts import Fact
from bot.content_files import load_content
from bot.dialogue import UserTurn
from bot.invoices import Invoices, read_words
from bot.nlu.understanding import Understanding
from bot.reading import Heard, Reader, Reading
from bot.scene import Parts, Scene, TurnResult
from bot.services import Desk
from bot.turn import take_turn
from bot.unasked import Beginning, unasked_turn

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
CONTENT = load_content(ROOT / "bot" / "content", ROOT / "config.yml")
_WORDS = read_words(ROOT / "bot" / "content" / "invoice.yml")
INVOICES = Invoices("s" * 32, "https://shop.example", "Paloma", _WORDS, lambda: NOW)


def shirt(**changes: Any) -> Product:
    """A shirt: XL costs 5.00 EUR more, XS 4.00 less, green is sold out."""
    document: dict[str, Any] = {
        "sku": "SHIRT",
        "name": {"en": "Linen shirt", "de": "Leinenhemd"},
        "price": "40",
        "currency": "EUR",
        "category": "fashion",
        "attributes": {
            "sizes": ["XS", "M", "L", "XL"],
            "colours": ["white", "blue", "green"],
            "surcharges": {"XL": {"EUR": 5}, "XS": {"EUR": -4}},
        },
        "stock": {"XS": 2, "M": 2, "L": 2, "XL": 2, "white": 2, "blue": 2, "green": 0},
    }
    return Product.model_validate(document | changes)


MUG = Product.model_validate(
    {"sku": "MUG", "name": {"en": "Mug"}, "price": "10", "currency": "EUR", "category": "home", "stock": 9}
)
LINE: dict[str, Any] = {
    "id": "1",
    "sku": "SHIRT",
    "name": {"en": "Linen shirt", "de": "Leinenhemd"},
    "quantity": 1,
    "unit_price": 40,
    "options": {"size": "M", "colour": "white"},
}
SECOND: dict[str, Any] = {**LINE, "id": "2", "name": {"en": "Second shirt"}}
CUP: dict[str, Any] = {"id": "3", "sku": "MUG", "name": {"en": "Mug"}, "quantity": 1, "unit_price": 10, "options": {}}


def order(*lines: Mapping[str, Any], **changes: Any) -> Order:
    """A paid order that is being packed."""
    lines = lines or (LINE,)
    paid = sum(line["unit_price"] * line["quantity"] for line in lines)
    document: dict[str, Any] = {
        "id": "PA-2026-100001",
        "customer_id": "cust-1",
        "placed_at": (NOW - timedelta(days=2)).isoformat(),
        "status": "processing",
        "currency": "EUR",
        "items": [dict(line) for line in lines],
        "shipping_address": {"country": "DE", "city": "Berlin"},
        "payments": [{"method": "paypal", "amount": paid, "status": "captured", "at": NOW.isoformat()}],
    }
    return Order.model_validate(document | changes)


def delivered(*lines: Mapping[str, Any]) -> Order:
    """The same, delivered three days ago."""
    at = (NOW - timedelta(days=3)).isoformat()
    parcel = {"id": "S1", "carrier": "DHL", "tracking_number": "LA1", "events": [{"at": at, "code": "delivered"}]}
    return order(*lines, status="delivered", shipments=[parcel])


class Shop:
    """Orders, customers and products in memory behind the commerce port."""

    def __init__(self, *orders: Order, products: tuple[Product, ...] = (shirt(), MUG), **customer: Any) -> None:
        self.by_hand: frozenset[str] = frozenset()
        self.orders = {one.id: (one, 1) for one in orders}
        self.catalogue = list(products)
        known = {"id": "cust-1", "name": "A. Shopper", "email": "a@shop.example", "market": "DE", "locale": "en"}
        self.who = Customer.model_validate(known | customer)
        self.keys: list[str] = []

    async def order(self, order_id: str) -> tuple[Order, int] | None:
        return self.orders.get(order_id)

    async def orders_of(self, customer_id: str) -> list[tuple[Order, int]]:
        return [found for found in self.orders.values() if found[0].customer_id == customer_id]

    async def customer(self, customer_id: str) -> Customer | None:
        return self.who if customer_id == self.who.id else None

    async def product(self, sku: str) -> Product | None:
        return next((one for one in self.catalogue if one.sku == sku), None)

    async def products(self) -> list[Product]:
        return self.catalogue

    async def coupon(self, code: str) -> Coupon | None:
        return None

    async def mailed(self, address: str, since: datetime) -> int:
        return 0

    def take(self, result: TurnResult) -> None:
        """Applies what the turn did, as the store does."""
        for effect in result.effects:
            self.keys.append(effect.idempotency_key)
            if effect.customer is not None:
                self.who = Customer.model_validate(effect.document)
            else:
                self.orders[effect.order_id] = (Order.model_validate(effect.document), effect.expected_version + 1)


class Documents:
    """The same shop as documents, which proving identity reads."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def order(self, order_id: str) -> tuple[dict[str, Any], int] | None:
        found = await self._shop.order(order_id)
        return (found[0].document(), found[1]) if found else None

    async def customer(self, customer_id: str) -> dict[str, Any] | None:
        found = await self._shop.customer(customer_id)
        return found.model_dump(mode="json") if found else None

    finds_customers = True

    async def customers_by_contact(self, contact: str) -> list[dict[str, Any]]:
        known = self._shop.who
        return [known.model_dump(mode="json")] if contact.lower() in (known.email, known.phone) else []

    async def mailed(self, address: str, since: datetime) -> int:
        return 0


class Rules:
    """The market's facts: 14 days, the shop pays for the way back, money within 5 working days; and what is given."""

    def __init__(self, **more: Any) -> None:
        self._more = more

    def facts(self, market: str, on: date, **_: Any) -> dict[str, Fact]:
        known = {
            "return_window_days": 14,
            "exchange_window_days": 14,
            "return_shipping_paid_by": "shop",
            "refund_days": 5,
            "payment_methods": ["card", "paypal", "cod"],
            **self._more,
        }
        return {name: Fact(value, f"article-{name}", 1) for name, value in known.items()}

    async def search(self, query: str, **_: Any) -> list[dict[str, Any]]:
        return []

    def title(self, ids: Any, **_: Any) -> str | None:
        return None

    def are_about(self, products: Any) -> bool:
        return False


@dataclass(frozen=True)
class Told(Reading):
    """A message whose meaning is given."""

    meant: UserTurn = field(default_factory=lambda: UserTurn(""))

    @property
    def emotion(self) -> str:
        return self.meant.emotion

    def as_turn(self, *, new_session: bool = False) -> UserTurn:
        return replace(self.meant, new_session=new_session)


class Ear:
    """Hears what it was told to hear."""

    def __init__(self, language: str) -> None:
        self.language, self.meant = language, UserTurn("")
        self.understanding: Understanding | None = None

    async def read(self, heard: Any, known: dict[str, Any]) -> Told:
        told = Told(self.meant.text, self.language, "m", payload=self.meant.payload, meant=self.meant)
        return replace(told, understanding=self.understanding)

    def unread(self, heard: Any, known: dict[str, Any]) -> Told:
        return Told("", self.language, "m")


class Talk:
    """One shopper's conversation. proven: whether they come with a signed identity; facts: more of the market's."""

    def __init__(self, shop: Shop, *, proven: bool = True, language: str = "en", **facts: Any) -> None:
        self.shop, self._ear, self._count = shop, Ear(language), 0
        given: Any = {
            "reader": cast(Reader, self._ear),
            "engine": CONTENT.engine,
            "runner": CONTENT.runner,
            "answers": CONTENT.answers,
            "gateway": Documents(shop),
            "commerce": shop,
            "carrier": SimulatedCarrier(lambda: NOW),
            "policies": Rules(**facts),
            "desk": Desk(CONTENT.escalation, CONTENT.answers, lambda: NOW),
            "table": CONTENT.table,
            "policy_answers": CONTENT.policy_answers,
            "languages": CONTENT.recipe.languages,
            "shop": "Paloma",
            "secret": "s" * 32,
            "invoices": INVOICES,
            "clock": lambda: NOW,
        }
        self._parts = Parts(**given)
        who = shop.who.model_dump(mode="json") if proven else None
        self.scene = Scene("c1", "rest", "bot", language, "US", language, who, {}, {})
        self.result: TurnResult | None = None

    async def say(self, text: str, intent: str | None = None, **entities: str | tuple[str, ...]) -> list[str]:
        """A message with this meaning, a tuple for several entities of a kind; returns the names of the answers."""
        found = tuple(
            {"entity": name, "value": value, "text": value}
            for name, values in entities.items()
            for value in ((values,) if isinstance(values, str) else values)
        )
        ranking = ((intent, 0.95),) if intent else ()
        decision: Any = "answer" if intent else "reject"
        return await self.hear(UserTurn(text, ranking, ranking, found, decision=decision))

    async def begin(self, begun: Beginning) -> list[str]:
        """What the house begins by itself; returns the names of the answers."""
        result = await unasked_turn(self._parts, self.scene, begun)
        return [] if result is None else self._take(result)

    def later(self, minutes: int) -> None:
        """Time goes by."""
        now = self._parts.clock() + timedelta(minutes=minutes)
        self._parts = replace(self._parts, clock=lambda: now)

    async def press(self, start: str) -> list[str]:
        """The button of the last answer whose payload begins so."""
        return await self.hear(UserTurn("", payload=self.button(start), decision="answer"))

    def button(self, start: str) -> str:
        """The payload of a button that is shown."""
        return next(payload for payload in self.buttons if payload.startswith(start))

    @property
    def buttons(self) -> list[str]:
        """Payloads of the last answer."""
        return [one.payload for message in self._last.messages for one in message.buttons]

    @property
    def text(self) -> str:
        """Words of the last answer."""
        return re.sub(r"\s", " ", "\n".join(message.text for message in self._last.messages))

    @property
    def _last(self) -> TurnResult:
        assert self.result is not None
        return self.result

    @property
    def code(self) -> str:
        """The one-time code that was sent in the last turn."""
        found = re.search(r"\b\d{6}\b", str(self._last.codes[-1]))
        assert found is not None
        return found[0]

    async def hear(self, meant: UserTurn, understanding: Understanding | None = None) -> list[str]:
        """A message as it was understood; returns the names of the answers. understanding: where the feeling counts."""
        self._count += 1
        self._ear.meant, self._ear.understanding = meant, understanding
        return self._take(await take_turn(self._parts, self.scene, [Heard(self._count, meant.text, meant.payload)]))

    def _take(self, result: TurnResult) -> list[str]:
        assert result.failures == []
        self.result = result
        self.shop.take(result)
        who = self.scene.customer
        if result.customer_id or who:
            who = self.shop.who.model_dump(mode="json")
        self.scene = replace(self.scene, state=result.state, customer=who, profile=result.profile)
        names = [message.response.removeprefix("utter_") for message in result.messages]
        return [name for name in names if name != "session_start"]
