"""A stand-in for WhatsApp: it keeps what it is asked to send, and writes as its shoppers do."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import httpx2

PHONE_ID = "400500600"
WHATSAPP = {
    "DRAGOMAN_WHATSAPP_TOKEN": "whatsapp-token",
    "DRAGOMAN_WHATSAPP_APP_SECRET": "whatsapp-app-secret",
    "DRAGOMAN_WHATSAPP_VERIFY_TOKEN": "whatsapp-verify-token",
}


class Provider:
    """The provider's servers. sent: bodies of what was to be sent, in order."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                provider.sent.append(body)
                answer = json.dumps({"messages": [{"id": f"wamid.out{len(provider.sent)}"}]}).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Provider:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def sent_to(self, phone: str) -> list[dict[str, Any]]:
        """What was sent to a phone number, in order, without the marks of reading."""
        return [body for body in list(self.sent) if body.get("to") == phone]

    def texts_to(self, phone: str) -> list[str]:
        """The words of plain messages to a phone number, in order."""
        return [body["text"]["body"] for body in self.sent_to(phone) if body["type"] == "text"]


class Phone:
    """A shopper's WhatsApp."""

    def __init__(self, client: httpx2.Client, number: str) -> None:
        self.number, self._client, self._count = number, client, 0

    def writes(self, text: str) -> None:
        """Sends a text."""
        self._deliver({"type": "text", "text": {"body": text}})

    def shows_a_photo(self) -> None:
        """Sends a photo without words."""
        self._deliver({"type": "image", "image": {"id": "media-1", "mime_type": "image/jpeg", "sha256": "0"}})

    def presses(self, button: dict[str, Any]) -> None:
        """Presses a button that was sent."""
        self._deliver({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": button}})

    def _deliver(self, message: dict[str, Any]) -> None:
        self._count += 1
        now = str(int(time.time()))
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "4930123456", "phone_number_id": PHONE_ID},
            "contacts": [{"profile": {"name": "A shopper"}, "wa_id": self.number}],
            "messages": [
                {"from": self.number, "timestamp": now, "id": f"wamid.{self.number}.{self._count}", **message}
            ],
        }
        body = {
            "object": "whatsapp_business_account",
            "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
        }
        raw = json.dumps(body).encode()
        digest = hmac.new(WHATSAPP["DRAGOMAN_WHATSAPP_APP_SECRET"].encode(), raw, hashlib.sha256).hexdigest()
        headers = {"x-hub-signature-256": f"sha256={digest}", "content-type": "application/json"}
        answer = self._client.post("/webhooks/whatsapp/webhook", content=raw, headers=headers)
        assert answer.status_code == 200, answer.text
