"""Who asks: a bearer token or a session, the role they need, and proof that their own page sent the request."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from bot.handoff.views import Staff
from bot.store import staff
from console.accounts import ROLES
from console.deps import Console
from console.problems import Problem

SESSION_COOKIE = "dragoman_session"
LOGIN_COOKIE = "dragoman_login"
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Principal:
    """A staff member and the CSRF token of their session; empty for the bearer of the administrator's token."""

    staff: Staff
    csrf: str


async def principal(request: Request, console: Console) -> Principal:
    """Who asks; raises Problem 401 without a login and 403 without the CSRF token on a change."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        expected = console.admin_token
        if expected and hmac.compare_digest(token.strip().encode(), expected.encode()):
            return Principal(Staff("token", "API", "admin"), "")
        raise Problem(401, "This bearer token is not known.")
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        raise Problem(401, "Log in, or send the administrator's token as a bearer token.")
    async with console.db.read() as session:
        owner = await staff.session_owner(session, cookie)
        if owner is None:
            raise Problem(401, "The session has ended; log in again.")
        row, stored = owner
        found = Principal(Staff(row.id, row.name, row.role, row.locale), stored.csrf)
    if request.method not in _SAFE:
        sent = request.headers.get("x-csrf-token") or str((await _form_field(request, "csrf")) or "")
        if not hmac.compare_digest(sent.encode(), found.csrf.encode()):
            raise Problem(403, "The CSRF token is missing or wrong; send it as the header X-CSRF-Token.")
    return found


async def _form_field(request: Request, name: str) -> object:
    kind = request.headers.get("content-type", "")
    if not kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        return None
    return (await request.form()).get(name)


def require(role: str) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency: the principal if they have this role or a higher one, else Problem 403."""

    async def check(who: Annotated[Principal, Depends(principal)]) -> Principal:
        if ROLES.index(who.staff.role) < ROLES.index(role):
            raise Problem(403, f"This needs the role {role}; you have the role {who.staff.role}.")
        return who

    return check


Agent = Annotated[Principal, Depends(require("agent"))]
Lead = Annotated[Principal, Depends(require("lead"))]
Editor = Annotated[Principal, Depends(require("editor"))]
Admin = Annotated[Principal, Depends(require("admin"))]


def login_token(request: Request, response: Response, secret: str) -> str:
    """A token for the login form, bound to this browser by a cookie that it also sets."""
    nonce = request.cookies.get(LOGIN_COOKIE) or secrets.token_urlsafe(16)
    response.set_cookie(
        LOGIN_COOKIE, nonce, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/console"
    )
    return _signed(secret, nonce)


def login_token_fits(request: Request, sent: str, secret: str) -> bool:
    """Whether the login form came from our own page in this browser."""
    nonce = request.cookies.get(LOGIN_COOKIE, "")
    return bool(nonce) and hmac.compare_digest(sent.encode(), _signed(secret, nonce).encode())


def _signed(secret: str, nonce: str) -> str:
    return hmac.new(secret.encode(), f"login:{nonce}".encode(), hashlib.sha256).hexdigest()


def set_session(request: Request, response: Response, token: str) -> None:
    """Gives the browser its session."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=staff.SESSION_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )
