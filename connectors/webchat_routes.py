"""The web chat's addresses. They answer pages that are not ours, so each answer says which origins may read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from connectors import webchat
from connectors.bodies import parse_model, read_body
from connectors.dependencies import Deps
from connectors.identity import WebSession
from connectors.problems import Problem
from connectors.webchat_events import event_stream

log = structlog.get_logger(__name__)

_MAX_BODY = 64 * 1024
_MAX_ID = 2**63 - 1


def cors_headers(deps: Deps, request: Request) -> dict[str, str]:
    """Headers that let the asking page read the answer, when it may."""
    allowed = deps.settings.origins
    origin = request.headers.get("origin")
    headers = {"cross-origin-resource-policy": "cross-origin", "vary": "Origin"}
    if "*" in allowed:
        return {**headers, "access-control-allow-origin": "*"}
    return {**headers, "access-control-allow-origin": origin} if origin in allowed and origin else headers


def add_webchat(router: APIRouter, deps: Deps) -> None:
    """Adds `/webchat/session`, `/webchat/messages`, `/webchat/events` and their preflight answers."""

    async def answer(request: Request, work: Callable[[], Awaitable[Response]]) -> Response:
        try:
            response = await work()
        except Problem as problem:
            response = problem.response()
        response.headers.update(cors_headers(deps, request))
        return response

    @router.options("/webchat/{path:path}", include_in_schema=False)
    async def preflight(path: str, request: Request) -> Response:
        headers = {
            "access-control-allow-methods": "GET, POST, OPTIONS",
            "access-control-allow-headers": "authorization, content-type, last-event-id",
            "access-control-max-age": "7200",
        }
        return Response(status_code=204, headers={**headers, **cors_headers(deps, request)})

    @router.post(
        "/webchat/session", tags=["web chat"], summary="Opens a session", openapi_extra=_body(webchat.SessionRequest)
    )
    async def session(request: Request) -> Response:
        async def work() -> Response:
            _limit(deps, f"session:{request.client.host if request.client else ''}")
            body = parse_model(webchat.SessionRequest, await read_body(request, _MAX_BODY))
            opened = await webchat.open_session(deps, body)
            if opened["identity_refused"]:
                log.warning("identity_token_refused", channel="web", resumed=opened["resumed"])
            return JSONResponse(opened)

        return await answer(request, work)

    @router.post(
        "/webchat/messages",
        tags=["web chat"],
        summary="A message of the shopper",
        openapi_extra=_body(webchat.WebMessage),
    )
    async def post(request: Request) -> Response:
        async def work() -> Response:
            current = _session(deps, request)
            _limit(deps, f"message:{current.sender}")
            body = parse_model(webchat.WebMessage, await read_body(request, _MAX_BODY))
            receipt = await webchat.post_message(deps, current, body)
            stored = {
                "id": receipt.message_id,
                "message_id": body.message_id,
                "conversation": {"id": receipt.conversation_id, "status": receipt.status},
            }
            return JSONResponse(stored, 202 if receipt.new else 200)

        return await answer(request, work)

    @router.get("/webchat/messages", tags=["web chat"], summary="Messages after an id, oldest first")
    async def messages(request: Request) -> Response:
        async def work() -> Response:
            after = _number(request.query_params.get("after"), "after")
            conversation, found = await webchat.load_messages(deps, _session(deps, request), after)
            return JSONResponse({"conversation": conversation, "messages": found})

        return await answer(request, work)

    @router.get("/webchat/events", tags=["web chat"], summary="What happens, as server-sent events")
    async def events(request: Request) -> Response:
        async def work() -> Response:
            last = request.headers.get("last-event-id") or request.query_params.get("after")
            return event_stream(deps, _session(deps, request), _number(last, "Last-Event-ID"))

        return await answer(request, work)


def _session(deps: Deps, request: Request) -> WebSession:
    return webchat.session_of(deps, request.headers.get("authorization"))


def _limit(deps: Deps, key: str) -> None:
    wait = deps.limiter.wait(key)
    if wait > 0:
        seconds = max(1, round(wait))
        raise Problem(429, "Too many requests", f"Try again in {seconds} s.", headers={"retry-after": str(seconds)})


def _number(value: str | None, name: str) -> int | None:
    if value is None or value == "":
        return None
    if not (value.isascii() and value.isdigit() and int(value) <= _MAX_ID):
        detail = f"{name}: expected the id of a message, a whole number"
        raise Problem(422, "Invalid request", detail, errors=[{"field": name, "detail": detail}])
    return int(value)


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}
