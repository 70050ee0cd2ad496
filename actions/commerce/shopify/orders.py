"""Shopify's order as ours."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from actions.commerce.ledger import Ledger, mark_in, named_refund
from actions.commerce.ports import ShopGarbled
from actions.commerce.remote import guest_id
from actions.commerce.shapes import Order

Json = dict[str, Any]

_METHODS = {"shopify_payments": "card", "paypal": "paypal", "cash_on_delivery": "cod", "bank_deposit": "bank_transfer"}
_METHOD_WORDS = ("paypal", "klarna", "alipay", "ideal", "bancontact", "sofort", "pix", "oxxo", "boleto")
_PAID = {
    "SUCCESS": "captured",
    "PENDING": "pending",
    "AWAITING_RESPONSE": "pending",
    "FAILURE": "failed",
    "ERROR": "failed",
}
_EVENTS = {
    "LABEL_PURCHASED": "label_created",
    "LABEL_PRINTED": "label_created",
    "CONFIRMED": "label_created",
    "READY_FOR_PICKUP": "in_transit",
    "CARRIER_PICKED_UP": "picked_up",
    "IN_TRANSIT": "in_transit",
    "DELAYED": "in_transit",
    "OUT_FOR_DELIVERY": "out_for_delivery",
    "ATTEMPTED_DELIVERY": "exception",
    "DELIVERED": "delivered",
    "FAILURE": "exception",
}
_RETURNS = {
    "REQUESTED": "requested",
    "OPEN": "approved",
    "CLOSED": "closed",
    "DECLINED": "rejected",
    "CANCELED": "cancelled",
}


def tail(gid: str) -> str:
    """The number at the end of `gid://shopify/Customer/123`."""
    return gid.rpartition("/")[2]


def money(amount_set: Json) -> Decimal:
    """The amount in the currency the shopper paid in."""
    return Decimal(str(amount_set["presentmentMoney"]["amount"]))


def order(raw: Json) -> tuple[Order, Ledger]:
    """The order. Raises ShopGarbled."""
    ledger = Ledger.read((raw.get("metafield") or {}).get("value"))
    try:
        return Order.model_validate(_order(raw, ledger)), ledger
    except (KeyError, TypeError, AttributeError, InvalidOperation, ValidationError) as error:
        raise ShopGarbled(f"Shopify's order is not as documented: {type(error).__name__}") from error


def _order(raw: Json, ledger: Ledger) -> Json:
    customer = raw.get("customer")
    address = raw.get("shippingAddress") or {}
    place = {
        "name": address.get("name"),
        "line1": address.get("address1"),
        "line2": address.get("address2"),
        "postcode": address.get("zip"),
        "city": address.get("city"),
        "state": address.get("provinceCode"),
        "country": address.get("countryCodeV2"),
    }
    return {
        "id": raw["name"].lstrip("#"),
        "gid": raw["id"],
        "customer_id": tail(customer["id"]) if customer else guest_id(raw.get("email") or ""),
        "placed_at": raw["createdAt"],
        "status": _status(raw),
        "currency": raw["presentmentCurrencyCode"],
        "items": [_item(line, raw) for line in raw["lineItems"]["nodes"]],
        "shipping_address": {key: value for key, value in place.items() if value},
        "payments": [
            {
                "method": _method(one["gateway"]),
                "amount": money(one["amountSet"]),
                "status": _PAID.get(one["status"], "pending"),
                "at": one.get("processedAt"),
            }
            for one in raw["transactions"]
            if one["kind"] in ("SALE", "CAPTURE")
        ],
        "shipments": [_shipment(one) for one in raw["fulfillments"]],
        "returns": _returns(raw, ledger),
        "refunds": _refunds(raw, ledger),
        "compensations": ledger.compensations,
        "notes": ledger.notes,
    }


def _item(line: Json, raw: Json) -> Json:
    quantity = int(line["quantity"])
    total = money(line["discountedTotalSet"])
    if not raw.get("taxesIncluded"):
        total += sum((money(tax["priceSet"]) for tax in line["taxLines"]), Decimal(0))
    options = (line.get("variant") or {}).get("selectedOptions") or []
    return {
        "id": tail(line["id"]),
        "sku": line.get("sku") or tail(line["id"]),
        "name": line["title"],
        "quantity": quantity,
        "unit_price": total / quantity,
        "options": {one["name"].lower(): one["value"] for one in options if one["value"] != "Default Title"},
    }


def _status(raw: Json) -> str:
    if raw.get("cancelledAt"):
        return "cancelled"
    if raw.get("returnStatus") == "RETURNED":
        return "returned"
    sent = raw["displayFulfillmentStatus"]
    if sent in ("FULFILLED", "PARTIALLY_FULFILLED"):
        parcels = raw["fulfillments"]
        arrived = bool(parcels) and all(
            one.get("deliveredAt") or one["displayStatus"] == "DELIVERED" for one in parcels
        )
        return "delivered" if arrived and sent == "FULFILLED" else "shipped"
    if sent in ("IN_PROGRESS", "PENDING_FULFILLMENT", "OPEN", "SCHEDULED", "ON_HOLD"):
        return "processing"
    return "pending" if raw["displayFinancialStatus"] in ("PENDING", "AUTHORIZED", "EXPIRED") else "paid"


def _method(gateway: str) -> str:
    known = _METHODS.get(gateway)
    return known or next((word for word in _METHOD_WORDS if word in gateway.lower()), "card")


def _shipment(raw: Json) -> Json:
    tracking = (raw.get("trackingInfo") or [{}])[0] if raw.get("trackingInfo") else {}
    events = [
        {
            "at": one["happenedAt"],
            "code": _EVENTS[one["status"]],
            "location": ", ".join(filter(None, (one.get("city"), one.get("country")))) or None,
            "text": one.get("message"),
        }
        for one in (raw.get("events") or {}).get("nodes") or []
        if one["status"] in _EVENTS
    ]
    if raw.get("deliveredAt") and not any(one["code"] == "delivered" for one in events):
        events.append({"at": raw["deliveredAt"], "code": "delivered"})
    return {
        "id": tail(raw["id"]),
        "carrier": tracking.get("company") or "–",
        "tracking_number": tracking.get("number") or "–",
        "eta": raw.get("estimatedDeliveryAt"),
        "events": sorted(events, key=lambda one: str(one["at"])),
    }


def _returns(raw: Json, ledger: Ledger) -> list[Json]:
    """Ours with the shop's status, then those that staff opened."""
    theirs, others = {}, []
    for one in raw["returns"]["nodes"]:
        lines = one["returnLineItems"]["nodes"]
        status = _RETURNS.get(one["status"], "requested")
        own = next((found for line in lines if (found := mark_in(line.get("returnReasonNote")))), None)
        if own:
            theirs[own] = status
            continue
        items = [
            tail(line["fulfillmentLineItem"]["lineItem"]["id"]) for line in lines if line.get("fulfillmentLineItem")
        ]
        if items:
            made = {"id": one["name"], "status": status, "items": items, "reason": "other", "resolution": "refund"}
            others.append(made)
    ours = [{**one, "status": theirs.get(str(one.get("mark")), one.get("status"))} for one in ledger.returns]
    return [*ours, *others]


def _refunds(raw: Json, ledger: Ledger) -> list[Json]:
    found = []
    matched = {mark_in(one.get("note")) for one in raw["refunds"]}
    # A refund that came with the cancelling carries no note of ours.
    spare = [own for own, known in ledger.refunds.items() if own not in matched and known.get("reason") == "cancelled"]
    for one in raw["refunds"]:
        own = mark_in(one.get("note")) or (spare.pop(0) if spare and raw.get("cancelledAt") else None)
        states = {each["status"] for each in one["transactions"]["nodes"]}
        status = (
            "failed" if states and states <= {"FAILURE", "ERROR"} else "pending" if "PENDING" in states else "completed"
        )
        amount = money(one["totalRefundedSet"])
        if amount > 0 or status == "failed":
            found.append(
                {
                    **named_refund(ledger, own, tail(one["id"])),
                    "amount": amount,
                    "currency": raw["presentmentCurrencyCode"],
                    "status": status,
                    "mark": own,
                }
            )
    return found
