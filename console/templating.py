"""Renders the pages, with the headers that keep them safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console.deps import ConsoleDeps
from console.display import Display, ui_language
from console.security import Principal

LANGUAGE_COOKIE = "dragoman_language"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "HX-Request, Cookie",
}


def display_for(request: Request, who: Principal | None = None) -> Display:
    """Texts in the language that was chosen here, else the account's, else the browser's."""
    console: ConsoleDeps = request.state.console
    accepted = [part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    language = ui_language(chosen, *([who.staff.locale] if who else accepted))
    return Display(language, console.clock())


def render(
    request: Request, template: str, *, who: Principal | None = None, status: int = 200, **values: Any
) -> HTMLResponse:
    """The page or fragment of a template."""
    display = display_for(request, who)
    body = _ENVIRONMENT.get_template(template).render(
        d=display,
        t=display.t,
        who=who,
        path=request.url.path,
        query=request.url.query,
        csrf=who.csrf if who else "",
        **values,
    )
    return HTMLResponse(body, status, headers=_HEADERS)


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of the page."""
    return "hx-request" in request.headers
