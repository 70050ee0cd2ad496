"""WooCommerce's REST interface, version 3: pages, and its errors `{code, message, data}`."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2

from actions.commerce.calling import TIMEOUT, Caller, Reply, Sleep
from actions.commerce.ports import OutcomeUnknown, ShopGarbled, ShopRefused

EXISTS = "woocommerce_rest_coupon_code_already_exists"
_PAGE = 100


class WooCommerce:
    """Calls one shop. address: the WordPress site, `https://shop.example`."""

    def __init__(self, address: str, key: str, secret: str, *, sleep: Sleep = asyncio.sleep) -> None:
        self._base = f"{address.rstrip('/')}/wp-json/wc/v3"
        client = httpx2.AsyncClient(timeout=TIMEOUT, auth=(key, secret), headers={"Accept": "application/json"})
        self._caller = Caller(client, "WooCommerce", sleep=sleep)

    async def get(self, path: str, **params: Any) -> Any:
        """The JSON found under a path; None when there is no such thing. Raises CommerceError."""
        reply = await self._caller.call("GET", f"{self._base}/{path}", params=params)
        if reply.status == 404:
            return None
        self._refuse(reply)
        return reply.body

    async def pages(self, path: str, most: int, **params: Any) -> list[dict[str, Any]]:
        """Objects of a list, page by page, at most `most`. Raises CommerceError."""
        found: list[dict[str, Any]] = []
        page = 1
        while len(found) < most:
            query = {**params, "per_page": min(_PAGE, most), "page": page}
            reply = await self._caller.call("GET", f"{self._base}/{path}", params=query)
            if reply.status == 404:
                break
            self._refuse(reply)
            body = reply.body
            if not isinstance(body, list) or not all(isinstance(one, dict) for one in body):
                raise ShopGarbled(
                    f"WooCommerce's answer for {path.split('/', maxsplit=1)[0]} is not as documented: no list"
                )
            found += body
            total = str(reply.headers.get("x-wp-totalpages", ""))
            if not body or (page >= int(total) if total.isdigit() else len(body) < query["per_page"]):
                break
            page += 1
        return found[:most]

    async def change(self, method: str, path: str, body: dict[str, Any], *, repeatable: bool = True) -> dict[str, Any]:
        """The changed or made object. repeatable: sending it twice does no harm. Raises CommerceError."""
        reply = await self._caller.call(method, f"{self._base}/{path}", json=body, effect=True, repeatable=repeatable)
        try:
            self._refuse(reply)
        except ShopRefused as refused:
            if reply.lost and EXISTS not in refused.codes:
                raise OutcomeUnknown(f"{refused}, after a try whose answer was lost") from refused
            raise
        if not isinstance(reply.body, dict):
            raise OutcomeUnknown("WooCommerce's answer is not as documented: no object")
        return reply.body

    def _refuse(self, reply: Reply) -> None:
        if reply.status >= 400:
            code = str(reply.body.get("code") or "") if isinstance(reply.body, dict) else ""
            raise ShopRefused(f"WooCommerce refused: status {reply.status} {code}".strip(), (code,) if code else ())

    async def pause(self, seconds: float) -> None:
        """Waits while the shop may still be at work."""
        await self._caller.sleep(seconds)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._caller.client.aclose()
