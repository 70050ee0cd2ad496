"""What the shops elsewhere let nobody but people do is known before it is promised."""

from __future__ import annotations

import pytest

from actions.commerce.ports import CHANGE_ITEMS, CHANGE_PAYMENT, MOVE_CUSTOMER, PRICE_VARIANTS
from actions.commerce.remote import RemoteShop
from actions.commerce.shopify.shop import ShopifyCommerce
from actions.commerce.sql import SqlCommerce
from actions.commerce.woocommerce.shop import WooCommerceShop


@pytest.mark.parametrize("shop", [ShopifyCommerce, WooCommerceShop])
def test_items_payment_and_account_are_changed_by_people(shop: type[RemoteShop]) -> None:
    assert shop.by_hand == {CHANGE_ITEMS, CHANGE_PAYMENT, MOVE_CUSTOMER, PRICE_VARIANTS}


def test_in_the_bots_own_database_nothing_is_left_to_people() -> None:
    assert SqlCommerce.by_hand == frozenset()
