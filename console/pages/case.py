"""One conversation: what was said, what is known, and what can be done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.handoff import desk
from console.deps import Console
from console.security import Agent, Principal
from console.templating import render, wants_fragment

router = APIRouter(prefix="/console/conversations")


@router.get("/{conversation_id}")
async def show(request: Request, console: Console, who: Agent, conversation_id: str) -> Response:
    """The page, or for htmx only the conversation."""
    view = await desk.conversation_view(console.db, conversation_id)
    template = "_case.html" if wants_fragment(request) else "case.html"
    return render(request, template, who=who, case=view, mine=view["assigned_to"] == who.staff.id)


async def _done(request: Request, console: Console, who: Principal, conversation_id: str) -> Response:
    if wants_fragment(request):
        return await show(request, console, who, conversation_id)
    return RedirectResponse(f"/console/conversations/{conversation_id}", 303)


@router.post("/{conversation_id}/take")
async def take(request: Request, console: Console, who: Agent, conversation_id: str) -> Response:
    """This person answers from now on."""
    await desk.take(console.db, console.hub, conversation_id, who.staff)
    return await _done(request, console, who, conversation_id)


@router.post("/{conversation_id}/queue")
async def queue(request: Request, console: Console, who: Agent, conversation_id: str) -> Response:
    """Whoever is free shall answer."""
    await desk.enqueue(console.db, console.hub, conversation_id, who.staff)
    return await _done(request, console, who, conversation_id)


@router.post("/{conversation_id}/reply")
async def reply(
    request: Request, console: Console, who: Agent, conversation_id: str, text: Annotated[str, Form()] = ""
) -> Response:
    """Answers the shopper."""
    await desk.reply(console.db, console.hub, conversation_id, who.staff, text)
    return await _done(request, console, who, conversation_id)


@router.post("/{conversation_id}/release")
async def release(request: Request, console: Console, who: Agent, conversation_id: str) -> Response:
    """Gives the conversation back to the bot."""
    await desk.release(console.db, console.hub, conversation_id, who.staff)
    return await _done(request, console, who, conversation_id)


@router.post("/{conversation_id}/resolve")
async def resolve(request: Request, console: Console, who: Agent, conversation_id: str) -> Response:
    """Closes the conversation."""
    await desk.resolve(console.db, console.hub, conversation_id, who.staff)
    return await _done(request, console, who, conversation_id)
