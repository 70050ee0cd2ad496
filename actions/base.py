"""What every action has at hand: the shop, the carriers, the rules, and who is asking."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.commerce.money import tagged
from actions.commerce.ports import UnitOfWork
from actions.commerce.shapes import Customer, Item, Order, Product
from actions.logistics.ports import Carrier
from actions.policy.compensation import CompensationTable
from actions.policy.facts import PolicyFacts, Rules

JsonDict = dict[str, Any]


class Articles(Protocol):
    """Finds articles that answer a question."""

    def title(self, ids: Sequence[str], *, market: str | None, locale: str, on: date) -> str | None:
        """The title, in the locale's language, of the first of these articles that holds there; None without any."""

    def are_about(self, products: Collection[str]) -> bool:
        """Whether any article is about one of these products (SKUs)."""

    async def search(
        self,
        query: str,
        *,
        market: str | None,
        locale: str,
        on: date,
        intents: list[tuple[str, float]],
        limit: int,
        products: Collection[str] = (),
    ) -> list[JsonDict]:
        """Passages: `id`, `locale`, `title`, `text`, `score`, `version`, `topics`, `kind`, `products`, `standout`; the
        best first; empty when no answer is known.

        products: SKUs that are talked of; articles about other products are left out.
        """


class ServiceDesk(Protocol):
    """When people answer."""

    def answer_by(self, *, market: str | None, reason: str, emotion: str, urgency: str, tier: str) -> datetime:
        """By when a person answers at the latest."""

    def opens_at(self, market: str | None) -> datetime | None:
        """When the desk opens next; None while it is open."""

    def is_urgent(self, *, reason: str, emotion: str, urgency: str, tier: str) -> bool:
        """Whether it goes to a senior colleague at once."""


class Identities(Protocol):
    """Proving who is asking, without telling whether an order exists."""

    @property
    def finds_customers(self) -> bool:
        """Whether an e-mail address or phone number is enough, without the number of an order."""

    async def send_code(self, order_id: str | None, contact: str) -> str:
        """`sent` (whether or not the details fit) or `failed` after too many tries."""

    def valid_until(self) -> datetime | None:
        """Until when the code that was sent is good; None when none is open."""

    async def check_code(self, code: str) -> tuple[str, str | None, int]:
        """(`verified`, customer id, 0), (`wrong`, None, tries left) or (`failed`, None, 0)."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something the turn must do besides order effects: `handoff`, `alert`, `link_customer`, `language`."""

    kind: str
    data: JsonDict


@dataclass
class ActionContext:
    """One turn's surroundings of an action."""

    unit: UnitOfWork
    carrier: Carrier
    facts: PolicyFacts
    articles: Articles
    desk: ServiceDesk
    identities: Identities
    table: CompensationTable
    now: datetime
    conversation_id: str
    shop: str = "Paloma"
    market: str | None = None
    currency: str | None = None
    locale: str = "en"
    timezone: str = "UTC"
    weekend: frozenset[int] = frozenset({5, 6})
    customer: Customer | None = None
    emotion: str = "neutral"
    intensity: float = 0.0
    urgency: str = "normal"
    languages: tuple[str, ...] = ()
    invoice_link: Callable[[str], str] = "/invoices/{}".format
    policy_answers: dict[str, list[str]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    @property
    def tier(self) -> str:
        """The shopper's tier."""
        return self.customer.tier if self.customer else "standard"

    def rules(self, order: Order | None = None, category: str | None = None, on: date | None = None) -> Rules:
        """The rules for an order: those of the market it was sold into, valid today."""
        market, state = self.market, None
        day = on or self.now.date()
        if order is not None:
            country = order.country or ""
            market = country.upper() if len(country) == 2 else (self.customer.market if self.customer else market)
            written = order.shipping_address
            state = next((written[key] for key in _STATE_OR_POSTCODE if written.get(key)), None)
        return Rules(self.facts.facts(market or "", day, state=state, tier=self.tier, category=category))

    async def own_order(self, order_id: Any) -> Order | None:
        """The order of that number when it is the proven shopper's, else None."""
        order = await self.unit.order(str(order_id)) if order_id and self.customer else None
        return order if order is not None and self.customer and order.customer_id == self.customer.id else None

    def ask(self, kind: str, /, **data: Any) -> None:
        """Notes something for the turn to do."""
        self.requests.append(Request(kind, data))


_STATE_OR_POSTCODE = ("state", "postcode", "postal_code", "zip")
"""What of an address tells which state it is in, the surest first."""
_current: ContextVar[ActionContext] = ContextVar("action_context")


def use_context(context: ActionContext) -> None:
    """Makes `context` the one that actions of this task see."""
    _current.set(context)


class ShopAction(Action):  # type: ignore[misc]  # rasa-sdk ships no types
    """An action of the shop: `act` does the work, `name` is taken from the class attribute `action`."""

    action = ""

    def name(self) -> str:
        """The name by which flows call it."""
        return self.action

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: JsonDict) -> list[JsonDict]:
        """Runs `act` in the context of the turn."""
        return await self.act(Said(dispatcher), Slots(tracker), _current.get())

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Does the work; returns Rasa events, usually from `slots.set`."""
        raise NotImplementedError


class Said:
    """Says responses of the catalogue through the dispatcher."""

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        self._dispatcher = dispatcher

    def __call__(self, response: str, buttons: list[JsonDict] | None = None, **variables: Any) -> None:
        """Says `response` with its variables; `buttons` are added to those of the catalogue."""
        self._dispatcher.utter_message(response=response, buttons=buttons or [], **variables)


class Slots:
    """The tracker's slots, and events that change them."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker

    def get(self, name: str) -> Any:
        """A slot's value, or None."""
        return self._tracker.get_slot(name)

    @property
    def text(self) -> str:
        """What the shopper wrote last."""
        return str(self._tracker.latest_message.get("text") or "")

    @property
    def question(self) -> str:
        """What the shopper asks: the message, after the question that it goes on with, if it does."""
        about = str((self._tracker.latest_message.get("metadata") or {}).get("about") or "")
        return f"{about} {self.text}".strip()

    @property
    def kind(self) -> str:
        """What the last message is: text, button, image, audio, …"""
        return str((self._tracker.latest_message.get("metadata") or {}).get("kind") or "text")

    @property
    def intents(self) -> list[tuple[str, float]]:
        """Intents of the last message with their probability."""
        ranking = self._tracker.latest_message.get("intent_ranking") or []
        return [(str(item["name"]), float(item["confidence"])) for item in ranking]

    @property
    def said(self) -> list[str]:
        """Names of all intents that the last message says, the main one first."""
        return [str(item["name"]) for item in self._tracker.latest_message.get("intents") or [] if item.get("name")]

    @property
    def entities(self) -> list[JsonDict]:
        """Entities of the last message."""
        return list(self._tracker.latest_message.get("entities") or [])

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the entities of the last message: product, place, order_id, …"""
        return frozenset(str(one.get("entity")) for one in self.entities)

    @property
    def flows(self) -> frozenset[str]:
        """Ids of the flows that run, or wait for another to end."""
        return frozenset(str(frame.get("flow_id")) for frame in self._tracker.stack or [])

    @property
    def asked_already(self) -> bool:
        """Whether a flow that runs has asked something before: the message answers it, and did not begin the flow."""
        return any(frame.get("asked") for frame in self._tracker.stack or [])

    def of_flow(self, *flows: str) -> Slots | None:
        """The slots of one of these flows, which a question interrupted; None where none of them waits."""
        frames = [frame for frame in self._tracker.stack or [] if frame.get("flow_id") in flows and frame.get("slots")]
        if not frames:
            return None
        tracker = copy(self._tracker)
        tracker.slots = {**self._tracker.slots, **frames[-1]["slots"]}
        return Slots(tracker)

    def as_asked(self) -> Slots:
        """The same with the message in which the wish was told: one that was told beside another is served later."""
        asked = self.get("asked")
        if not asked:
            return self
        tracker = copy(self._tracker)
        tracker.latest_message = asked
        return Slots(tracker)

    @staticmethod
    def set(**values: Any) -> list[JsonDict]:
        """Events that set slots."""
        return [{"event": "slot", "timestamp": None, "name": name, "value": value} for name, value in values.items()]


def day(value: date | datetime | None) -> JsonDict | None:
    """A date as a variable of a response."""
    if value is None:
        return None
    return {"date": (value.date() if isinstance(value, datetime) else value).isoformat()}


def moment(value: datetime) -> JsonDict:
    """A date and time as a variable of a response."""
    return {"datetime": value.isoformat()}


def ago(age: timedelta) -> JsonDict:
    """How long ago something was, as a variable of a response: "5 hours ago"."""
    return {"ago": max(0, int(age.total_seconds()))}


def term(name: str) -> JsonDict:
    """A word of the catalogue's `terms`."""
    return {"term": name}


def money(amount: Any, currency: str) -> JsonDict:
    """An amount as a variable of a response."""
    return tagged(amount, currency)


def named(thing: Item | Product) -> Any:
    """The name of an item or product in the shopper's language."""
    return {"localized": thing.name} if isinstance(thing.name, dict) else thing.name


def listed(things: tuple[Item, ...]) -> Any:
    """Names of items as one list."""
    return {"list": [named(item) for item in things], "style": "and"}


def place(text: str, home: str | None) -> Any:
    """A carrier's "Milan, IT" as a variable: the city alone at home, else with the country's name."""
    city, _, country = text.rpartition(", ")
    if not city or len(country) != 2 or not country.isupper():
        return text
    named = {"city": city, "in": country}
    return named if country == home else {"list": [named, {"country": country}], "style": "plain"}


def method_of(order: Order) -> JsonDict | str:
    """Where money goes back to, as a word of the catalogue: the way the order was paid, a bank account for cash."""
    method = order.payments[0].method if order.payments else "card"
    return term(f"payment_method.{'bank_transfer' if method == 'cod' else method}")
