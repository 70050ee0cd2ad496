"""Orders, and alerts that staff should see."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from bot.handoff import alerts
from console.deps import Console
from console.problems import Problem
from console.security import Agent

router = APIRouter(prefix="/api/v1", tags=["shop"])


@router.get("/orders/{order_id}")
async def order(console: Console, _: Agent, order_id: str) -> dict[str, Any]:
    """The order with its returns, refunds, compensations and notes."""
    found = await console.order(order_id)
    if found is None:
        raise Problem(404, f"there is no order {order_id}")
    return found


@router.get("/alerts")
async def open_alerts(console: Console, _: Agent) -> list[dict[str, Any]]:
    """Alerts nobody has acknowledged, newest first."""
    return await alerts.open_alerts(console.db)


@router.post("/alerts/{alert_id}/acknowledge", status_code=204)
async def acknowledge(console: Console, who: Agent, alert_id: int) -> None:
    """Takes an alert off the list."""
    if not await alerts.acknowledge(console.db, console.hub, alert_id, who.staff):
        raise Problem(404, f"there is no open alert {alert_id}")
