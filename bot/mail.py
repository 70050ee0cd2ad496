"""Mails to shoppers: their words, and their way by SMTP, or into a folder where no server is configured."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import structlog

from bot.answers import Answers, JsonValue
from bot.store.kernel import Claim
from bot.store.models import TaskRow

log = structlog.get_logger(__name__)

_TIMEOUT = 15


def written(
    answers: Answers,
    to: str,
    response: str,
    variables: Mapping[str, JsonValue],
    *,
    locale: str,
    market: str | None,
    now: datetime,
) -> dict[str, str]:
    """A mail as the queue takes it: the texts `<response>_subject` and `<response>` of the catalogue."""
    subject, text = (
        answers.render(
            f"{response}{part}",
            locale=locale,
            style=answers.style(market, locale),
            now=now,
            timezone=answers.markets.zone_of(market),
            variables=variables,
        )[0].text
        for part in ("_subject", "")
    )
    return {"to": to, "subject": subject, "text": text}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """host: the SMTP server (None: mails are written to `folder` instead). sender: the From address."""

    host: str | None
    port: int
    user: str
    password: str
    sender: str
    folder: Path


def mail_settings(environment: Mapping[str, str], folder: Path) -> MailSettings:
    """From `DRAGOMAN_SMTP_HOST`, `_PORT`, `_USER`, `_PASSWORD`, `_SENDER`. Raises ValueError for a wrong port."""
    port = environment.get("DRAGOMAN_SMTP_PORT", "587")
    if not port.isdigit():
        raise ValueError(f"DRAGOMAN_SMTP_PORT is {port!r}; expected a number")
    return MailSettings(
        environment.get("DRAGOMAN_SMTP_HOST") or None,
        int(port),
        environment.get("DRAGOMAN_SMTP_USER", ""),
        environment.get("DRAGOMAN_SMTP_PASSWORD", ""),
        environment.get("DRAGOMAN_SMTP_SENDER", "no-reply@paloma.example"),
        folder,
    )


class Mailer:
    """Handles claims of the queue `mail`. What was sent is blanked in the task: a code is nobody's business later."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def __call__(self, claim: Claim) -> None:
        """Sends the first message of the claim."""
        claim.tasks = claim.tasks[:1]
        task = claim.tasks[0]
        message = self._message(task.payload)
        try:
            await asyncio.to_thread(self._send, message, task.id)
        except (OSError, smtplib.SMTPException) as error:
            await claim.fail(f"mail: {type(error).__name__}")
            return
        async with claim.commit() as session:
            row = await session.get_one(TaskRow, task.id)
            row.payload = {"sent": True}

    def _message(self, payload: Mapping[str, str]) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self._settings.sender, str(payload["to"])
        message["Subject"] = str(payload["subject"])
        message["Date"] = datetime.now(UTC)
        message.set_content(str(payload["text"]))
        return message

    def _send(self, message: EmailMessage, number: int) -> None:
        settings = self._settings
        if settings.host is None:
            settings.folder.mkdir(parents=True, exist_ok=True)
            path = settings.folder / f"{number:08d}.eml"
            path.touch(mode=0o600)
            path.write_bytes(message.as_bytes())
            return
        with smtplib.SMTP(settings.host, settings.port, timeout=_TIMEOUT) as server:
            server.starttls()
            if settings.user:
                server.login(settings.user, settings.password)
            server.send_message(message)
