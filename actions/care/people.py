"""What the bot may not do itself: handed to a person, with the time by which they answer."""

from __future__ import annotations

from datetime import datetime

from actions.base import ActionContext, Said, moment


def answer_by(context: ActionContext, reason: str) -> datetime:
    """By when a colleague answers at the latest."""
    return context.desk.answer_by(
        market=context.market, reason=reason, emotion=context.emotion, urgency=context.urgency, tier=context.tier
    )


def pass_on(say: Said, context: ActionContext, reason: str, response: str = "utter_done_by_person") -> None:
    """Says that a colleague does it, and by when they answer, and calls one."""
    context.ask("handoff", reason=reason)
    say(response, answer_by=moment(answer_by(context, reason)))
