"""How a deed is carried out in a shop elsewhere: look, check, act step by step, enter it in the ledger."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from babel.core import get_global

from actions.commerce.ledger import Ledger, cancels, mark, new_refunds, version_of
from actions.commerce.ports import (
    CHANGE_ITEMS,
    CHANGE_PAYMENT,
    MOVE_CUSTOMER,
    PRICE_VARIANTS,
    CommerceError,
    Deed,
    OrderChanged,
    OutcomeUnknown,
    Refused,
    ShopRefused,
)
from actions.commerce.shapes import Customer, Order

_LONGEST_ID = 64

Step = Callable[[], Awaitable[bool]]
"""Does one thing unless it is done already; True when the shop has it as done by this deed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An order as the shop has it now. raw: the shop's own answer."""

    order: Order
    ledger: Ledger
    raw: dict[str, Any]

    def has_refund(self, own: str) -> bool:
        """Whether a refund that carries this mark was made (and did not fail)."""
        return any(getattr(made, "mark", None) == own and made.status != "failed" for made in self.order.refunds)


class RemoteShop(ABC):
    """What both shops have in common."""

    name = ""
    by_hand = frozenset({CHANGE_ITEMS, CHANGE_PAYMENT, MOVE_CUSTOMER, PRICE_VARIANTS})

    @abstractmethod
    async def _look(self, order_id: str) -> Seen | None:
        """The order now, never from a cache."""

    @abstractmethod
    def _steps(self, deed: Deed, seen: Seen) -> list[Step]:
        """What the deed needs, in the order in which a failure does the least harm."""

    @abstractmethod
    async def _enter(self, deed: Deed) -> None:
        """Enters the deed in the order's ledger."""

    async def order(self, order_id: str) -> tuple[Order, int] | None:
        """The order and a number that changes with it."""
        seen = await self._look(order_id)
        return None if seen is None else (seen.order, version_of(seen.order))

    async def is_done(self, deed: Deed) -> bool:
        """Whether the ledger has it, or everything of it is there to see."""
        seen = await self._look(deed.before.id)
        if seen is None:
            return False
        own = mark(deed.key)
        if own in seen.ledger.done:
            return True
        if cancels(deed):
            cancelled = seen.order.status == "cancelled"
            return cancelled and seen.order.refunded >= deed.after.refunded
        return bool(new_refunds(deed)) and seen.has_refund(own)

    async def carry_out(self, deed: Deed) -> None:
        """Does it once, however often it is called."""
        begun = deed.again
        try:
            seen = await self._look(deed.before.id)
            if seen is None:
                raise ShopRefused(f"{self.name} has no order {deed.before.id}")
            if mark(deed.key) in seen.ledger.done:
                return
            if deed.version is not None and not deed.again and version_of(seen.order) != deed.version:
                raise OrderChanged(f"order {deed.before.id} changed in {self.name} since it was read")
            self._check(deed, seen)
            for step in self._steps(deed, seen):
                begun = await step() or begun
            await self._enter(deed)
        except OutcomeUnknown:
            raise
        except (CommerceError, Refused) as error:
            if begun:
                raise OutcomeUnknown(f"{self.name}: begun, then: {error}") from error
            raise

    def _check(self, deed: Deed, seen: Seen) -> None:
        """Refuses, before any call, what the order as it is now does not allow."""
        if deed.after.items != deed.before.items or len(deed.after.payments) > len(deed.before.payments):
            raise ShopRefused(f"order {deed.before.id}: items are changed by staff in {self.name}")
        refunds = new_refunds(deed)
        if len(refunds) > 1:
            raise ShopRefused(f"order {deed.before.id}: one refund a deed, not {len(refunds)}")
        own = mark(deed.key)
        for refund in refunds:
            if seen.has_refund(own) or (cancels(deed) and seen.order.status == "cancelled" and deed.again):
                continue
            if refund.currency != seen.order.currency:
                raise ShopRefused(f"order {deed.before.id} was paid in {seen.order.currency}, not {refund.currency}")
            if refund.amount <= 0 or refund.amount > seen.order.refundable:
                raise Refused("over_refund", order_id=deed.before.id, left=str(seen.order.refundable))


def likely_locale(country: str | None) -> str:
    """The locale that most people of a country have, for shops that know none of the customer's."""
    language, _, rest = str(get_global("likely_subtags").get(f"und_{country}", "en")).partition("_")
    return f"{language}-{country}" if rest and country else "en"


def guest_id(address: str) -> str:
    """The id of who ordered without an account. One too long for an id leads to nobody: a person helps."""
    return f"email:{address.lower()}"[:_LONGEST_ID]


def guest(address: str, newest: Order) -> Customer:
    """Who ordered without an account: known by the e-mail address of the order."""
    name = str(newest.shipping_address.get("name") or "")
    locale = likely_locale(newest.country)
    return Customer(id=guest_id(address), name=name, email=address, locale=locale, market=newest.country or "US")
