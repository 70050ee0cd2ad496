"""The time of a test, and adapters over the local shops."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shopify_standin import TOKEN, ShopifyStandIn
from woocommerce_standin import KEY, SECRET

from actions.commerce.ports import RemoteCommerce
from actions.commerce.shopify.client import Shopify
from actions.commerce.shopify.shop import ShopifyCommerce
from actions.commerce.woocommerce.client import WooCommerce
from actions.commerce.woocommerce.shop import WooCommerceShop


@dataclass
class Clock:
    """The time of a test."""

    now: datetime = datetime(2026, 11, 24, 10, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


def adapter_for(shop: Any, clock: Clock) -> RemoteCommerce:
    if isinstance(shop, ShopifyStandIn):
        return ShopifyCommerce(Shopify(shop.address, TOKEN, sleep=clock.sleep), clock=clock.seconds)
    return WooCommerceShop(WooCommerce(shop.address, KEY, SECRET, sleep=clock.sleep), clock=clock.seconds, now=clock)
