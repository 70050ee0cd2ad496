"""Staff accounts and their passwords."""

from __future__ import annotations

import asyncio
from functools import cache

from pwdlib import PasswordHash

from bot.store import staff
from bot.store.database import Database
from bot.store.models import StaffRow

ROLES = ("agent", "lead", "editor", "admin")
MIN_PASSWORD = 8
_HASHER = PasswordHash.recommended()


async def hash_password(password: str) -> str:
    """The Argon2 hash; raises ValueError for a password that is too short."""
    if len(password) < MIN_PASSWORD:
        raise ValueError(f"the password has {len(password)} characters; expected at least {MIN_PASSWORD}")
    return await asyncio.to_thread(_HASHER.hash, password)


async def ensure_admin(db: Database, email: str, password: str, *, name: str | None = None) -> bool:
    """Makes the first account, an administrator; False when there are accounts already.

    Raises ValueError for a password that is too short or an address without `@`.
    """
    if "@" not in email:
        raise ValueError(f"{email!r} is no e-mail address")
    async with db.read() as session:
        if await staff.count_accounts(session):
            return False
    hashed = await hash_password(password)
    async with db.write() as session:
        if await staff.count_accounts(session):
            return False
        row = await staff.create_account(
            session, email=email, name=name or email, password_hash=hashed, role="admin", languages=[]
        )
        staff.audit(session, "system", "account.create", row.id, {"role": "admin"})
    return True


async def create_account(
    db: Database, *, email: str, name: str, password: str, role: str, languages: list[str], locale: str = "en"
) -> str:
    """A new account; returns its id. Raises ValueError for an unknown role or a password that is too short."""
    if role not in ROLES:
        raise ValueError(f"the role {role!r} is unknown; expected one of {', '.join(ROLES)}")
    hashed = await hash_password(password)
    async with db.write() as session:
        row = await staff.create_account(
            session, email=email, name=name, password_hash=hashed, role=role, languages=languages, locale=locale
        )
        staff.audit(session, "system", "account.create", row.id, {"role": role})
        return row.id


async def authenticate(db: Database, email: str, password: str) -> str | None:
    """The id of the active account with this address and password, or None."""
    async with db.read() as session:
        row: StaffRow | None = await staff.by_email(session, email.strip())
        found, hashed = (row.id, row.password_hash) if row else (None, None)
    fits = await asyncio.to_thread(lambda: _HASHER.verify(password, hashed or _nobody()))
    return found if fits else None


@cache
def _nobody() -> str:
    """Compared with when no account has the address, so that both answers take as long."""
    return _HASHER.hash("nobody has this password")
