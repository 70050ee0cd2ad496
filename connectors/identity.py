"""Who writes: the shop's identity tokens, and the web chat's own sessions. Both are JWTs, HS256, of one secret."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

_ALGORITHM = "HS256"
_AUDIENCE = "dragoman.webchat"  # an identity token has none: neither passes for the other
ANONYMOUS = timedelta(days=30)
IDENTIFIED = timedelta(hours=12)


def identity_verifier(secret: str) -> Callable[[str], str | None]:
    """A function that gives the customer id (`sub`) of a valid identity token with `exp`, else None."""

    def verify(token: str) -> str | None:
        try:
            claims = jwt.decode(token, secret, algorithms=[_ALGORITHM], options={"require": ["exp", "sub"]})
        except jwt.PyJWTError:
            return None
        subject = claims["sub"]
        return subject if isinstance(subject, str) and subject else None

    return verify


@dataclass(frozen=True, slots=True)
class WebSession:
    """A browser in the web chat. sender: its random name. customer_id: proven when the session was made."""

    sender: str
    customer_id: str | None = None
    locale: str | None = None
    market: str | None = None


def new_sender() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(18)


def sign_session(session: WebSession, secret: str, now: datetime) -> str:
    """The session as a token; one with a customer lives shorter."""
    claims = {
        "aud": _AUDIENCE,
        "sid": session.sender,
        "cus": session.customer_id,
        "loc": session.locale,
        "mkt": session.market,
        "iat": int(now.timestamp()),
        "exp": int((now + (IDENTIFIED if session.customer_id else ANONYMOUS)).timestamp()),
    }
    return jwt.encode({key: value for key, value in claims.items() if value is not None}, secret, _ALGORITHM)


def read_session(token: str, secret: str, now: datetime | None = None) -> WebSession | None:
    """The session of a valid token, else None."""
    options = {"require": ["exp", "sid", "aud"], "verify_exp": False, "verify_iat": False}
    try:
        claims = jwt.decode(token, secret, algorithms=[_ALGORITHM], audience=_AUDIENCE, options=options)  # type: ignore[arg-type]
    except jwt.PyJWTError:
        return None
    if claims["exp"] <= (now or datetime.now(UTC)).timestamp() or not isinstance(claims["sid"], str):
        return None
    return WebSession(claims["sid"], claims.get("cus"), claims.get("loc"), claims.get("mkt"))
