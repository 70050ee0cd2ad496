"""What WhatsApp, Messenger and Instagram share: Meta's challenge, signature, moments and errors.

Graph API: https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2

from connectors.message import Json, PermanentSendError, TransientSendError, UnknownUpdate, Update
from connectors.settings import ChannelSettings
from connectors.signatures import check_hex

_SIGNATURE = "X-Hub-Signature-256"

# Rate limits and disturbances of Meta's own; everything else that is refused stays refused.
_TRANSIENT_CODES = frozenset({1, 2, 4, 17, 32, 613, 1200, 80007, 130429, 131000, 131016, 131048, 131056, 133004})
_PAIR_RATE = 131056  # too many messages to one person: about one every six seconds is allowed


class MetaChannel:
    """The part that Meta's channels have in common."""

    def __init__(self, settings: ChannelSettings, client: httpx2.AsyncClient) -> None:
        self.settings, self.client = settings, client
        self.missing = settings.missing

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises SignatureError unless the app secret signed the raw body."""
        check_hex(self.settings.app_secret, body, headers.get(_SIGNATURE.lower()), _SIGNATURE)

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """Meta's challenge given back, when its verify token is ours."""
        given = query.get("hub.verify_token", "")
        if query.get("hub.mode") != "subscribe" or not self.settings.verify_token:
            return None
        if not hmac.compare_digest(given.encode(), self.settings.verify_token.encode()):
            return None
        return query.get("hub.challenge", "")

    def answer(self, body: Any) -> Json:
        """Meta only looks at the status code."""
        return {"status": "ok"}

    async def post(self, path: str, payload: Json) -> Json:
        """Meta's answer to a call. Raises PermanentSendError or TransientSendError."""
        headers = {"authorization": f"Bearer {self.settings.token}"}
        response = await call(self.client, f"{self.settings.api_url}/{path}", payload, headers)
        if response.is_success:
            return as_dict(safe_json(response))
        raise self._explained(response)

    def _explained(self, response: httpx2.Response) -> Exception:
        error = as_dict(as_dict(safe_json(response)).get("error"))
        code = error.get("code")
        details = as_dict(error.get("error_data")).get("details") or error.get("message") or response.text[:200]
        text = f"the provider answered {response.status_code} (code {code}): {details}"
        if code == _PAIR_RATE:
            return TransientSendError(text, retry_after(response) or 6.0)
        transient = code in _TRANSIENT_CODES or error.get("is_transient") is True
        if transient or response.status_code == 429 or response.status_code >= 500:
            return TransientSendError(text, retry_after(response))
        return PermanentSendError(text)


async def call(client: httpx2.AsyncClient, url: str, payload: Json, headers: dict[str, str]) -> httpx2.Response:
    """The answer to a POST. Raises TransientSendError when the provider cannot be reached."""
    try:
        return await client.post(url, json=payload, headers=headers)
    except httpx2.HTTPError as error:
        raise TransientSendError(f"the provider at {httpx2.URL(url).host} cannot be reached: {error!r}") from error


def refuse(response: httpx2.Response, details: str) -> Exception:
    """The error of a provider that tells by the status code alone."""
    text = f"the provider answered {response.status_code}: {details}"
    if response.status_code in {408, 425, 429} or response.status_code >= 500:
        return TransientSendError(text, retry_after(response))
    return PermanentSendError(text)


def retry_after(response: httpx2.Response) -> float | None:
    """Seconds of the header Retry-After; None when it is absent or a date."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.replace(".", "", 1).isdigit() else None


def safe_json(response: httpx2.Response) -> Any:
    """The answer's JSON, or None."""
    try:
        return response.json()
    except ValueError:
        return None


def as_dict(value: Any) -> dict[str, Any]:
    """The value when it is an object, else an empty one: providers' bodies are not ours to trust."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """The value as text; identifiers also come as numbers."""
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)


def moment(value: Any) -> datetime:
    """A moment given in seconds or milliseconds since the epoch; the present one when it is not readable."""
    try:
        number = float(value)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def parse_each(channel: str, items: Iterable[Any], parse: Callable[[Any], Iterable[Update]]) -> list[Update]:
    """The updates of each item; an item that cannot be read is kept as unknown and does not harm the others."""
    updates: list[Update] = []
    for item in items:
        try:
            updates.extend(parse(item))
        except Exception as error:  # a body must never make the provider deliver it for ever
            updates.append(UnknownUpdate(channel, item, f"unreadable: {type(error).__name__}"))
    return updates
