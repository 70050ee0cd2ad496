"""A WooCommerce shop behind the commerce port."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from actions.commerce.ledger import cancels, mark, moves, new_notes, new_refunds, new_returns, version_of
from actions.commerce.ports import Deed, ShopGarbled, ShopRefused
from actions.commerce.remote import RemoteShop, Seen, Step, guest
from actions.commerce.shapes import Coupon, Customer, Order, Product
from actions.commerce.woocommerce import reading
from actions.commerce.woocommerce.client import WooCommerce
from actions.commerce.woocommerce.deeds import Deeds

_MOST_ORDERS, _MOST_PRODUCTS, _MOST_REFUNDS = 25, 5000, 500
_KEEP_CATALOGUE = 60.0


class WooCommerceShop(RemoteShop):
    """The port's readings and deeds. statuses: what statuses of the shop's plugins mean here, as `config.yml` says."""

    name = "WooCommerce"

    def __init__(
        self,
        client: WooCommerce,
        *,
        statuses: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client, self._statuses, self._clock = client, dict(statuses or {}), clock
        self._deeds = Deeds(client, self._look, now)
        self._catalogue: tuple[float, list[Product]] | None = None

    # ---- reading

    async def _look(self, order_id: str) -> Seen | None:
        if not order_id.lstrip("#").isdigit():
            return None
        raw = await self._client.get(f"orders/{order_id.lstrip('#')}")
        return None if raw is None else await self._whole(raw)

    async def _whole(self, raw: Any) -> Seen:
        if not isinstance(raw, dict) or "id" not in raw:
            raise ShopGarbled("WooCommerce's order is not as documented: no object")
        # The order tells amounts of its refunds, only the refunds tell whose they are.
        refunds: list[dict[str, Any]] = []
        if raw.get("refunds"):
            refunds = await self._client.pages(f"orders/{raw['id']}/refunds", _MOST_REFUNDS, order="asc")
        order, ledger = reading.order(raw, refunds, self._statuses)
        return Seen(order, ledger, raw)

    async def orders_of(self, customer_id: str) -> list[tuple[Order, int]]:
        """The customer's newest orders, newest first."""
        kind, _, address = customer_id.partition(":")
        if kind == "email" and address:
            query: dict[str, Any] = {"search": address}
        elif customer_id.isdigit() and customer_id != "0":
            query = {"customer": customer_id}
        else:
            return []
        found = await self._client.pages("orders", _MOST_ORDERS, orderby="date", order="desc", **query)
        seen = await asyncio.gather(*(self._whole(raw) for raw in found if raw.get("status") != "trash"))
        return [(one.order, version_of(one.order)) for one in seen if one.order.customer_id == customer_id]

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer; one who ordered as a guest is known by the e-mail address alone."""
        kind, _, address = customer_id.partition(":")
        if kind == "email" and address:
            placed = await self.orders_of(customer_id)
            return guest(address, placed[0][0]) if placed else None
        if not customer_id.isdigit():
            return None
        raw = await self._client.get(f"customers/{customer_id}")
        return None if raw is None else reading.customer(raw)

    async def customers_by_phone(self, phone: str) -> list[Customer]:
        """Customers with exactly this number: those who ordered with it, as customers cannot be searched by it."""
        found = await self._client.pages("orders", _MOST_ORDERS, search=phone.lstrip("+")[-8:])
        own = {
            str(raw["customer_id"])
            for raw in found
            if raw.get("customer_id")
            and reading.phone((raw.get("billing") or {}).get("phone"), (raw.get("billing") or {}).get("country") or "")
            == phone
        }
        customers = [await self.customer(one) for one in sorted(own)]
        return [customer for customer in customers if customer is not None and customer.phone == phone]

    async def products(self) -> list[Product]:
        """The published products, at most a minute old."""
        kept = self._catalogue
        if kept is not None and self._clock() - kept[0] < _KEEP_CATALOGUE:
            return kept[1]
        currency = await self._currency()
        found = await self._client.pages("products", _MOST_PRODUCTS, status="publish")
        products = [reading.product(raw, currency) for raw in found]
        self._catalogue = (self._clock(), products)
        return products

    async def product(self, sku: str) -> Product | None:
        """The product with this SKU, or number where it has none."""
        return next((product for product in await self.products() if product.sku == sku), None)

    async def coupon(self, code: str) -> Coupon | None:
        """A coupon."""
        found = await self._client.pages("coupons", 5, code=code.lower())
        own = next((raw for raw in found if str(raw.get("code")).lower() == code.lower()), None)
        return None if own is None else reading.coupon(own, await self._currency())

    async def _currency(self) -> str:
        found = await self._client.get("data/currencies/current")
        if not isinstance(found, dict) or not isinstance(found.get("code"), str):
            raise ShopGarbled("WooCommerce does not tell its currency")
        return str(found["code"])

    # ---- acting

    def _steps(self, deed: Deed, seen: Seen) -> list[Step]:
        steps: list[Step] = []
        if cancels(deed):
            # First what keeps the goods here, then the money: the other way round a failure would give both away.
            steps.append(partial(self._deeds.cancel, deed, seen))
        steps += [partial(self._deeds.refund, deed, seen, refund) for refund in new_refunds(deed)]
        if moves(deed):
            steps.append(partial(self._deeds.move, deed))
        if deed.coupon is not None:
            steps.append(partial(self._deeds.coupon, deed, seen, deed.coupon))
        texts = [_told(made.model_dump(mode="json")) for made in new_returns(deed)]
        texts += [_told(note) for note in new_notes(deed) if isinstance(note, dict)]
        if texts:
            steps.append(partial(self._deeds.note, deed, "; ".join(texts)))
        return steps

    async def _enter(self, deed: Deed) -> None:
        seen = await self._look(deed.before.id)
        if seen is None:
            raise ShopRefused(f"WooCommerce has no order {deed.before.id} any more")
        if mark(deed.key) not in seen.ledger.done:
            seen.ledger.enter(deed)
            kept = {"meta_data": [{"key": reading.LEDGER, "value": seen.ledger.text()}]}
            await self._client.change("PUT", f"orders/{deed.before.id}", kept)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.aclose()


def _told(record: dict[str, Any]) -> str:
    """A return or note in one line for staff."""
    return ", ".join(f"{name}: {value}" for name, value in record.items() if value and name != "mark")
