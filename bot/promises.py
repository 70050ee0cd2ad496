"""Promises of news by a moment: noted in the conversation, so that a timer can keep them."""

from __future__ import annotations

from actions.base import Request
from bot.course import Course


def promised_now(course: Course) -> dict[str, str]:
    """By order, the moment (ISO) by which this turn's answers promise news of it."""
    rules = course.parts.unasked.updates
    return {
        str(say.variables["order_id"]): str(say.variables["next_update"]["datetime"])
        for say in course.says
        if say.response in rules.after and "next_update" in say.variables and "order_id" in say.variables
    }


def update_requests(promised: dict[str, str]) -> list[Request]:
    """What the turn asks to be done at those moments."""
    return [Request("update", {"order_id": order_id, "by": by}) for order_id, by in promised.items()]
