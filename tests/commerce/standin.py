"""A local HTTP server that stands in for a shop: it answers by a function, and misbehaves when told to."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any, dict[str, str]]

LOST_BEFORE, LOST_AFTER = "lost_before", "lost_after"
"""The connection ends without an answer: before or after the work was done."""
DELAYED = "delayed"
"""The connection ends without an answer, and the work is done when `land` is called."""
BROKEN_BEFORE, BROKEN_AFTER = "broken_before", "broken_after"
"""Status 502, before or after the work."""
GARBLED = "garbled"
"""The work is done, the answer is a page of HTML."""
BUSY = "busy"
"""429 with Retry-After."""


class StandIn:
    """faults: what happens to the next calls that match `ill`, in order; only: to those with this text alone.

    calls: method and path or operation. on_change: what happens after the work of a call that matches `ill`, before
    its answer.
    """

    def __init__(self) -> None:
        self.faults: deque[str] = deque()
        self.calls: list[str] = []
        self.lock = threading.RLock()
        self.only = ""
        self.on_change: Callable[[], Any] | None = None
        self.flying: list[tuple[str, str, dict[str, list[str]], Any, dict[str, str]]] = []
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                place = urlsplit(self.path)
                request = (
                    self.command,
                    place.path,
                    parse_qs(place.query),
                    json.loads(body) if body else None,
                    {name.lower(): value for name, value in self.headers.items()},
                )
                with standin.lock:
                    fits = standin.only in f"{request[1]} {request[3]}" and standin.ill(request)
                    fault = standin.faults.popleft() if standin.faults and fits else ""
                    if fault == DELAYED:
                        standin.flying.append(request)
                    answer = None
                    if fault not in (LOST_BEFORE, DELAYED, BROKEN_BEFORE, BUSY) and not fault.isdigit():
                        answer = standin.answer(*request)
                    if standin.on_change is not None and standin.ill(request):
                        standin.on_change()
                if fault in (LOST_BEFORE, LOST_AFTER, DELAYED):
                    self.close_connection = True
                    self.connection.close()
                elif fault in (BROKEN_BEFORE, BROKEN_AFTER):
                    self._send(502, b"<html>Bad gateway</html>", {})
                elif fault == GARBLED:
                    self._send(200, b"<html>Maintenance</html>", {})
                elif fault == BUSY:
                    self._send(429, b'{"errors":"Exceeded"}', {"Retry-After": "2"})
                elif fault.isdigit():
                    self._send(int(fault), b'{"errors":"no"}', {})
                elif answer is not None:
                    self._send(answer[0], json.dumps(answer[1]).encode(), answer[2])

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = _any  # noqa: N815  # the base class calls them so

            def log_message(self, *_: Any) -> None:
                pass

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except (OSError, ValueError):
                    self.close_connection = True

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def ill(self, request: tuple[str, str, dict[str, list[str]], Any, dict[str, str]]) -> bool:
        """Whether a fault may befall this call."""
        return True

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Answer:
        """Does the work."""
        raise NotImplementedError

    def land(self) -> None:
        """The delayed requests arrive."""
        with self.lock:
            while self.flying:
                self.answer(*self.flying.pop(0))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
