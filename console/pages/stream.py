"""Server-sent events: `changed` when the inbox or a conversation is not what it was.

Hints only; the page then asks for what it shows. So a lost event costs nothing: after a reconnect the first
event is a hint too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from bot.handoff import desk
from console.deps import Console, ConsoleDeps
from console.security import Agent

router = APIRouter(prefix="/console")
# Between processes on SQLite nobody is told: the stream looks by itself this often.
POLL_SECONDS = 2.0
_PING_EVERY = 8


@router.get("/events")
async def events(console: Console, _: Agent, conversation: str | None = None) -> StreamingResponse:
    """A stream for the inbox, or for one conversation."""
    return StreamingResponse(
        _changes(console, conversation),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _changes(console: ConsoleDeps, conversation: str | None) -> AsyncIterator[str]:
    topic = f"conversation:{conversation}" if conversation else "desk"
    async with console.hub.subscribe(topic) as hints:
        seen = await desk.fingerprint(console.db, conversation)
        number = 0
        yield _event(number)
        quiet = 0
        while True:
            hint = await hints.get(POLL_SECONDS)
            now = await desk.fingerprint(console.db, conversation)
            if hint is not None or now != seen:
                seen, quiet, number = now, 0, number + 1
                yield _event(number)
                continue
            quiet += 1
            if quiet % _PING_EVERY == 0:
                yield ": still here\n\n"


def _event(number: int) -> str:
    return f"event: changed\nid: {number}\ndata: {number}\n\n"
