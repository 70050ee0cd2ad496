"""Calls to a shop's HTTP interface: what is tried again, and what it means when no good answer comes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from actions.commerce.ports import OutcomeUnknown, ShopForbidden, ShopGarbled, ShopUnreachable

TIMEOUT = httpx2.Timeout(8.0, connect=4.0)
Sleep = Callable[[float], Awaitable[None]]

_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_LOST = frozenset({500, 502, 503, 504, 408})
_BACKOFF = 0.5


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. lost: an earlier try of the same call was lost, so that even a refusal does not tell what happened."""

    status: int
    body: Any
    headers: Mapping[str, str]
    lost: bool


class Caller:
    """Calls one shop. tries: in all; patience: seconds that one call may wait for the shop's limits together."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        shop: str,
        *,
        tries: int = 3,
        patience: float = 12.0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.client, self.shop, self.tries, self.patience, self.sleep = client, shop, tries, patience, sleep

    async def call(
        self,
        method: str,
        url: str,
        *,
        effect: bool = False,
        repeatable: bool = True,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
    ) -> Reply:
        """An answer in JSON below 500 that is neither 401, 403 nor 429.

        effect: it changes something, so that a lost answer means OutcomeUnknown. repeatable: sending it twice does
        no harm. Raises ShopUnreachable, ShopForbidden, ShopGarbled, OutcomeUnknown.
        """
        waited, lost = 0.0, ""
        for attempt in range(self.tries):
            last = attempt == self.tries - 1
            pause = _BACKOFF * 2**attempt
            try:
                answer = await self.client.request(method, url, json=json, params=params)
            except _NOT_SENT as error:
                if last:
                    raise self._failed(effect and bool(lost), f"cannot be reached: {type(error).__name__}") from error
            except httpx2.HTTPError as error:
                lost = type(error).__name__
                if last or not repeatable:
                    raise self._failed(effect, f"gave no answer: {lost}") from error
            else:
                if answer.status_code == 429:
                    pause = retry_after(answer) or pause
                    if last or waited + pause > self.patience:
                        raise self._failed(effect and bool(lost), "allows no more calls for now")
                elif answer.status_code in (401, 403):
                    if lost and effect:
                        raise self._failed(True, f"gave no answer ({lost}), then status {answer.status_code}")
                    raise ShopForbidden(f"{self.shop} does not allow this: status {answer.status_code}")
                elif answer.status_code in _LOST or answer.status_code > 504:
                    lost = f"status {answer.status_code}"
                    if last or not repeatable:
                        raise self._failed(effect, f"failed: {lost}")
                else:
                    try:
                        return Reply(answer.status_code, answer.json(), answer.headers, bool(lost))
                    except ValueError as error:
                        lost = "no JSON"
                        if last or not repeatable:
                            wrong = f"{self.shop} answered status {answer.status_code} with something that is no JSON"
                            raise (OutcomeUnknown(wrong) if effect else ShopGarbled(wrong)) from error
            waited += pause
            await self.sleep(pause)
        raise AssertionError("every last try ends with an answer or an error")

    def _failed(self, unknown: bool, why: str) -> OutcomeUnknown | ShopUnreachable:
        text = f"{self.shop} {why}"
        return OutcomeUnknown(text) if unknown else ShopUnreachable(text)


def retry_after(answer: httpx2.Response) -> float | None:
    """Seconds that the shop wants to be left alone; None when it does not say or says it by a date."""
    try:
        return max(0.0, float(answer.headers["retry-after"]))
    except (KeyError, ValueError):
        return None
