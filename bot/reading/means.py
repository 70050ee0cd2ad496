"""A turn that means one thing, or wishes nothing, whatever its words alone sound like."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import UserTurn


def means(turn: UserTurn, intent: str) -> UserTurn:
    """The turn that means this and nothing else."""
    only = ((intent, 1.0),)
    return replace(turn, intents=only, ranking=only, decision="answer", values={})


def wishes_nothing(turn: UserTurn) -> UserTurn:
    """The turn that only tells values: whichever wish is heard in it is chance."""
    return replace(turn, intents=(), ranking=(), decision="reject")
