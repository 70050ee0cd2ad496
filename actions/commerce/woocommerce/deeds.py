"""What is done in a WooCommerce shop.

WooCommerce knows no idempotency keys. What is absolute (status, address, ledger) may be sent twice; a coupon's code is
unique; a refund carries our mark and is looked for before it is asked for. That it is asked for is noted on the order
first, so that after a crash one that was not asked for can be told from one that may still be at work: that one is not
asked for again before the quiet time is over.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from actions.commerce.address import address_parts
from actions.commerce.ledger import mark, mark_in, stamped
from actions.commerce.money import rounded
from actions.commerce.ports import CommerceError, Deed, OutcomeUnknown, ShopRefused
from actions.commerce.remote import Seen
from actions.commerce.shapes import Refund
from actions.commerce.woocommerce import reading
from actions.commerce.woocommerce.client import EXISTS, WooCommerce

QUIET = timedelta(minutes=10)
"""Longer than PHP lets a request work."""

_LOOKS = (1.0, 3.0)


class Deeds:
    """The steps. look: reads an order anew."""

    def __init__(
        self,
        client: WooCommerce,
        look: Callable[[str], Awaitable[Seen | None]],
        now: Callable[[], datetime],
    ) -> None:
        self._client, self._look, self._now = client, look, now

    async def cancel(self, deed: Deed, seen: Seen) -> bool:
        """Cancels. A full refund makes WooCommerce call the order refunded, so that the cancelling is noted beside."""
        own = mark(deed.key)
        if reading.meta(seen.raw, reading.CANCELLED) == own:
            return True
        body = {"status": "cancelled", "meta_data": [{"key": reading.CANCELLED, "value": own}]}
        await self._client.change("PUT", f"orders/{deed.before.id}", body)
        return True

    async def refund(self, deed: Deed, seen: Seen, refund: Refund) -> bool:
        """Sends money back."""
        own = mark(deed.key)
        if seen.has_refund(own):
            return True
        asked = deed.again and reading.meta(seen.raw, reading.ASKED) == own
        if asked and self._now() - deed.begun_at < QUIET:
            raise OutcomeUnknown(f"a refund of order {deed.before.id} was asked for and may still be at work")
        if not asked:
            noted = {"meta_data": [{"key": reading.ASKED, "value": own}]}
            await self._client.change("PUT", f"orders/{deed.before.id}", noted)
        body = {
            "amount": str(rounded(refund.amount, refund.currency)),
            "reason": stamped(refund.reason or "refund", own),
            "api_refund": seen.raw.get("payment_method") not in reading.BY_HAND,
            "meta_data": [{"key": reading.MARK, "value": own}],
        }
        try:
            await self._client.change("POST", f"orders/{deed.before.id}/refunds", body, repeatable=False)
        except OutcomeUnknown:
            if not await self._appears(deed, own):
                raise
        return True

    async def _appears(self, deed: Deed, own: str) -> bool:
        for pause in _LOOKS:
            await self._client.pause(pause)
            try:
                now = await self._look(deed.before.id)
            except CommerceError:
                continue
            if now is not None and now.has_refund(own):
                return True
        return False

    async def move(self, deed: Deed) -> bool:
        """Changes the address."""
        parts = address_parts(deed.after.shipping_address)
        if parts is None:
            raise ShopRefused(f"order {deed.before.id}: the new address must be read by a person")
        first, _, last = parts.get("name", "").rpartition(" ")
        address = {
            **({"first_name": first, "last_name": last} if last else {}),
            "address_1": parts["line1"],
            "address_2": parts.get("line2", ""),
            "city": parts["city"],
            "postcode": parts["postcode"],
            "state": parts.get("state", ""),
            **({"country": parts["country"]} if "country" in parts else {}),
        }
        await self._client.change("PUT", f"orders/{deed.before.id}", {"shipping": address})
        return True

    async def coupon(self, deed: Deed, seen: Seen, coupon: dict[str, Any]) -> bool:
        """Makes the coupon, for the customer's address alone."""
        if coupon["currency"] != seen.order.currency:
            raise ShopRefused(f"WooCommerce makes coupons in {seen.order.currency}, not {coupon['currency']}")
        email = (seen.raw.get("billing") or {}).get("email")
        body = {
            "code": coupon["code"],
            "discount_type": "fixed_cart",
            "amount": str(rounded(Decimal(str(coupon["value"])), coupon["currency"])),
            "usage_limit": 1,
            "individual_use": False,
            "date_expires_gmt": f"{coupon['valid_until'][:10]}T23:59:59",
            **({"email_restrictions": [email]} if email else {}),
            "meta_data": [
                {"key": reading.MARK, "value": mark(deed.key)},
                {"key": "dragoman_customer", "value": str(coupon.get("customer_id") or "")},
            ],
        }
        try:
            await self._client.change("POST", "coupons", body)
        except ShopRefused as refused:
            # The code is made of order and cause: where it exists, this voucher was made before.
            if EXISTS not in refused.codes:
                raise
        return True

    async def note(self, deed: Deed, text: str) -> bool:
        """Tells staff on the order, where WooCommerce has no field: returns, traces, wishes."""
        own = mark(deed.key)
        notes = await self._client.pages(f"orders/{deed.before.id}/notes", 100)
        if not any(mark_in(one.get("note")) == own for one in notes):
            body = {"note": stamped(text, own), "customer_note": False}
            await self._client.change("POST", f"orders/{deed.before.id}/notes", body)
        return True
