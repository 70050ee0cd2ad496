"""Ports to the shop, and the unit of work that collects what a turn wants to do.

Actions read through `Commerce` and record effects; nothing is written until the turn's transaction, where each
effect is applied once (idempotency key) to the order version it was decided on (else the turn runs again).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from actions.commerce.shapes import Coupon, Customer, Order, Product


class Refused(Exception):
    """The order does not allow it. `code` names why; `details` are facts for the answer, never words for it.

    Codes: already_cancelled, already_granted, already_refunded, already_reshipped, already_returned,
    item_not_found, not_delivered, nothing_to_grant, nothing_to_refund, order_unknown, over_refund, too_late,
    wrong_quantity, and those of a policy decision.
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


class CommerceError(Exception):
    """The shop's own system did not do it, and nothing was changed. The message names the shop and why, no data."""


class ShopUnreachable(CommerceError):
    """It does not answer, or has no time for us now."""


class ShopForbidden(CommerceError):
    """It does not accept our token, or the token may not do this."""


class ShopRefused(CommerceError):
    """It answered that this cannot be done. `codes`: its own names for why."""

    def __init__(self, message: str, codes: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.codes = codes


class ShopGarbled(CommerceError):
    """Its answer is not what it documents."""


class OrderChanged(CommerceError):
    """The order is no longer the one that was decided on."""


class OutcomeUnknown(CommerceError):
    """It may have been done, in whole or in part: the answer was lost. Nobody must simply try it anew."""


CHANGE_ITEMS, CHANGE_PAYMENT, MOVE_CUSTOMER, PRICE_VARIANTS = "items", "payment", "customer_address", "variant_prices"
"""What not every shop lets us do: change the items or the payment of an order, write a customer's address, and know
what each variant costs."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One change of one order, as it is stored; or of a customer's own data, with `customer` and no order."""

    idempotency_key: str
    order_id: str
    expected_version: int
    kind: str
    payload: dict[str, Any]
    basis: dict[str, Any]
    document: dict[str, Any]
    coupon: dict[str, Any] | None = None
    before: Order | None = None
    customer: Customer | None = None


class Commerce(Protocol):
    """What the bot may know of the shop."""

    @property
    def by_hand(self) -> frozenset[str]:
        """What only people can do in this shop, of CHANGE_ITEMS, CHANGE_PAYMENT, MOVE_CUSTOMER, PRICE_VARIANTS."""

    async def order(self, order_id: str) -> tuple[Order, int] | None:
        """The order and its version."""

    async def orders_of(self, customer_id: str) -> list[tuple[Order, int]]:
        """The customer's orders, newest first."""

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer."""

    async def product(self, sku: str) -> Product | None:
        """A product."""

    async def products(self) -> list[Product]:
        """The whole catalogue."""

    async def coupon(self, code: str) -> Coupon | None:
        """A coupon."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An effect on its way to a shop elsewhere: from the order it was decided on to the order as it shall be.

    version: of the order it was decided on; None when an earlier deed of the same turn has changed it. again: it was
    begun before, at `begun_at`, and nobody knows how far it came.
    """

    key: str
    before: Order
    after: Order
    coupon: dict[str, Any] | None
    version: int | None
    begun_at: datetime
    again: bool = False


class RemoteCommerce(Commerce, Protocol):
    """A shop elsewhere: it knows nothing of our transactions, so each deed carries its key to it."""

    async def customers_by_phone(self, phone: str) -> list[Customer]:
        """Customers with exactly this number (E.164)."""

    async def carry_out(self, deed: Deed) -> None:
        """Does it once, however often it is called.

        Raises OrderChanged, Refused or CommerceError when nothing was changed; OutcomeUnknown when that is not sure.
        """

    async def is_done(self, deed: Deed) -> bool:
        """Whether the shop shows all of it as done; changes nothing. Raises CommerceError."""

    async def aclose(self) -> None:
        """Lets the connections go."""


@dataclass
class UnitOfWork:
    """Reads through to the shop, each order once: the turn decides on one version of it and on its own changes."""

    commerce: Commerce
    scope: str
    """Prefix of idempotency keys: the conversation and the flow run, so that a retried turn finds its own."""
    effects: list[Effect] = field(default_factory=list)
    _seen: dict[str, tuple[Order, int]] = field(default_factory=dict)

    def take_up(self, orders: dict[str, tuple[Order, int]]) -> None:
        """Decides on these orders as they were, not as they are: what was begun on them is not told yet."""
        self._seen.update(orders)

    @property
    def orders_seen(self) -> list[Order]:
        """Every order that was looked at in this turn, as it will be after it."""
        return [order for order, _ in self._seen.values()]

    async def order(self, order_id: str) -> Order | None:
        """The order as it will be after this turn's effects."""
        found = await self._load(order_id)
        return found[0] if found else None

    async def _load(self, order_id: str) -> tuple[Order, int] | None:
        if order_id not in self._seen:
            found = await self.commerce.order(order_id)
            if found is None:
                return None
            # Another read of the turn may have come first while this one waited.
            self._seen.setdefault(order_id, found)
        return self._seen[order_id]

    async def orders_of(self, customer_id: str) -> list[Order]:
        """The customer's orders, newest first, this turn's effects included."""
        found = await self.commerce.orders_of(customer_id)
        return [self._seen.setdefault(order.id, (order, version))[0] for order, version in found]

    async def record(
        self,
        changed: Order,
        kind: str,
        target: str,
        payload: dict[str, Any],
        *,
        basis: dict[str, Any] | None = None,
        coupon: dict[str, Any] | None = None,
    ) -> None:
        """Notes that the order becomes `changed`. kind and target name the act within the flow run.

        The same act of the same flow run counts once: a second record of it changes nothing.
        Raises Refused (order_unknown) for an order the shop does not have.
        """
        # The version the decision rests on, not today's: what changed since must make the commit fail.
        loaded = await self._load(changed.id)
        if loaded is None:
            raise Refused("order_unknown", order_id=changed.id)
        version = loaded[1]
        key = f"{self.scope}:{kind}:{changed.id}:{target}"
        if any(effect.idempotency_key == key for effect in self.effects):
            return
        document = changed.document()
        self.effects.append(Effect(key, changed.id, version, kind, payload, basis or {}, document, coupon, loaded[0]))
        self._seen[changed.id] = (changed, version + 1)

    def record_customer(self, before: Customer, after: Customer, kind: str) -> None:
        """Notes that the customer becomes `after`; the payload names who, never what: addresses stay where they are."""
        key = f"{self.scope}:{kind}:{before.id}"
        if not any(effect.idempotency_key == key for effect in self.effects):
            document = after.model_dump(mode="json")
            self.effects.append(Effect(key, "", 0, kind, {"customer_id": before.id}, {}, document, customer=before))
