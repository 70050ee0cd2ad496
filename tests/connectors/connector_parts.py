"""What several tests use: signed bodies, a stand-in for the providers, a bot that echoes."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import jwt
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select

from bot.store import conversations
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.kernel import Claim
from bot.store.models import ConversationRow, MessageRow, TaskRow
from connectors.outbox import enqueue_message

SECRET = "a-secret-of-the-tests-that-is-long-enough"
PHONE_ID = "400500600"
PAGE_ID = "700800900"


def identity(customer: str, minutes: float = 60, secret: str = SECRET, **claims: Any) -> str:
    expires = datetime.now(UTC) + timedelta(minutes=minutes)
    return jwt.encode({"sub": customer, "exp": expires, **claims}, secret, "HS256")


def whatsapp(
    message: dict[str, Any] | None = None, status: dict[str, Any] | None = None, sender: str = "491701234567"
) -> dict[str, Any]:
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "4930123456", "phone_number_id": PHONE_ID},
        "contacts": [{"profile": {"name": "Jana"}, "wa_id": sender}],
    }
    now = str(int(datetime.now(UTC).timestamp()))
    if message:
        value["messages"] = [{"from": sender, "timestamp": now, **message}]
    if status:
        value["statuses"] = [{"timestamp": now, "recipient_id": sender, **status}]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
    }


def whatsapp_text(text: str, identifier: str, sender: str = "491701234567") -> dict[str, Any]:
    return whatsapp({"id": identifier, "type": "text", "text": {"body": text}}, sender=sender)


def messenger(event: dict[str, Any], sender: str = "psid-1") -> dict[str, Any]:
    now = int(datetime.now(UTC).timestamp() * 1000)
    whole = {"sender": {"id": sender}, "recipient": {"id": PAGE_ID}, "timestamp": now, **event}
    return {"object": "page", "entry": [{"id": PAGE_ID, "time": now, "messaging": [whole]}]}


def signed(body: Any, secret: str) -> tuple[bytes, dict[str, str]]:
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return raw, {"x-hub-signature-256": f"sha256={digest}", "content-type": "application/json"}


async def deliver(client: httpx2.AsyncClient, channel: str, body: Any) -> httpx2.Response:
    """Posts a body as Meta would."""
    prefix = {"whatsapp": "WHATSAPP", "facebook": "FACEBOOK"}[channel]
    raw, headers = signed(body, f"{prefix}-APP_SECRET")
    return await client.post(f"/webhooks/{channel}/webhook", content=raw, headers=headers)


class Provider:
    """Answers like Meta, LINE and Telegram. `script`: answers (status, body, headers) for the next calls."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: list[dict[str, Any]] = []
        self.script: list[tuple[int, Any, dict[str, str]]] = []
        self.app = FastAPI()
        self.app.post("/{path:path}")(self._call)
        self._arrived = asyncio.Condition()

    async def _call(self, path: str, request: Request) -> JSONResponse:
        body = json.loads(await request.body())
        status, answer, headers = self.script.pop(0) if self.script else (200, None, {})
        number = len(self.calls) + 1
        async with self._arrived:
            self.calls.append({"path": path, "body": body, "headers": dict(request.headers), "status": status})
            self._arrived.notify_all()
        if answer is None:
            answer = {
                "messages": [{"id": f"wamid.out{number}"}],
                "message_id": f"mid.out{number}",
                "sentMessages": [{"id": f"line-out{number}"}],
                "ok": True,
                "result": {"message_id": number},
            }
        return JSONResponse(answer, status, headers=headers)

    async def until(self, count: int) -> list[dict[str, Any]]:
        """The calls, once there are `count`."""
        async with asyncio.timeout(20), self._arrived:
            await self._arrived.wait_for(lambda: len(self.calls) >= count)
        return self.calls


class EchoBot:
    """Answers each burst once, to its last message. `answers`: what it says to a text instead of repeating it."""

    def __init__(self, db: Database, hub: Hub) -> None:
        self.db, self.hub = db, hub
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.heard: list[list[str]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, claim: Claim) -> None:
        await self.gate.wait()
        ids = [int(task.payload["message_id"]) for task in claim.tasks]
        async with claim.commit() as session:
            rows = (await session.execute(select(MessageRow).where(MessageRow.id.in_(ids)))).scalars().all()
            conversation = await session.get_one(ConversationRow, claim.key)
            self.heard.append([row.payload.get("button_payload") or row.text for row in rows])
            last = max(rows, key=lambda row: row.id)
            said = (
                []
                if conversation.status == "human"
                else self.answers.get(last.text, [{"text": f"You said: {last.text}"}])
            )
            for answer in said:
                parts = {key: value for key, value in answer.items() if key != "text"}
                stored = await conversations.append_message(
                    session, conversation, direction="out", author="bot", text=answer.get("text", ""),
                    payload=parts, reply_to=last.id, status="queued",
                )  # fmt: skip
                await enqueue_message(session, conversation, stored.id)
        self.hub.publish("tasks:outbox")
        self.hub.publish(f"conversation:{claim.key}", {"event": "answered"})


@asynccontextmanager
async def serve(app: FastAPI) -> AsyncIterator[str]:
    """The application on a free port of this machine."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1)
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running


async def eventually(check: Callable[[], Any], seconds: float = 20) -> Any:
    """The first true result of `check`, which may be asynchronous."""
    async with asyncio.timeout(seconds):
        while True:
            result = check()
            if asyncio.iscoroutine(result):
                result = await result
            if result:
                return result
            await asyncio.sleep(0.02)


async def all_messages(db: Database, direction: str | None = None) -> list[MessageRow]:
    async with db.read() as session:
        statement = select(MessageRow).order_by(MessageRow.id)
        if direction:
            statement = statement.where(MessageRow.direction == direction)
        rows = list((await session.execute(statement)).scalars())
        session.expunge_all()
        return rows


async def dead_errors(db: Database) -> list[str]:
    """Why tasks were given up."""
    async with db.read() as session:
        return [
            error or ""
            for error in (await session.execute(select(TaskRow.error).where(TaskRow.state == "dead"))).scalars()
        ]
