"""A thin client of the server's HTTP routes; one kept-alive connection, so that it costs little beside the server."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import quote, urlencode

Answers = list[dict[str, Any]]


class Refused(Exception):
    """The server answered with an error; the message has the status and what it said."""


class Client:
    """One connection. Not to be shared between threads."""

    def __init__(self, port: int, *, admin_token: str | None = None, timeout: float = 120.0) -> None:
        """Connects at the first request. timeout: seconds until a request is given up with OSError."""
        self._admin_token = admin_token
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """The decoded JSON answer. Raises Refused for an error of the server, OSError when there is no answer."""
        headers = {"content-type": "application/json"}
        if self._admin_token:
            headers["authorization"] = f"Bearer {self._admin_token}"
        content = None if body is None else json.dumps(body)
        try:
            self._connection.request(method, path, content, headers)
            response = self._connection.getresponse()
            raw = response.read()
        except http.client.HTTPException as error:
            self.close()
            raise ConnectionError(f"{type(error).__name__}: {error}") from error
        except OSError:
            self.close()
            raise
        if response.status >= 400:
            raise Refused(f"{method} {path}: {response.status} {raw[:300].decode(errors='replace')}")
        return json.loads(raw) if raw else None

    def say(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> Answers:
        """Sends a message to the REST channel; the answers to it."""
        body = {"sender": sender, "message": text, "metadata": metadata or {}}
        answers: Answers = self.request("POST", "/webhooks/rest/webhook", body)
        return answers

    def parse(self, text: str) -> dict[str, Any]:
        """What `/model/parse` understands."""
        found: dict[str, Any] = self.request("POST", "/model/parse", {"text": text})
        return found

    def conversation(self, sender: str) -> dict[str, Any]:
        """The newest conversation of a REST sender with its messages. Raises Refused when there is none."""
        query = urlencode({"channel": "rest", "sender": sender})
        found = self.request("GET", f"/api/v1/conversations?{query}")
        if not found:
            raise Refused(f"there is no conversation with {sender}")
        whole: dict[str, Any] = self.request("GET", f"/api/v1/conversations/{found[0]['id']}")
        return whole

    def order(self, order_id: str) -> dict[str, Any]:
        """An order as the staff API shows it."""
        found: dict[str, Any] = self.request("GET", f"/api/v1/orders/{quote(order_id)}")
        return found

    def search(self, query: str, market: str, locale: str, limit: int) -> list[dict[str, Any]]:
        """Passages, best first."""
        asked = urlencode({"q": query, "market": market, "locale": locale, "limit": limit})
        found: list[dict[str, Any]] = self.request("GET", f"/api/v1/knowledge/search?{asked}")
        return found
