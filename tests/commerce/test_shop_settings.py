"""Which shop it is: a wrong setting is one sentence that names it and what is expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.commerce.adapters import CommerceSettingsError, build_remote, read_choice
from actions.commerce.shopify.shop import ShopifyCommerce
from actions.commerce.woocommerce.shop import WooCommerceShop
from bot.content_files import HouseError, read_recipe

SHOPIFY = {"adapter": "shopify", "address": "https://paloma.myshopify.com"}
WOO = {"adapter": "woocommerce", "address": "https://paloma.example"}


def test_without_a_word_it_is_the_own_database() -> None:
    assert read_choice(None).adapter == "sql"
    assert build_remote(read_choice(None), {}) is None
    assert build_remote(read_choice({"adapter": "sql"}), {}) is None


async def test_shops_are_built_with_their_tokens() -> None:
    shopify = build_remote(read_choice(SHOPIFY), {"DRAGOMAN_SHOPIFY_TOKEN": "shpat_1"})
    woo = build_remote(read_choice(WOO), {"DRAGOMAN_WOOCOMMERCE_KEY": "ck", "DRAGOMAN_WOOCOMMERCE_SECRET": "cs"})
    assert isinstance(shopify, ShopifyCommerce) and isinstance(woo, WooCommerceShop)
    await shopify.aclose()
    await woo.aclose()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("shopify", "commerce.adapter is 'shopify'; expected"),
        ({"adapter": "magento"}, "commerce.adapter is 'magento'; expected one of sql, shopify, woocommerce"),
        ({**SHOPIFY, "token": "x"}, "commerce.token is not known for shopify; expected adapter, address, version"),
        ({**SHOPIFY, "version": "latest"}, "commerce.version is 'latest'; expected a version such as 2026-04"),
        ({**SHOPIFY, "version": "2025-07"}, "commerce.version is '2025-07'; expected 2026-04 or later"),
        ({"adapter": "shopify"}, "commerce.address is ''; expected the shop's address"),
        ({**WOO, "address": "http://paloma.example"}, "expected https"),
        ({**WOO, "statuses": {"packed": "ready"}}, "commerce.statuses.packed is 'ready'; expected one of pending"),
    ],
)
def test_a_wrong_choice_is_one_sentence(given: Any, told: str) -> None:
    with pytest.raises(CommerceSettingsError) as caught:
        read_choice(given)
    assert told in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "environment", "told"),
    [
        (SHOPIFY, {}, "DRAGOMAN_SHOPIFY_TOKEN is not set"),
        (WOO, {"DRAGOMAN_WOOCOMMERCE_KEY": "ck"}, "DRAGOMAN_WOOCOMMERCE_SECRET is not set"),
        (SHOPIFY, {"DRAGOMAN_SHOPIFY_TOKEN": "t", "DRAGOMAN_SHOPIFY_API_URL": "http://far.example"}, "API_URL"),
    ],
)
def test_a_missing_token_is_one_sentence(given: Any, environment: dict[str, str], told: str) -> None:
    with pytest.raises(CommerceSettingsError, match=told):
        build_remote(read_choice(given), environment)


def test_the_recipe_is_refused_with_the_file_and_the_key(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("recipe: dragoman.v1\ncommerce: {adapter: magento}\n", encoding="utf-8")
    with pytest.raises(HouseError, match=r"config\.yml: commerce\.adapter is 'magento'"):
        read_recipe(config)
