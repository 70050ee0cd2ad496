"""17TRACK and AfterShip as local servers: their documented shapes, errors and limits, as far as the adapters ask."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any, dict[str, str]]
TOKEN = "a-token"  # of the stand-in


class StandIn:
    """faults: what becomes of the next calls: a status, `lost`, `garbled`, `hangs`. calls: method and path."""

    def __init__(self) -> None:
        self.faults: deque[str | Answer] = deque()
        self.calls: list[str] = []
        self.bodies: list[Any] = []
        self.released = threading.Event()
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                place = urlsplit(self.path)
                standin.calls.append(f"{self.command} {place.path}")
                content = json.loads(body) if body else None
                standin.bodies.append(content)
                fault = standin.faults.popleft() if standin.faults else None
                if fault == "hangs":
                    standin.released.wait(20)
                if fault in ("lost", "hangs"):
                    self.close_connection = True
                    return
                if fault == "garbled":
                    self._send(200, b"<html>Maintenance</html>", {})
                    return
                if isinstance(fault, tuple):
                    answer = fault
                else:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    answer = standin.answer(self.command, place.path, parse_qs(place.query), content, headers)
                self._send(answer[0], json.dumps(answer[1]).encode(), answer[2])

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _any  # noqa: N815  # the base class calls them so

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Answer:
        raise NotImplementedError

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


class SeventeenTrackServer(StandIn):
    """infos: track_info by registered number. carriers: what it finds for a number that is registered; quota: numbers
    that may still be registered."""

    busy: Answer = (429, {"code": -18010014, "data": {"errors": []}}, {})

    def __init__(self) -> None:
        super().__init__()
        self.infos: dict[str, dict[str, Any]] = {}
        self.known: dict[str, dict[str, Any]] = {}
        self.quota = 100

    def put(self, number: str, *events: dict[str, Any], registered: bool = True, **more: Any) -> None:
        provider = {"provider": {"key": 100001, "name": "DHL"}, "latest_sync_status": "Success", "events": list(events)}
        provider |= {name: more.pop(name) for name in list(more) if name.startswith("latest_sync")}
        info = {"latest_status": more.get("latest_status", {}), "tracking": {"providers": [provider]}}
        (self.infos if registered else self.known)[number] = info

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Answer:
        if headers.get("17token") != TOKEN:
            return 401, {"code": -18010002, "data": {"errors": [{"code": -18010002, "message": "Invalid"}]}}, {}
        accepted: list[Any] = []
        rejected: list[Any] = []
        for entry in body:
            number, found = entry["number"], {"number": entry["number"], "carrier": entry.get("carrier", 0)}
            code = 0
            if len(number) < 5:
                code = -18010012
            elif path == "/track/v2.4/register":
                code = self._register(number)
            elif path == "/track/v2.4/gettrackinfo":
                if number in self.infos:
                    found["track_info"] = self.infos[number]
                else:
                    code = -18019902
            else:
                return 404, {"code": 404}, {}
            (rejected if code else accepted).append(
                found | {"error": {"code": code, "message": "No."}} if code else found
            )
        return 200, {"code": 0, "data": {"accepted": accepted, "rejected": rejected}}, {}

    def _register(self, number: str) -> int:
        if number in self.infos:
            return -18019901
        if self.quota <= 0:
            return -18019908
        self.quota -= 1
        if number.startswith("ZZ"):
            return -18019903
        self.infos[number] = self.known.get(number, {"latest_status": {"status": "NotFound"}, "tracking": {}})
        return 0


class AfterShipServer(StandIn):
    """trackings: of the account. known: checkpoints of numbers that are added later."""

    def __init__(self) -> None:
        super().__init__()
        self.trackings: list[dict[str, Any]] = []
        self.known: dict[str, list[dict[str, Any]]] = {}

    @property
    def busy(self) -> Answer:
        reset = {"X-RateLimit-Limit": "6", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 1)}
        body = {"meta": {"code": 429, "type": "TooManyRequests", "message": "Too many."}, "data": {}}
        return 429, body, reset

    def put(
        self, number: str, *points: dict[str, Any], slug: str = "dhl", registered: bool = True, **more: Any
    ) -> None:
        if registered:
            self.trackings.append({"tracking_number": number, "slug": slug, "checkpoints": list(points), **more})
        else:
            self.known[number] = list(points)

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Answer:
        if headers.get("as-api-key") != TOKEN:
            return 401, {"meta": {"code": 401, "type": "Unauthorized", "message": "Invalid API key."}, "data": {}}, {}
        if path != "/tracking/2025-07/trackings":
            return 404, {"meta": {"code": 404, "type": "NotFound", "message": "No such URI."}, "data": {}}, {}
        if method == "GET":
            wanted = query["tracking_numbers"][0].split(",")
            rows = [one for one in self.trackings if one["tracking_number"] in wanted]
            return 200, {"meta": {"code": 200}, "data": {"pagination": {"total": len(rows)}, "trackings": rows}}, {}
        number = body["tracking_number"]
        if len(number) < 5:
            return 400, {"meta": {"code": 4005, "type": "BadRequest", "message": "Invalid."}, "data": {}}, {}
        if any(one["tracking_number"] == number for one in self.trackings):
            return 400, {"meta": {"code": 4003, "type": "BadRequest", "message": "Exists."}, "data": {}}, {}
        self.put(number, *self.known.get(number, []), slug=body.get("slug", "dhl"))
        return 201, {"meta": {"code": 201}, "data": self.trackings[-1]}, {}
