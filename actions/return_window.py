"""Whether goods can come back at all, told before the shopper is asked why."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots
from actions.returns import decide, refuse


class CheckWindow(ShopAction):
    """Tells who gave no reason yet that the time is over or the goods are not taken back, and what still counts."""

    action = "action_check_window"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to refused or open. With a reason the rules are applied to it later."""
        if slots.get("return_reason"):
            return slots.set(outcome="open")
        order, items, decision = await decide(slots, context)
        if decision.code not in ("too_late", "not_returnable"):
            return slots.set(outcome="open")
        refuse(say, order, items, decision)
        return slots.set(outcome="refused")
