"""Health and metrics for whoever runs the machine."""

from __future__ import annotations

import time

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client import process_collector as process
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.models import ConversationRow, TaskRow

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


def add_operations(app: FastAPI, db: Database) -> None:
    """Adds `/health/live`, `/health/ready` and `/metrics`, and measures every request."""
    registry = CollectorRegistry()
    process.ProcessCollector(registry=registry)
    requests = Counter("dragoman_requests", "Requests by route and status", ["route", "status"], registry=registry)
    seconds = Histogram("dragoman_request_seconds", "Seconds to answer", ["route"], buckets=_BUCKETS, registry=registry)
    tasks = Gauge(
        "dragoman_tasks", "Tasks by queue and state, done ones left out", ["queue", "state"], registry=registry
    )
    led = Gauge("dragoman_conversations", "Conversations by who leads them", ["status"], registry=registry)

    @app.middleware("http")
    async def measure(request: Request, call_next: object) -> Response:
        start = time.perf_counter()
        response: Response = await call_next(request)  # type: ignore[operator]
        route = getattr(request.scope.get("route"), "path", "unknown")
        requests.labels(route, response.status_code).inc()
        seconds.labels(route).observe(time.perf_counter() - start)
        return response

    @app.get("/health/live", tags=["operations"], summary="The process answers")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/health/ready", tags=["operations"], summary="The database answers too")
    async def ready() -> Response:
        try:
            await db.check()
        except StoreError as error:
            return JSONResponse({"status": "unavailable", "reason": str(error)}, 503)
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
