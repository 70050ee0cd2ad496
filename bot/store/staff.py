"""Staff accounts, their sessions, alerts and the audit trail."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import AlertRow, AuditRow, StaffRow, StaffSessionRow

SESSION_HOURS = 12


def token_hash(token: str) -> str:
    """What is stored of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def create_account(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    password_hash: str,
    role: str,
    languages: list[str],
    locale: str = "en",
) -> StaffRow:
    """A new account."""
    row = StaffRow(
        id=secrets.token_hex(8),
        email=email.lower(),
        name=name,
        password_hash=password_hash,
        role=role,
        languages=languages,
        locale=locale,
        active=True,
    )
    session.add(row)
    await session.flush()
    return row


async def by_email(session: AsyncSession, email: str) -> StaffRow | None:
    """The active account with this address, or None."""
    statement = select(StaffRow).where(StaffRow.email == email.lower(), StaffRow.active.is_(True))
    return (await session.execute(statement)).scalar_one_or_none()


async def count_accounts(session: AsyncSession) -> int:
    """How many accounts there are."""
    return int((await session.execute(select(func.count()).select_from(StaffRow))).scalar_one())


async def open_session(session: AsyncSession, staff_id: str) -> tuple[str, str]:
    """A new session: its token (for the cookie) and its CSRF token."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    session.add(
        StaffSessionRow(
            token_hash=token_hash(token),
            staff_id=staff_id,
            csrf=csrf,
            expires_at=datetime.now(UTC) + timedelta(hours=SESSION_HOURS),
        )
    )
    await session.flush()
    return token, csrf


async def session_owner(session: AsyncSession, token: str) -> tuple[StaffRow, StaffSessionRow] | None:
    """The account of a session that has not ended, or None."""
    row = await session.get(StaffSessionRow, token_hash(token))
    if row is None or row.expires_at <= datetime.now(UTC):
        return None
    staff = await session.get(StaffRow, row.staff_id)
    return None if staff is None or not staff.active else (staff, row)


async def close_session(session: AsyncSession, token: str) -> None:
    """Ends a session."""
    await session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash(token)))


def audit(session: AsyncSession, actor: str, action: str, subject: str, data: dict[str, Any] | None = None) -> None:
    """Adds a line to the audit trail."""
    session.add(AuditRow(at=datetime.now(UTC), actor=actor, action=action, subject=subject, data=data or {}))


def alert(session: AsyncSession, kind: str, text: str, *, conversation_id: str | None = None, **data: Any) -> None:
    """Tells staff something in the console."""
    session.add(AlertRow(kind=kind, text=text, data=data, conversation_id=conversation_id, at=datetime.now(UTC)))


async def open_alerts(session: AsyncSession, limit: int = 50) -> Sequence[AlertRow]:
    """Alerts nobody has acknowledged, newest first."""
    statement = select(AlertRow).where(AlertRow.acknowledged_at.is_(None)).order_by(AlertRow.id.desc()).limit(limit)
    return (await session.execute(statement)).scalars().all()
