"""The inbox: who waits, the most urgent first."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.handoff import alerts, desk
from console.deps import Console
from console.security import Agent
from console.templating import render, wants_fragment

router = APIRouter(prefix="/console")
VIEWS = {"open": ("waiting", "human"), "bot": ("bot",), "closed": ("closed",)}


@router.get("")
async def inbox(request: Request, console: Console, who: Agent, view: str = "open") -> Response:
    """The page, or for htmx only its list."""
    view = view if view in VIEWS else "open"
    return render(
        request,
        "_inbox.html" if wants_fragment(request) else "inbox.html",
        who=who,
        view=view,
        views=tuple(VIEWS),
        entries=await desk.list_inbox(console.db, status=VIEWS[view]),
        alerts=await alerts.open_alerts(console.db, 5),
    )


@router.get("/")
async def with_slash() -> Response:
    """The same page under the address that people type."""
    return RedirectResponse("/console", 307)


@router.post("/alerts/{alert_id}/acknowledge")
async def acknowledge(request: Request, console: Console, who: Agent, alert_id: int, view: str = "open") -> Response:
    """Takes an alert off the list."""
    await alerts.acknowledge(console.db, console.hub, alert_id, who.staff)
    if wants_fragment(request):
        return await inbox(request, console, who, view)
    return RedirectResponse("/console", 303)
