"""Shopify's customers, products and discounts as ours."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from actions.commerce.ports import ShopGarbled
from actions.commerce.remote import likely_locale
from actions.commerce.shapes import Coupon, Customer, Product
from actions.commerce.shopify.orders import tail

Json = dict[str, Any]

_SIZES, _COLOURS = ("size", "größe", "taille", "talla"), ("color", "colour", "farbe", "couleur")


def customer(raw: Json) -> Customer:
    """The customer; `tier` is a tag `silver`, `gold` or `vip`. Raises ShopGarbled."""
    try:
        tags = {str(tag).lower().removeprefix("tier:") for tag in raw.get("tags") or ()}
        return Customer.model_validate(
            {
                "id": tail(raw["id"]),
                "name": raw.get("displayName") or "",
                "email": (raw.get("defaultEmailAddress") or {}).get("emailAddress"),
                "phone": (raw.get("defaultPhoneNumber") or {}).get("phoneNumber"),
                "locale": raw.get("locale") or likely_locale((raw.get("defaultAddress") or {}).get("countryCodeV2")),
                "market": (raw.get("defaultAddress") or {}).get("countryCodeV2") or "US",
                "tier": next((tier for tier in ("vip", "gold", "silver") if tier in tags), "standard"),
            }
        )
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise ShopGarbled(f"Shopify's customer is not as documented: {type(error).__name__}") from error


def product(raw: Json, currency: str) -> tuple[Product, tuple[str, ...]]:
    """A product, and the SKUs of its variants. Raises ShopGarbled."""
    try:
        variants = raw["variants"]["nodes"]
        skus = tuple(one["sku"] for one in variants if one.get("sku"))
        attributes: Json = {}
        for name, words in (("sizes", _SIZES), ("colours", _COLOURS)):
            values = [
                option["value"]
                for one in variants
                for option in one["selectedOptions"]
                if option["name"].lower() in words
            ]
            if values:
                attributes[name] = list(dict.fromkeys(values))
        tags = {str(tag).lower() for tag in raw.get("tags") or ()}
        made = Product.model_validate(
            {
                "sku": skus[0] if skus else tail(raw["id"]),
                "name": raw["title"],
                "price": min(Decimal(str(one["price"])) for one in variants),
                "currency": currency,
                "category": (raw.get("productType") or "other").lower(),
                "attributes": attributes,
                "stock": max(0, sum(int(one.get("inventoryQuantity") or 0) for one in variants)),
                "returnable": not tags & {"final-sale", "non-returnable"},
            }
        )
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise ShopGarbled(f"Shopify's product is not as documented: {type(error).__name__}") from error
    return made, skus


def coupon(code: str, raw: Json) -> Coupon | None:
    """A coupon that takes an amount or a percentage off; None for other kinds."""
    try:
        if not raw.get("customerGets"):
            return None
        value = raw["customerGets"]["value"]
        amount = value.get("amount")
        used = raw.get("usageLimit") is not None and raw.get("asyncUsageCount", 0) >= raw["usageLimit"]
        owners = (raw.get("context") or {}).get("customers") or []
        return Coupon.model_validate(
            {
                "code": code,
                "kind": "amount" if amount else "percent",
                "value": Decimal(str(amount["amount"])) if amount else Decimal(str(value["percentage"])) * 100,
                "currency": amount["currencyCode"] if amount else None,
                "valid_until": raw.get("endsAt"),
                "customer_id": tail(owners[0]["id"]) if owners else None,
                "used_at": raw["updatedAt"] if used else None,
            }
        )
    except (KeyError, TypeError, AttributeError, InvalidOperation, ValidationError) as error:
        raise ShopGarbled(f"Shopify's discount is not as documented: {type(error).__name__}") from error
