"""Both shops as local servers, and the adapters over them. Waiting takes no time here: it moves the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from shop_parts import Clock, adapter_for
from shopify_standin import ShopifyStandIn
from woocommerce_standin import WooStandIn

from actions.commerce.ports import RemoteCommerce


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["shopify", "woocommerce"])
def shop(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The shop's server."""
    made = ShopifyStandIn() if request.param == "shopify" else WooStandIn()
    yield made
    made.close()


@pytest.fixture
def shopify() -> Iterator[ShopifyStandIn]:
    made = ShopifyStandIn()
    yield made
    made.close()


@pytest.fixture
def woo() -> Iterator[WooStandIn]:
    made = WooStandIn()
    yield made
    made.close()


@pytest.fixture
async def adapter(shop: Any, clock: Clock) -> AsyncIterator[RemoteCommerce]:
    """The adapter over `shop`."""
    made = adapter_for(shop, clock)
    yield made
    await made.aclose()
