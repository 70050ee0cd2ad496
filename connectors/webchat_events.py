"""What happens in a web chat, as server-sent events: messages with their id, status of the conversation, typing.

After a break the browser names the last id it saw, and everything after it comes from the messages table.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.store.hub import Hub, Subscription
from connectors.dependencies import Deps
from connectors.identity import WebSession
from connectors.inbox import sender_topic
from connectors.message import Json
from connectors.webchat import CHANNEL, HISTORY, load_messages

HEARTBEAT = 15  # seconds; proxies close what is silent for longer
_POLL_SQLITE = 2.0  # another process on the same file cannot tell
_POLL = 10.0


def event_stream(deps: Deps, session: WebSession, last_id: int | None) -> EventSourceResponse:
    """An endless answer; it ends when the browser leaves or the server stops."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return EventSourceResponse(events(deps, session, last_id), ping=HEARTBEAT, headers=headers)


async def events(deps: Deps, session: WebSession, last_id: int | None) -> AsyncIterator[ServerSentEvent]:
    """First the state, then the messages after `last_id` (None: only those from now on), then what happens."""
    poll = _POLL_SQLITE if deps.db.is_sqlite else _POLL
    told: Json | None = None
    async with _Listener(deps.hub, session) as listener:
        if last_id is None:
            _, latest = await load_messages(deps, session, None, 1)
            last_id = latest[-1]["id"] if latest else 0
        first = True
        while True:
            conversation, messages = await load_messages(deps, session, last_id)
            await listener.follow(conversation["id"] if conversation else None)
            if first or conversation != told:
                told, first = conversation, False
                yield _event("status", conversation or {"id": None, "status": "bot", "name": None})
            for message in messages:
                last_id = message["id"]
                yield _event("message", message, message["id"])
            if len(messages) == HISTORY:
                continue
            if messages and messages[-1]["author"] == "shopper" and told is not None and told["status"] == "bot":
                yield _event("typing", {"author": "bot", "on": True})
            hint = await listener.next(poll)
            while hint is not None and hint.get("event") == "typing":
                yield _event("typing", {"author": hint.get("author", "bot"), "on": bool(hint.get("on", True))})
                hint = await listener.next(poll)


def _event(kind: str, data: Any, identifier: int | None = None) -> ServerSentEvent:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return ServerSentEvent(data=text, event=kind, id=None if identifier is None else str(identifier))


class _Listener:
    """Hints about a sender and the conversation that is theirs at the time, in one queue."""

    def __init__(self, hub: Hub, session: WebSession) -> None:
        self._hub, self._session = hub, session
        self._merged = Subscription()
        self._followed: str | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def __aenter__(self) -> _Listener:
        await self._listen("sender", sender_topic(CHANNEL, "", self._session.sender))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def follow(self, conversation_id: str | None) -> None:
        """Listens to this conversation from now on, and no more to the one before."""
        if conversation_id is None or conversation_id == self._followed:
            return
        self._followed = conversation_id
        await self._listen("conversation", f"conversation:{conversation_id}")

    async def _listen(self, place: str, topic: str) -> None:
        ready = asyncio.Event()
        before = self._tasks.get(place)
        self._tasks[place] = asyncio.create_task(self._pump(topic, ready))
        await ready.wait()
        if before is not None:
            before.cancel()
        self._merged.put({"event": "look"})  # what happened before listening is looked up

    async def _pump(self, topic: str, ready: asyncio.Event) -> None:
        async with self._hub.subscribe(topic) as subscription:
            ready.set()
            while True:
                hint = await subscription.get()
                if hint is not None:
                    self._merged.put(hint)

    async def next(self, timeout: float) -> dict[str, Any] | None:  # noqa: ASYNC109
        """The next hint, or None after `timeout` seconds."""
        return await self._merged.get(timeout)
