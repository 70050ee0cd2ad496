"""The shop in the bot's own database."""

from __future__ import annotations

from typing import Any, Protocol

from actions.commerce.shapes import Coupon, Customer, Order, Product


class Gateway(Protocol):
    """Documents as the store keeps them."""

    async def order(self, order_id: str) -> tuple[dict[str, Any], int] | None:
        """Document and version."""

    async def orders_of(self, customer_id: str) -> list[tuple[dict[str, Any], int]]:
        """Documents and versions, newest first."""

    async def customer(self, customer_id: str) -> dict[str, Any] | None:
        """Document."""

    async def product(self, sku: str) -> dict[str, Any] | None:
        """Document."""

    async def products(self) -> list[dict[str, Any]]:
        """Documents."""

    async def coupon(self, code: str) -> dict[str, Any] | None:
        """Document."""


class SqlCommerce:
    """The commerce port over the store's documents."""

    by_hand: frozenset[str] = frozenset()

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._catalogue: tuple[list[dict[str, Any]], list[Product]] = ([], [])

    async def order(self, order_id: str) -> tuple[Order, int] | None:
        """The order and its version."""
        found = await self._gateway.order(order_id)
        return None if found is None else (Order.model_validate(found[0]), found[1])

    async def orders_of(self, customer_id: str) -> list[tuple[Order, int]]:
        """The customer's orders, newest first."""
        return [(Order.model_validate(doc), version) for doc, version in await self._gateway.orders_of(customer_id)]

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer."""
        found = await self._gateway.customer(customer_id)
        return None if found is None else Customer.model_validate(found)

    async def product(self, sku: str) -> Product | None:
        """A product."""
        found = await self._gateway.product(sku)
        return None if found is None else Product.model_validate(found)

    async def products(self) -> list[Product]:
        """The whole catalogue; the same list as long as the gateway gives the same documents."""
        documents = await self._gateway.products()
        if documents is not self._catalogue[0]:
            self._catalogue = (documents, [Product.model_validate(doc) for doc in documents])
        return self._catalogue[1]

    async def coupon(self, code: str) -> Coupon | None:
        """A coupon."""
        found = await self._gateway.coupon(code)
        return None if found is None else Coupon.model_validate(found)
