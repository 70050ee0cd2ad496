"""A Shopify shop behind the commerce port."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from actions.commerce.ledger import cancels, mark, moves, new_notes, new_refunds, new_returns, version_of
from actions.commerce.ports import Deed, OutcomeUnknown, ShopGarbled, ShopRefused
from actions.commerce.remote import RemoteShop, Seen, Step, guest
from actions.commerce.shapes import Coupon, Customer, Order, Product
from actions.commerce.shopify import documents, orders, reading
from actions.commerce.shopify.client import Shopify
from actions.commerce.shopify.deeds import Deeds

_PAGE, _MOST_ORDERS = 5, 25
_KEEP_CATALOGUE = 60.0
_STALE = "STALE_OBJECT"


class ShopifyCommerce(RemoteShop):
    """The port's readings and deeds. clock: seconds, for the age of the catalogue."""

    name = "Shopify"

    def __init__(self, client: Shopify, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._clock = client, clock
        self._deeds = Deeds(client, self._look)
        self._ids: dict[str, str] = {}
        self._catalogue: tuple[float, list[Product], dict[str, Product]] | None = None

    # ---- reading

    async def _orders(self, query: str, most: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after = None
        while len(found) < most:
            first = min(_PAGE, most - len(found))
            data = await self._client.run(documents.ORDERS, {"query": query, "first": first, "after": after})
            page = _connection(data, "orders")
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        return found

    async def _all_lines(self, raw: dict[str, Any]) -> None:
        lines = _connection(raw, "lineItems")
        page = lines["pageInfo"]
        while page["hasNextPage"]:
            data = await self._client.run(documents.LINES, {"id": raw["id"], "after": page["endCursor"]})
            more = _connection(_connection(data, "order", ()), "lineItems")
            lines["nodes"] += more["nodes"]
            page = more["pageInfo"]

    async def _look(self, order_id: str) -> Seen | None:
        wanted = order_id.lstrip("#")
        if wanted in self._ids:
            # By its id: the search lags behind, and what was just done must be seen.
            raw = (await self._client.run(documents.ORDER, {"id": self._ids[wanted]})).get("order")
            found = [raw] if raw else []
        elif wanted and all(char.isalnum() or char in "-_." for char in wanted):
            found = await self._orders(f'name:"{wanted}"', 2)
        else:
            return None
        for raw in found:
            # The search finds words; only the very name counts.
            if str(raw.get("name")).lstrip("#") == wanted:
                await self._all_lines(raw)
                order, ledger = orders.order(raw)
                self._ids[wanted] = raw["id"]
                return Seen(order, ledger, raw)
        return None

    async def orders_of(self, customer_id: str) -> list[tuple[Order, int]]:
        """The customer's newest orders, newest first."""
        kind, _, address = customer_id.partition(":")
        if kind == "email" and address:
            query = f'email:"{_plain(address)}"'
        elif customer_id.isdigit():
            query = f"customer_id:{customer_id}"
        else:
            return []
        found = []
        for raw in await self._orders(query, _MOST_ORDERS):
            await self._all_lines(raw)
            found.append(orders.order(raw)[0])
        return [(order, version_of(order)) for order in found if order.customer_id == customer_id]

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer; one who ordered as a guest is known by the e-mail address alone."""
        kind, _, address = customer_id.partition(":")
        if kind == "email" and address:
            placed = await self.orders_of(customer_id)
            return guest(address, placed[0][0]) if placed else None
        if not customer_id.isdigit():
            return None
        data = await self._client.run(documents.CUSTOMER, {"id": f"gid://shopify/Customer/{customer_id}"})
        return reading.customer(data["customer"]) if data.get("customer") else None

    async def customers_by_phone(self, phone: str) -> list[Customer]:
        """Customers with exactly this number."""
        data = await self._client.run(documents.CUSTOMERS, {"query": f'phone:"{_plain(phone)}"'})
        found = [reading.customer(raw) for raw in _connection(data, "customers", ("nodes",))["nodes"]]
        return [customer for customer in found if customer.phone == phone]

    async def products(self) -> list[Product]:
        """The active products, at most a minute old."""
        return (await self._stock())[0]

    async def product(self, sku: str) -> Product | None:
        """The product that has this SKU among its variants."""
        return (await self._stock())[1].get(sku)

    async def _stock(self) -> tuple[list[Product], dict[str, Product]]:
        kept = self._catalogue
        if kept is not None and self._clock() - kept[0] < _KEEP_CATALOGUE:
            return kept[1], kept[2]
        found: list[Product] = []
        by_sku: dict[str, Product] = {}
        after = None
        while True:
            data = await self._client.run(documents.PRODUCTS, {"after": after})
            page = _connection(data, "products")
            for raw in page["nodes"]:
                product, skus = reading.product(raw, str(data["shop"]["currencyCode"]))
                found.append(product)
                by_sku.update({product.sku: product, **dict.fromkeys(skus, product)})
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        self._catalogue = (self._clock(), found, by_sku)
        return found, by_sku

    async def coupon(self, code: str) -> Coupon | None:
        """A discount code."""
        data = await self._client.run(documents.COUPON, {"code": code})
        node = data.get("codeDiscountNodeByCode")
        return reading.coupon(code, node["codeDiscount"]) if node else None

    # ---- acting

    def _steps(self, deed: Deed, seen: Seen) -> list[Step]:
        steps: list[Step] = []
        refunds = new_refunds(deed)
        if cancels(deed):
            steps.append(partial(self._deeds.cancel, deed, seen, refunds))
        else:
            steps += [partial(self._deeds.refund, deed, seen, refund) for refund in refunds]
        if moves(deed):
            steps.append(partial(self._deeds.move, deed, seen))
        steps += [partial(self._deeds.take_back, deed, seen, made) for made in new_returns(deed)]
        if deed.coupon is not None:
            steps.append(partial(self._deeds.discount, deed.coupon))
        kinds = [str(note["kind"]) for note in new_notes(deed) if isinstance(note, dict) and note.get("kind")]
        if kinds:
            steps.append(partial(self._deeds.tag, seen, kinds))
        return steps

    async def _enter(self, deed: Deed) -> None:
        """The ledger is written only over the one that was read (`compareDigest`)."""
        for _ in range(3):
            seen = await self._look(deed.before.id)
            if seen is None:
                raise ShopRefused(f"Shopify has no order {deed.before.id} any more")
            if mark(deed.key) in seen.ledger.done:
                return
            seen.ledger.enter(deed)
            field = {
                "ownerId": seen.raw["id"],
                "namespace": "dragoman",
                "key": "ledger",
                "type": "json",
                "value": seen.ledger.text(),
                "compareDigest": (seen.raw.get("metafield") or {}).get("compareDigest"),
            }
            try:
                await self._client.run(documents.KEEP, {"metafields": [field]}, effect=True)
            except OutcomeUnknown:
                continue  # the next look tells
            except ShopRefused as refused:
                if _STALE not in refused.codes:
                    raise
                continue  # somebody wrote it meanwhile: add to what is there now
            return
        raise OutcomeUnknown(f"the ledger of order {deed.before.id} could not be written")

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.aclose()


def _connection(data: dict[str, Any], name: str, parts: tuple[str, ...] = ("nodes", "pageInfo")) -> dict[str, Any]:
    found = data.get(name)
    if not isinstance(found, dict) or any(part not in found for part in parts):
        raise ShopGarbled(f"Shopify's answer has no {name}")
    return found


def _plain(text: str) -> str:
    return "".join(char for char in text if char not in '"\\')
