"""The console's routes, bound to what the application hands in."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI, Request

from console import problems
from console.api import conversations, knowledge, shop
from console.deps import ConsoleDeps
from console.pages import articles, case, inbox, login, stream


def build_router(deps: ConsoleDeps) -> APIRouter:
    """Staff API and pages; the application must also call `install_problems(app)`."""

    async def bind(request: Request) -> None:
        request.state.console = deps

    router = APIRouter(dependencies=[Depends(bind)])
    for part in (conversations, knowledge, shop):
        router.include_router(part.router)
    for page in (login, inbox, case, articles, stream):
        router.include_router(page.router, include_in_schema=False)
    return router


def install_problems(app: FastAPI) -> None:
    """Makes every error of the application a problem document (RFC 9457)."""
    problems.install(app)
