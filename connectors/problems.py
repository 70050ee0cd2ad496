"""Errors over HTTP as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class Problem(Exception):
    """An error for the caller: `status` is HTTP's, `detail` says what was wrong and what is expected."""

    def __init__(
        self, status: int, title: str, detail: str, *, headers: dict[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail
        self.headers, self.members = headers or {}, members

    def response(self) -> Response:
        """The answer."""
        content = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        return JSONResponse(content, self.status, headers=self.headers, media_type="application/problem+json")


class ProblemRoute(APIRoute):
    """A route whose Problems become answers, whatever application it is mounted in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler around the route's own."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return problem.response()

        return handler


async def read_body(request: Request, limit: int) -> bytes:
    """The raw body. Raises Problem 413 above `limit` bytes, without reading on."""
    too_large = Problem(413, "Body too large", f"The body is larger than {limit} bytes.")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise too_large
        chunks.append(chunk)
    return b"".join(chunks)


def parse_model(kind: type[Model], body: bytes) -> Model:
    """The body as a model. Raises Problem 400 when it is not JSON, 422 naming each wrong field."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False, include_input=False)
        if any(one["type"] == "json_invalid" for one in errors):
            raise Problem(400, "Not JSON", f"The body is not JSON: {errors[0]['msg']}.") from error
        fields = [{"field": ".".join(map(str, one["loc"])) or "(body)", "detail": one["msg"]} for one in errors]
        summary = "; ".join(f"{one['field']}: {one['detail']}" for one in fields)
        raise Problem(422, "Invalid request", summary, errors=fields) from error
