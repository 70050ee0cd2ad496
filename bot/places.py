"""Places that are a market of their own: a state (Tenerife, California) with rules that its country does not have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue import UserTurn
from bot.knowledge.markets import markets


def with_states(turn: UserTurn) -> UserTurn:
    """The turn whose places that are states have their code (`ES-CN`) as value; all other places stay."""
    if not any(one.get("entity") == "place" for one in turn.entities):
        return turn
    return replace(turn, entities=tuple(_coded(one) for one in turn.entities))


def _coded(entity: dict[str, Any]) -> dict[str, Any]:
    if entity.get("entity") != "place":
        return entity
    known = markets()
    found = known.named(str(entity.get("value") or "")) or known.named(str(entity.get("text") or ""))
    return {**entity, "value": found} if found else entity
