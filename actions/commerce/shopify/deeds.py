"""What is done in a Shopify shop. Every step can be sent twice: refunds carry the key as `@idempotent` and in their
note, a cancelled order cannot be cancelled again, a return takes the whole of its lines, a discount's code is unique.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from actions.commerce.address import address_parts
from actions.commerce.ledger import mark, mark_in, stamped
from actions.commerce.money import rounded
from actions.commerce.ports import CommerceError, Deed, OutcomeUnknown, ShopRefused
from actions.commerce.remote import Seen
from actions.commerce.shapes import Refund, Return
from actions.commerce.shopify import documents, orders
from actions.commerce.shopify.client import Shopify

_POLLS, _POLL = 10, 0.5
_REASONS = {
    "damaged": "DEFECTIVE",
    "faulty": "DEFECTIVE",
    "wrong_item": "WRONG_ITEM",
    "missing_parts": "OTHER",
    "not_as_described": "NOT_AS_DESCRIBED",
    "too_small": "SIZE_TOO_SMALL",
    "too_large": "SIZE_TOO_LARGE",
    "changed_mind": "UNWANTED",
}


class Deeds:
    """The steps. look: reads an order anew."""

    def __init__(self, client: Shopify, look: Callable[[str], Awaitable[Seen | None]]) -> None:
        self._client, self._look = client, look

    async def cancel(self, deed: Deed, seen: Seen, refunds: tuple[Refund, ...]) -> bool:
        """Cancels with the refund of all that is left."""
        if seen.order.status == "cancelled":
            return await self._is_refunded(deed)
        if refunds and refunds[0].amount != seen.order.refundable:
            raise ShopRefused(f"order {deed.before.id}: {seen.order.refundable} is left, not {refunds[0].amount}")
        variables = {
            "orderId": seen.raw["id"],
            "refund": {"originalPaymentMethodsRefund": bool(refunds)},
            "staffNote": stamped("Cancelled on the shopper's word", mark(deed.key)),
        }
        try:
            data = await self._client.run(documents.CANCEL, variables, effect=True)
        except OutcomeUnknown as lost:
            return await self._cancelled_in_time(deed, lost)
        job = (data.get("orderCancel") or {}).get("job") or {}
        try:
            for _ in range(_POLLS):
                if job.get("done"):
                    return await self._is_refunded(deed)
                await self._client.pause(_POLL)
                job = (await self._client.run(documents.JOB, {"id": job["id"]})).get("job") or {"done": True}
        except OutcomeUnknown:
            raise
        except (CommerceError, KeyError) as error:
            raise OutcomeUnknown(f"Shopify took the cancelling of {deed.before.id}, then: {error}") from error
        raise OutcomeUnknown(f"Shopify still works on cancelling {deed.before.id}")

    async def _cancelled_in_time(self, deed: Deed, lost: OutcomeUnknown) -> bool:
        for _ in range(_POLLS):
            try:
                return await self._is_refunded(deed)
            except CommerceError:
                await self._client.pause(_POLL)
        raise lost

    async def _is_refunded(self, deed: Deed) -> bool:
        """The job may end without having done all of it."""
        now = await self._look(deed.before.id)
        if now is None or now.order.status != "cancelled" or now.order.refunded < deed.after.refunded:
            raise OutcomeUnknown(f"Shopify ended cancelling {deed.before.id}, but not all of it is to be seen")
        return True

    async def refund(self, deed: Deed, seen: Seen, refund: Refund) -> bool:
        """Sends money back."""
        own = mark(deed.key)
        if seen.has_refund(own):
            return True
        order = {
            "orderId": seen.raw["id"],
            "note": stamped(refund.reason or "refund", own),
            "currency": refund.currency,
            "notify": False,
            "allowOverRefunding": False,
            "transactions": _allocated(seen.raw, refund),
        }
        await self._client.run(documents.REFUND, {"input": order, "key": own}, effect=True)
        return True

    async def move(self, deed: Deed, seen: Seen) -> bool:
        """Changes the address."""
        parts = address_parts(deed.after.shipping_address)
        if parts is None:
            raise ShopRefused(f"order {deed.before.id}: the new address must be read by a person")
        first, _, last = parts.get("name", "").rpartition(" ")
        address = {
            "firstName": first,
            "lastName": last,
            "address1": parts["line1"],
            "address2": parts.get("line2", ""),
            "city": parts["city"],
            "zip": parts["postcode"],
            **({"countryCode": parts["country"]} if "country" in parts else {}),
        }
        await self._client.run(
            documents.ADDRESS, {"input": {"id": seen.raw["id"], "shippingAddress": address}}, effect=True
        )
        return True

    async def take_back(self, deed: Deed, seen: Seen, made: Return) -> bool:
        """Opens a return, with the exchange where one is wanted."""
        if made.reason == "lost" or made.resolution == "reship":
            return False  # nothing comes back: staff find it by the tag, the ledger has the rest
        own = mark(deed.key)
        if _returned(seen, own):
            return True
        lines = [
            {
                "fulfillmentLineItemId": line["id"],
                "quantity": min(made.pieces or line["quantity"], line["quantity"]),
                "returnReason": _REASONS.get(made.reason, "OTHER"),
                "returnReasonNote": stamped(f"{made.reason}: {made.resolution}", own),
            }
            for parcel in seen.raw["fulfillments"]
            for line in parcel["fulfillmentLineItems"]["nodes"]
            if orders.tail(line["lineItem"]["id"]) in made.items
        ]
        if not lines:
            raise ShopRefused(f"order {deed.before.id}: nothing of it has been sent by Shopify's account")
        whole: dict[str, Any] = {"orderId": seen.raw["id"], "returnLineItems": lines}
        if made.resolution == "exchange" and made.variant:
            whole["exchangeLineItems"] = await self._exchanged(seen, made)
        try:
            await self._client.run(documents.RETURN, {"input": whole}, effect=True)
        except OutcomeUnknown:
            now = await self._look(deed.before.id)
            if now is None or not _returned(now, own):
                raise
        return True

    async def _exchanged(self, seen: Seen, made: Return) -> list[dict[str, Any]]:
        """The variant of the same product that has what the shopper wants, and else what they had."""
        lines = []
        wanted = {str(value).casefold() for value in (made.variant or {}).values()}
        for raw in seen.raw["lineItems"]["nodes"]:
            if orders.tail(raw["id"]) not in made.items:
                continue
            variant = raw.get("variant") or {}
            had = {one["name"]: one["value"].casefold() for one in variant.get("selectedOptions") or ()}
            data = await self._client.run(documents.VARIANTS, {"id": (variant.get("product") or {}).get("id")})
            fitting = []
            for each in (data.get("product") or {"variants": {"nodes": []}})["variants"]["nodes"]:
                has = {one["name"]: one["value"].casefold() for one in each["selectedOptions"]}
                changed = {value for name, value in has.items() if had.get(name) != value}
                if each.get("availableForSale", True) and changed and wanted <= set(has.values()) and changed <= wanted:
                    fitting.append(each)
            if len(fitting) != 1:
                raise ShopRefused(f"order {seen.order.id}: Shopify has no single variant that is meant and in stock")
            lines.append({"variantId": fitting[0]["id"], "quantity": int(raw["quantity"])})
        return lines

    async def discount(self, coupon: dict[str, Any]) -> bool:
        """Makes the coupon."""
        data = await self._client.run(documents.CURRENCY, {})
        if data["shop"]["currencyCode"] != coupon["currency"]:
            raise ShopRefused(f"Shopify makes discounts in {data['shop']['currencyCode']}, not {coupon['currency']}")
        owner = str(coupon.get("customer_id") or "")
        buyers: dict[str, Any] = {"all": "ALL"}
        if owner.isdigit():
            buyers = {"customers": {"add": [f"gid://shopify/Customer/{owner}"]}}
        amount = rounded(Decimal(str(coupon["value"])), coupon["currency"])
        whole = {
            "title": coupon["code"],
            "code": coupon["code"],
            "startsAt": datetime.now(UTC).isoformat(),
            "endsAt": f"{coupon['valid_until'][:10]}T23:59:59Z",
            "usageLimit": 1,
            "appliesOncePerCustomer": True,
            "context": buyers,
            "customerGets": {
                "items": {"all": True},
                "value": {"discountAmount": {"amount": str(amount), "appliesOnEachItem": False}},
            },
        }
        try:
            await self._client.run(documents.DISCOUNT, {"input": whole}, effect=True)
        except (ShopRefused, OutcomeUnknown):
            # The code is made of order and cause: where it exists, this voucher was made.
            found = await self._client.run(documents.COUPON, {"code": coupon["code"]})
            if not found.get("codeDiscountNodeByCode"):
                raise
        return True

    async def tag(self, seen: Seen, kinds: list[str]) -> bool:
        """Marks the order for staff."""
        tags = [f"dragoman:{kind}" for kind in kinds]
        await self._client.run(documents.TAG, {"id": seen.raw["id"], "tags": tags}, effect=True)
        return True


def _returned(seen: Seen, own: str) -> bool:
    """Whether a return that carries this mark is there."""
    returns = seen.raw["returns"]["nodes"]
    return any(
        mark_in(line.get("returnReasonNote")) == own for one in returns for line in one["returnLineItems"]["nodes"]
    )


def _allocated(raw: dict[str, Any], refund: Refund) -> list[dict[str, Any]]:
    """The refund on the payments it goes back to, none beyond what is left of it."""
    left, shares = refund.amount, []
    for payment in raw["transactions"]:
        if payment["kind"] not in ("SALE", "CAPTURE") or payment["status"] != "SUCCESS":
            continue
        gone = sum(
            (
                orders.money(one["amountSet"])
                for one in raw["transactions"]
                if one["kind"] == "REFUND"
                and one["status"] in ("SUCCESS", "PENDING", "AWAITING_RESPONSE")
                and (one.get("parentTransaction") or {}).get("id") == payment["id"]
            ),
            Decimal(0),
        )
        share = min(left, orders.money(payment["amountSet"]) - gone)
        if share > 0:
            left -= share
            amount = str(rounded(share, refund.currency))
            shares.append(
                {
                    "orderId": raw["id"],
                    "parentId": payment["id"],
                    "gateway": payment["gateway"],
                    "kind": "REFUND",
                    "amount": amount,
                }
            )
    if left > 0:
        raise ShopRefused("Shopify holds no settled payment for the whole refund")
    return shares
