"""WooCommerce's shapes as ours."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from pydantic import ValidationError

from actions.commerce.ledger import Ledger, mark_in, named_refund
from actions.commerce.ports import ShopGarbled
from actions.commerce.remote import guest_id, likely_locale
from actions.commerce.shapes import Coupon, Customer, Order, Product

Json = dict[str, Any]

LEDGER, MARK, ASKED, CANCELLED = "dragoman_ledger", "dragoman_mark", "dragoman_asked", "dragoman_cancelled"
BY_HAND = frozenset({"bacs", "cheque", "cod"})
"""Gateways that cannot send money back: the refund is entered, and staff pay it."""

_STATUSES = {
    "pending": "pending",
    "on-hold": "pending",
    "failed": "pending",
    "checkout-draft": "pending",
    "processing": "processing",
    "completed": "delivered",
    "cancelled": "cancelled",
    "refunded": "returned",
}
_METHODS = {"bacs": "bank_transfer", "cheque": "bank_transfer", "cod": "cod"}
_METHOD_WORDS = ("paypal", "klarna", "alipay", "ideal", "bancontact", "sofort", "pix", "oxxo", "boleto", "sepa")
_TRACKING = "_wc_shipment_tracking_items"  # of WooCommerce's own Shipment Tracking extension


def meta(raw: Json, key: str) -> Any:
    """The newest value of a meta key; None when it has none."""
    found = [one.get("value") for one in raw.get("meta_data") or () if one.get("key") == key]
    return found[-1] if found else None


def order(raw: Json, refunds: list[Json], statuses: Mapping[str, str]) -> tuple[Order, Ledger]:
    """The order. statuses: what the shop's own statuses mean. Raises ShopGarbled."""
    try:
        ledger = Ledger.read(meta(raw, LEDGER))
        return Order.model_validate(_order(raw, refunds, {**_STATUSES, **statuses}, ledger)), ledger
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise ShopGarbled(f"WooCommerce's order is not as documented: {type(error).__name__}") from error


def _order(raw: Json, refunds: list[Json], statuses: Mapping[str, str], ledger: Ledger) -> Json:
    billing, shipping = raw["billing"], raw["shipping"]
    place = shipping if shipping.get("address_1") else billing
    status = "cancelled" if meta(raw, CANCELLED) else statuses.get(raw["status"], "processing")
    address = {
        "name": f"{place.get('first_name', '')} {place.get('last_name', '')}".strip(),
        "line1": place.get("address_1"),
        "line2": place.get("address_2"),
        "postcode": place.get("postcode"),
        "city": place.get("city"),
        "state": place.get("state"),
        "country": place.get("country"),
    }
    paid = raw.get("date_paid_gmt")
    return {
        "id": str(raw["id"]),
        "customer_id": str(raw["customer_id"]) if raw["customer_id"] else guest_id(billing["email"]),
        "placed_at": raw["date_created_gmt"],
        "status": status,
        "currency": raw["currency"],
        "items": [_item(line) for line in raw["line_items"]],
        "shipping_address": {key: value for key, value in address.items() if value},
        "payments": [
            {
                "method": _method(raw["payment_method"]),
                "amount": Decimal(raw["total"]),
                "status": "paid" if paid else "pending",
                "at": paid,
            }
        ],
        "shipments": _shipments(raw, status),
        "returns": ledger.returns,
        "refunds": [_refund(one, raw["currency"], ledger) for one in refunds],
        "compensations": ledger.compensations,
        "notes": ledger.notes,
    }


def _item(line: Json) -> Json:
    quantity = int(line["quantity"])
    shown = [one for one in line.get("meta_data") or () if not str(one["key"]).startswith("_")]
    return {
        "id": str(line["id"]),
        "sku": line.get("sku") or str(line["product_id"]),
        "name": line["name"],
        "quantity": quantity,
        "unit_price": (Decimal(line["total"]) + Decimal(line["total_tax"])) / quantity,
        "options": {str(one.get("display_key") or one["key"]).lower(): one["value"] for one in shown},
    }


def _method(gateway: str) -> str:
    known = _METHODS.get(gateway)
    return known or next((word for word in _METHOD_WORDS if word in gateway.lower()), "card")


def _shipments(raw: Json, status: str) -> list[Json]:
    """Parcels of the tracking extension; else, once it is completed, one that tells the day."""
    done = raw.get("date_completed_gmt") if status in ("delivered", "returned") else None
    arrived = [{"at": done, "code": "delivered"}] if done else []
    found = [
        {
            "id": str(one.get("tracking_id") or number),
            "carrier": one.get("tracking_provider") or one.get("custom_tracking_provider") or "–",
            "tracking_number": one["tracking_number"],
            "events": arrived,
        }
        for number, one in enumerate(meta(raw, _TRACKING) or (), 1)
        if isinstance(one, dict) and one.get("tracking_number")
    ]
    if not found and arrived:
        found = [{"id": str(raw["id"]), "carrier": "–", "tracking_number": "–", "events": arrived}]
    return found


def _refund(raw: Json, currency: str, ledger: Ledger) -> Json:
    own = meta(raw, MARK) or mark_in(raw.get("reason"))
    return {
        **named_refund(ledger, own, str(raw["id"])),
        "amount": abs(Decimal(str(raw["amount"]))),
        "currency": currency,
        "status": "completed" if raw.get("refunded_payment") else "pending",
        "mark": own,
    }


def customer(raw: Json) -> Customer:
    """The customer; the role `vip`, `gold` or `silver` is the tier. Raises ShopGarbled."""
    try:
        place = raw["billing"]
        country = place.get("country") or raw["shipping"].get("country") or ""
        return Customer.model_validate(
            {
                "id": str(raw["id"]),
                "name": f"{raw.get('first_name', '')} {raw.get('last_name', '')}".strip(),
                "email": raw["email"],
                "phone": phone(place.get("phone"), country),
                "locale": likely_locale(country or None),
                "market": country or "US",
                "tier": raw["role"] if raw.get("role") in ("silver", "gold", "vip") else "standard",
            }
        )
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise ShopGarbled(f"WooCommerce's customer is not as documented: {type(error).__name__}") from error


def phone(written: str | None, country: str) -> str | None:
    """A number as shoppers type it into the checkout, in E.164; None when it is none."""
    if not written:
        return None
    try:
        found = phonenumbers.parse(written, country or None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def product(raw: Json, currency: str) -> Product:
    """A product. Raises ShopGarbled."""
    try:
        attributes = {str(one["name"]).lower(): list(one.get("options") or ()) for one in raw.get("attributes") or ()}
        named = {"size": "sizes", "color": "colours", "colour": "colours"}
        tags = {str(one["slug"]) for one in raw.get("tags") or ()}
        stock = raw.get("stock_quantity")
        return Product.model_validate(
            {
                "sku": raw.get("sku") or str(raw["id"]),
                "name": raw["name"],
                "price": Decimal(raw["price"] or "0"),
                "currency": currency,
                "category": (raw.get("categories") or [{"slug": "other"}])[0]["slug"],
                "attributes": {named.get(name, name): values for name, values in attributes.items()},
                "stock": max(0, int(stock)) if stock is not None else int(raw.get("stock_status") == "instock"),
                "returnable": not tags & {"final-sale", "non-returnable"},
            }
        )
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise ShopGarbled(f"WooCommerce's product is not as documented: {type(error).__name__}") from error


def coupon(raw: Json, currency: str) -> Coupon:
    """A coupon. Raises ShopGarbled."""
    try:
        percent = raw["discount_type"] == "percent"
        used = bool(raw.get("usage_limit")) and int(raw.get("usage_count") or 0) >= int(raw["usage_limit"])
        owners = raw.get("email_restrictions") or ()
        return Coupon.model_validate(
            {
                "code": str(raw["code"]).upper(),
                "kind": "percent" if percent else "amount",
                "value": Decimal(str(raw["amount"])),
                "currency": None if percent else currency,
                "valid_until": raw.get("date_expires_gmt"),
                "customer_id": meta(raw, "dragoman_customer") or (f"email:{owners[0].lower()}" if owners else None),
                "used_at": raw.get("date_modified_gmt") if used else None,
            }
        )
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise ShopGarbled(f"WooCommerce's coupon is not as documented: {type(error).__name__}") from error
