"""Shopify's Admin GraphQL interface: one version, its cost limits and its three kinds of errors.

Limits and errors as documented under shopify.dev/docs/api/usage (limits, response codes, idempotent requests).
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2

from actions.commerce.calling import TIMEOUT, Caller, Sleep
from actions.commerce.ports import (
    OutcomeUnknown,
    ShopForbidden,
    ShopGarbled,
    ShopRefused,
    ShopUnreachable,
)

VERSION = "2026-04"
"""The first version in which refunds must carry an idempotency key."""

_ROUNDS = 4
_IN_WORK = "IDEMPOTENCY_CONCURRENT_REQUEST"
_OTHER_USE = "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"


class Shopify:
    """Runs documents. address: `https://….myshopify.com`, or where a test server listens."""

    def __init__(self, address: str, token: str, *, version: str = VERSION, sleep: Sleep = asyncio.sleep) -> None:
        self._url = f"{address.rstrip('/')}/admin/api/{version}/graphql.json"
        headers = {"X-Shopify-Access-Token": token, "Accept": "application/json"}
        client = httpx2.AsyncClient(timeout=TIMEOUT, headers=headers)
        self._caller = Caller(client, "Shopify", sleep=sleep)

    async def run(self, document: str, variables: dict[str, Any], *, effect: bool = False) -> dict[str, Any]:
        """The answer's `data`. effect: a mutation; all of ours may be sent twice.

        Raises CommerceError; ShopRefused with the codes of `userErrors`.
        """
        waited, lost = 0.0, False
        for _ in range(_ROUNDS):
            reply = await self._caller.call(
                "POST", self._url, json={"query": document, "variables": variables}, effect=effect
            )
            status, body, lost = reply.status, reply.body, lost or reply.lost
            if not isinstance(body, dict):
                raise self._garbled(effect, "no JSON object")
            errors = body.get("errors")
            if not errors:
                if status >= 400:
                    raise self._refused(f"the call: status {status}", (), effect and lost)
                return self._data(body, effect, effect and lost)
            codes = _codes(errors)
            if "ACCESS_DENIED" in codes:
                raise ShopForbidden("Shopify: the token may not do this (ACCESS_DENIED)")
            if "THROTTLED" in codes:
                pause = _until_enough(body)
            elif _IN_WORK in codes:
                lost, pause = True, 1.0
            elif "INTERNAL_SERVER_ERROR" in codes:
                lost, pause = True, 0.5
            else:
                why = f"the call: {', '.join(filter(None, codes)) or f'status {status}'}"
                # With `data` it had begun to work on it, and with a used key it has done something before.
                begun = lost or "data" in body or _OTHER_USE in codes
                raise self._refused(why, codes, effect and begun)
            waited += pause
            if waited > self._caller.patience:
                break
            await self._caller.sleep(pause)
        why = "Shopify is still busy with it" if lost else "Shopify allows no more calls for now"
        raise OutcomeUnknown(why) if lost and effect else ShopUnreachable(why)

    def _data(self, body: dict[str, Any], effect: bool, unsure: bool) -> dict[str, Any]:
        data = body.get("data")
        if not isinstance(data, dict):
            raise self._garbled(effect, "no data")
        for payload in data.values():
            if not isinstance(payload, dict):
                continue
            for name in ("userErrors", "orderCancelUserErrors"):
                if wrong := payload.get(name):
                    codes = tuple(str(one.get("code") or "") for one in wrong)
                    said = "; ".join(
                        f"{'.'.join(map(str, one.get('field') or ()))} {one.get('code') or ''}".strip()
                        or "no field named"
                        for one in wrong
                    )
                    raise self._refused(said, codes, unsure)
        return data

    def _refused(self, what: str, codes: tuple[str, ...], unsure: bool) -> OutcomeUnknown | ShopRefused:
        """A refusal, unless an earlier try may have done it: then it may be refused for being done."""
        text = f"Shopify refused {what}"
        return OutcomeUnknown(text) if unsure else ShopRefused(text, codes)

    def _garbled(self, effect: bool, what: str) -> OutcomeUnknown | ShopGarbled:
        text = f"Shopify's answer is not as documented: {what}"
        return OutcomeUnknown(text) if effect else ShopGarbled(text)

    async def pause(self, seconds: float) -> None:
        """Waits while Shopify works."""
        await self._caller.sleep(seconds)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._caller.client.aclose()


def _codes(errors: Any) -> tuple[str, ...]:
    if not isinstance(errors, list):
        return ()  # Shopify answers some wrong calls with a plain sentence
    return tuple(str((one.get("extensions") or {}).get("code") or "") for one in errors if isinstance(one, dict))


def _until_enough(body: dict[str, Any]) -> float:
    """Seconds until the bucket holds what the query costs."""
    cost = (body.get("extensions") or {}).get("cost") or {}
    throttle = cost.get("throttleStatus") or {}
    try:
        missing = float(cost["requestedQueryCost"]) - float(throttle["currentlyAvailable"])
        return max(0.1, missing / float(throttle["restoreRate"]))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return 1.0
