"""The addresses of all channels, as one router."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from connectors import rest
from connectors.bodies import parse_model, read_body, read_json
from connectors.dependencies import Deps
from connectors.inbox import keep_unknown, take_in
from connectors.message import Channel, IncomingMessage, SignatureError, StatusUpdate, UnknownUpdate
from connectors.problems import Problem, ProblemRoute
from connectors.statuses import apply_statuses
from connectors.webchat_routes import add_webchat
from connectors.widget_pages import add_pages

log = structlog.get_logger(__name__)

MAX_PROVIDER_BODY = 3 * 1024 * 1024  # Meta's own limit
MAX_CLIENT_BODY = 128 * 1024


def build_router(deps: Deps) -> APIRouter:
    """Routes for `/webhooks/{channel}/webhook`, the web chat's API, the widget and its demo page."""
    router = APIRouter(route_class=ProblemRoute)
    _add_rest(router, deps)
    _add_providers(router, deps)
    add_webchat(router, deps)
    add_pages(router, deps)
    return router


def _add_rest(router: APIRouter, deps: Deps) -> None:
    @router.post(
        "/webhooks/rest/webhook",
        tags=["channels"],
        summary="A message in, its answers out (Rasa's REST channel)",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": rest.RestMessage.model_json_schema()}},
            }
        },
        responses={
            422: {"description": "A field is wrong; `errors` names it"},
            504: {"description": "No answer in time; the message is stored"},
        },
    )
    async def rest_webhook(request: Request) -> Response:
        body = parse_model(rest.RestMessage, await read_body(request, MAX_CLIENT_BODY))
        message = rest.incoming(body, deps.clock())
        if message.button_payload is None:
            deps.expect(message.text)
        receipt = (await take_in(deps.db, deps.hub, [message], deps.identify, durable=False))[0]
        headers = {"dragoman-conversation": receipt.conversation_id}
        if receipt.identity == "refused":
            log.warning("identity_token_refused", channel="rest", conversation=receipt.conversation_id)
            headers["dragoman-identity"] = "refused"
        rows = await rest.answers_to(deps.db, deps.hub, receipt, deps.settings.timeout)
        return JSONResponse([rest.rest_answer(row, body.sender) for row in rows], headers=headers)

    @router.get("/webhooks/rest/", tags=["channels"], summary="Whether the REST channel is there")
    async def rest_health() -> dict[str, str]:
        return {"status": "ok"}


def _add_providers(router: APIRouter, deps: Deps) -> None:
    @router.get("/webhooks/{channel}/webhook", tags=["channels"], summary="The provider asks if this is ours")
    async def challenge(channel: str, request: Request) -> Response:
        found = _channel(deps, channel)
        answer = found.challenge(dict(request.query_params))
        if answer is None:
            raise Problem(403, "Refused", "The verify token is not ours, or the question is not the provider's.")
        return PlainTextResponse(answer)

    @router.post("/webhooks/{channel}/webhook", tags=["channels"], summary="The provider tells what happened")
    async def webhook(channel: str, request: Request) -> Response:
        found = _channel(deps, channel)
        raw = await read_body(request, MAX_PROVIDER_BODY)
        try:
            found.verify({key.lower(): value for key, value in request.headers.items()}, raw)
        except SignatureError as error:
            log.warning("signature_refused", channel=channel, reason=str(error))
            raise Problem(401, "Signature refused", f"{str(error).capitalize()}.") from error
        body = read_json(raw)
        await take(deps, found, body)
        return JSONResponse(found.answer(body))


async def take(deps: Deps, channel: Channel, body: Any) -> None:
    """Stores everything in a verified body: messages, statuses, and what is not understood."""
    updates = channel.parse(body)
    await take_in(deps.db, deps.hub, [one for one in updates if isinstance(one, IncomingMessage)])
    statuses = [one for one in updates if isinstance(one, StatusUpdate)]
    if statuses:
        await apply_statuses(deps.db, deps.hub, statuses)
    await keep_unknown(deps.db, [one for one in updates if isinstance(one, UnknownUpdate)])


def _channel(deps: Deps, name: str) -> Channel:
    channel = deps.channels.get(name)
    if channel is None:
        known = ", ".join(sorted({"rest", *deps.channels}))
        raise Problem(404, "No such channel", f"There is no channel {name!r}; expected one of {known}.")
    if channel.missing:
        missing = list(channel.missing)
        raise Problem(503, "Channel not configured", f"Not set: {', '.join(missing)}.", missing=missing)
    return channel
