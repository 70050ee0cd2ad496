"""Health and metrics for whoever runs the machine."""

from __future__ import annotations

import time
from collections.abc import Callable

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client import process_collector as process
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.inference.asked import Inference
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.models import ConversationRow, TaskRow

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class _Measured:
    """Counts and times requests. Plain ASGI: Starlette's base class for middleware costs a task a request."""

    def __init__(self, app: ASGIApp, count: Callable[[str, int, float], None]) -> None:
        self.app, self.count = app, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self.count(getattr(scope.get("route"), "path", "unknown"), status, time.perf_counter() - start)


def add_operations(app: FastAPI, db: Database, inference: Inference) -> None:
    """Adds `/health/live`, `/health/ready` and `/metrics`, and measures every request."""
    registry = CollectorRegistry()
    process.ProcessCollector(registry=registry)
    requests = Counter("dragoman_requests", "Requests by route and status", ["route", "status"], registry=registry)
    seconds = Histogram("dragoman_request_seconds", "Seconds to answer", ["route"], buckets=_BUCKETS, registry=registry)
    tasks = Gauge(
        "dragoman_tasks", "Tasks by queue and state, done ones left out", ["queue", "state"], registry=registry
    )
    led = Gauge("dragoman_conversations", "Conversations by who leads them", ["status"], registry=registry)

    def count(route: str, status: int, duration: float) -> None:
        requests.labels(route, status).inc()
        seconds.labels(route).observe(duration)

    app.add_middleware(_Measured, count=count)

    @app.get("/health/live", tags=["operations"], summary="The process answers")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/health/ready", tags=["operations"], summary="The database and the model answer too")
    async def ready() -> Response:
        try:
            await db.check()
        except StoreError as error:
            return JSONResponse({"status": "unavailable", "reason": str(error)}, 503)
        if not inference.is_up:
            return JSONResponse({"status": "unavailable", "reason": "the model is being started again"}, 503)
        return JSONResponse({"status": "ok"})

    @app.get("/metrics", tags=["operations"], summary="Prometheus metrics")
    async def metrics() -> Response:
        async with db.read() as session:
            waiting = await session.execute(
                select(TaskRow.queue, TaskRow.state, func.count())
                .where(TaskRow.state != "done")
                .group_by(TaskRow.queue, TaskRow.state)
            )
            counted = await session.execute(
                select(ConversationRow.status, func.count()).group_by(ConversationRow.status)
            )
            tasks.clear()
            for queue, state, count in waiting:
                tasks.labels(queue, state).set(count)
            led.clear()
            for status, count in counted:
                led.labels(status).set(count)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
