"""Errors as problem details (RFC 9457), `application/problem+json`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from bot.handoff.errors import DeskError, NotFound, WrongState


class Problem(Exception):
    """An error for the client: `status`, a sentence as `detail`, and more members of the document."""

    def __init__(self, status: int, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.members = status, detail, members


def problem_response(status: int, detail: str, **members: Any) -> JSONResponse:
    """The problem document as a response."""
    title = HTTPStatus(status).phrase
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, **members},
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem document; pages of the console lead to the login instead."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(DeskError, _on_desk)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def _is_page(request: Request) -> bool:
    return request.url.path.startswith("/console")


def _page(request: Request, status: int, detail: str) -> Response:
    from console.pages.error import error_page

    return error_page(request, status, detail)


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    if not _is_page(request):
        return problem_response(error.status, error.detail, **error.members)
    if error.status != HTTPStatus.UNAUTHORIZED:
        return _page(request, error.status, error.detail)
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": "/console/login"})
    return RedirectResponse("/console/login", 303)


async def _on_desk(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, NotFound) else 409 if isinstance(error, WrongState) else 422
    return _page(request, status, str(error)) if _is_page(request) else problem_response(status, str(error))


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"field": ".".join(str(part) for part in entry["loc"]), "message": entry["msg"]} for entry in error.errors()
    ]
    detail = "; ".join(f"{entry['field']}: {entry['message']}" for entry in errors)
    return _page(request, 422, detail) if _is_page(request) else problem_response(422, detail, errors=errors)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = str(error.detail)
    return (
        _page(request, error.status_code, detail) if _is_page(request) else problem_response(error.status_code, detail)
    )
