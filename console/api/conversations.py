"""Conversations: find, read, answer, hand over, close."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from bot.handoff import desk
from console.api.shapes import Conversation, HandoffIn, Message, ReplyIn
from console.deps import Console
from console.security import Agent

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])
Status = Literal["bot", "waiting", "human", "closed"]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("", response_model=list[Conversation])
async def find(
    console: Console,
    _: Agent,
    channel: str | None = None,
    sender: str | None = None,
    status: Annotated[list[Status] | None, Query()] = None,
    limit: Limit = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[dict[str, Any]]:
    """Conversations, most urgent first; without `status` those of every state."""
    return await desk.list_inbox(
        console.db, status=status or (), channel=channel, sender=sender, limit=limit, offset=offset
    )


@router.get("/{conversation_id}", response_model=Conversation)
async def read(console: Console, _: Agent, conversation_id: str) -> dict[str, Any]:
    """One conversation with its emotion trail, slots, context package and newest messages."""
    return await desk.conversation_view(console.db, conversation_id)


@router.get("/{conversation_id}/messages", response_model=list[Message])
async def messages(
    console: Console, _: Agent, conversation_id: str, after: Annotated[int, Query(ge=0)] = 0, limit: Limit = 200
) -> list[dict[str, Any]]:
    """Messages with an id above `after`, oldest first."""
    return await desk.messages_of(console.db, conversation_id, after=after, limit=limit)


@router.post("/{conversation_id}/messages", status_code=201, response_model=Message)
async def reply(console: Console, who: Agent, conversation_id: str, body: ReplyIn) -> dict[str, Any]:
    """Answers the shopper on their channel; who answers a waiting conversation takes it."""
    return await desk.reply(console.db, console.hub, conversation_id, who.staff, body.text)


@router.post("/{conversation_id}/handoff", response_model=Conversation)
async def handoff(console: Console, who: Agent, conversation_id: str, body: HandoffIn | None = None) -> dict[str, Any]:
    """Takes the conversation over from the bot, or puts it into the queue."""
    wanted = body or HandoffIn()
    if wanted.action == "take":
        return await desk.take(console.db, console.hub, conversation_id, who.staff)
    return await desk.enqueue(
        console.db, console.hub, conversation_id, who.staff, reason=wanted.reason, priority=wanted.priority
    )


@router.post("/{conversation_id}/release", response_model=Conversation)
async def release(console: Console, who: Agent, conversation_id: str) -> dict[str, Any]:
    """Gives the conversation back to the bot."""
    return await desk.release(console.db, console.hub, conversation_id, who.staff)


@router.post("/{conversation_id}/resolve", response_model=Conversation)
async def resolve(console: Console, who: Agent, conversation_id: str) -> dict[str, Any]:
    """Closes the conversation."""
    return await desk.resolve(console.db, console.hub, conversation_id, who.staff)
