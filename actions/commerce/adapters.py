"""Which shop the bot works with: `commerce:` in `config.yml`, tokens in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from actions.commerce.ports import RemoteCommerce
from actions.commerce.shapes import ORDER_STATUSES
from actions.commerce.shopify.client import VERSION, Shopify
from actions.commerce.shopify.shop import ShopifyCommerce
from actions.commerce.woocommerce.client import WooCommerce
from actions.commerce.woocommerce.shop import WooCommerceShop

ADAPTERS = ("sql", "shopify", "woocommerce")
_KEYS = {"sql": set[str](), "shopify": {"address", "version"}, "woocommerce": {"address", "statuses"}}
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class CommerceSettingsError(ValueError):
    """A wrong setting of the shop: one sentence that names it and what is expected."""


@dataclass(frozen=True, slots=True)
class CommerceChoice:
    """adapter: one of ADAPTERS. address: the shop's. version: of Shopify's interface. statuses: WooCommerce's own."""

    adapter: str = "sql"
    address: str = ""
    version: str = VERSION
    statuses: Mapping[str, str] = field(default_factory=dict)


def read_choice(given: Any, where: str = "config.yml") -> CommerceChoice:
    """What `commerce:` says; nothing means the bot's own database. Raises CommerceSettingsError."""
    if given is None:
        return CommerceChoice()
    if not isinstance(given, dict) or given.get("adapter") not in ADAPTERS:
        name = given.get("adapter") if isinstance(given, dict) else given
        raise CommerceSettingsError(f"{where}: commerce.adapter is {name!r}; expected one of {', '.join(ADAPTERS)}")
    adapter = str(given["adapter"])
    if unknown := sorted(set(given) - {"adapter"} - _KEYS[adapter]):
        expected = ", ".join(sorted({"adapter"} | _KEYS[adapter]))
        raise CommerceSettingsError(f"{where}: commerce.{unknown[0]} is not known for {adapter}; expected {expected}")
    version = given.get("version", VERSION)
    parts = str(version).split("-")
    if len(parts) != 2 or not all(part.isdigit() for part in parts) or parts[1] not in ("01", "04", "07", "10"):
        raise CommerceSettingsError(f"{where}: commerce.version is {version!r}; expected a version such as {VERSION}")
    if str(version) < VERSION:
        # Before it, a refund without an idempotency key went through: ours would not be safe to send twice.
        raise CommerceSettingsError(f"{where}: commerce.version is {version!r}; expected {VERSION} or later")
    statuses = given.get("statuses") or {}
    if not isinstance(statuses, dict):
        raise CommerceSettingsError(f"{where}: commerce.statuses is {statuses!r}; expected the shop's status: ours")
    for theirs, ours in statuses.items():
        if ours not in ORDER_STATUSES:
            allowed = ", ".join(ORDER_STATUSES)
            raise CommerceSettingsError(f"{where}: commerce.statuses.{theirs} is {ours!r}; expected one of {allowed}")
    address = str(given.get("address") or "")
    if adapter != "sql":
        _check_address(address, f"{where}: commerce.address")
    return CommerceChoice(adapter, address, str(version), {str(key): str(value) for key, value in statuses.items()})


def build_remote(choice: CommerceChoice, environment: Mapping[str, str]) -> RemoteCommerce | None:
    """The shop elsewhere; None for the bot's own database. Raises CommerceSettingsError for a missing token."""
    if choice.adapter == "shopify":
        token = _needed(environment, "DRAGOMAN_SHOPIFY_TOKEN")
        address = _address(environment, "DRAGOMAN_SHOPIFY_API_URL", choice)
        return ShopifyCommerce(Shopify(address, token, version=choice.version))
    if choice.adapter == "woocommerce":
        key = _needed(environment, "DRAGOMAN_WOOCOMMERCE_KEY")
        secret = _needed(environment, "DRAGOMAN_WOOCOMMERCE_SECRET")
        address = _address(environment, "DRAGOMAN_WOOCOMMERCE_API_URL", choice)
        return WooCommerceShop(WooCommerce(address, key, secret), statuses=choice.statuses)
    return None


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise CommerceSettingsError(f"{name} is not set; commerce.adapter in config.yml needs it")
    return value


def _address(environment: Mapping[str, str], name: str, choice: CommerceChoice) -> str:
    instead = environment.get(name)
    if instead:
        _check_address(instead, name)
    return instead or choice.address


def _check_address(address: str, what: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise CommerceSettingsError(f"{what} is {address!r}; expected the shop's address, https://…")
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise CommerceSettingsError(f"{what} is {address!r}; expected https, as the token travels with every call")
