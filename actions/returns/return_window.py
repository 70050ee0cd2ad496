"""Whether goods can come back at all, told before the shopper is asked why."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots
from actions.returns.return_terms import decide, refuse_return


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
        refuse_return(say, order, items, decision, slots, context)
        return slots.set(outcome="refused")


class AskReturnReason(ShopAction):
    """Asks why, and says what hangs on it."""

    action = "action_ask_return_reason"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Where the shop pays the way back even of what is only not liked, the reason decides nothing about that."""
        _, _, decision = await decide(slots, context)
        say("utter_ask_return_reason", paid_by="shop" if decision.shipping_paid_by == "shop" else "open")
        return []
