"""Login, logout, language, and the files that the pages load."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from bot.store import staff
from console.accounts import authenticate
from console.deps import Console
from console.display import ui_language
from console.security import LOGIN_COOKIE, SESSION_COOKIE, Agent, login_token, login_token_fits, set_session
from console.templating import LANGUAGE_COOKIE, render

router = APIRouter(prefix="/console")
_STATIC = StaticFiles(directory=Path(__file__).parent.parent / "static")


@router.get("/login")
async def form(request: Request, console: Console) -> Response:
    """The login page."""
    return _form(request, console, None, 200)


def _form(request: Request, console: Console, problem: str | None, status: int, email: str = "") -> Response:
    holder = Response()
    token = login_token(request, holder, console.secret)
    page = render(request, "login.html", status=status, problem=problem, email=email, token=token)
    page.headers.append("set-cookie", holder.headers["set-cookie"])
    return page


@router.post("/login")
async def login(
    request: Request,
    console: Console,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    token: Annotated[str, Form()] = "",
) -> Response:
    """Opens a session."""
    if not login_token_fits(request, token, console.secret):
        return _form(request, console, "login.stale", 403, email)
    key = f"{request.client.host if request.client else ''}|{email.strip().lower()}"
    if console.throttle.blocked(key):
        return _form(request, console, "login.wait", 429, email)
    staff_id = await authenticate(console.db, email, password)
    if staff_id is None:
        console.throttle.failed(key)
        return _form(request, console, "login.wrong", 401, email)
    async with console.db.write() as session:
        opened, _ = await staff.open_session(session, staff_id)
        staff.audit(session, staff_id, "session.open", staff_id)
    response = RedirectResponse("/console", 303)
    set_session(request, response, opened)
    response.delete_cookie(LOGIN_COOKIE, path="/console")
    return response


@router.post("/logout")
async def logout(request: Request, console: Console, who: Agent) -> Response:
    """Ends the session."""
    async with console.db.write() as session:
        await staff.close_session(session, request.cookies.get(SESSION_COOKIE, ""))
        staff.audit(session, who.staff.id, "session.close", who.staff.id)
    response = RedirectResponse("/console/login", 303)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


@router.get("/language/{language}")
async def language(request: Request, language: str, to: str = "/console") -> Response:
    """Remembers the language in this browser and goes back to the page."""
    # Only to our own pages: a foreign address, or `//host`, would make this an open door for phishing.
    inside = to == "/console" or to.startswith(("/console/", "/console?"))
    response = RedirectResponse(to if inside and "\\" not in to else "/console", 303)
    response.set_cookie(
        LANGUAGE_COOKIE,
        ui_language(language),
        max_age=365 * 86400,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/console",
    )
    return response


@router.get("/static/{path:path}")
async def static(request: Request, path: str) -> Response:
    """Style, script and front-end packages."""
    try:
        response = await _STATIC.get_response(path, request.scope)
    except HTTPException as error:
        return Response("not found", error.status_code, media_type="text/plain")
    response.headers["Cache-Control"] = "no-cache"
    return response
