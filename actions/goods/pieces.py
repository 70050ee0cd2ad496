"""How many pieces of a line are meant where it has several: "one of the two mugs"."""

from __future__ import annotations

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, named
from actions.commerce.shapes import Item
from actions.goods.named_items import ALL, is_called
from actions.orders.find_order import current_order
from actions.policy.eligibility import FAULT_REASONS
from actions.returns.return_terms import lines_chosen
from actions.said.word_tables import BOTH, speaks_of

_SHOWN, _TWO = 8, 2
_BESIDE = 14
"""Letters before and behind the name of an item within which "both" is said of it."""


async def _line(slots: Slots, context: ActionContext) -> Item | None:
    """The one line that was chosen; None where several were."""
    lines = lines_chosen(slots, await current_order(slots, context))
    return lines[0] if len(lines) == 1 else None


def _both(line: Item, slots: Slots) -> str | None:
    """All, where the message says of the item that both pieces are meant, right beside its name if it names another:
    "both vases broke, the mug is fine"."""
    text = slots.as_asked().text.casefold()
    products = [one for one in slots.as_asked().entities if one.get("entity") == "product"]
    for one in products if line.quantity == _TWO else ():
        names = {str(one.get(key) or "").casefold() for key in ("text", "value")}
        before, name, behind = text.partition(str(one.get("text") or one["value"]).casefold())
        alone = len({str(other.get("value")) for other in products}) == 1  # nothing else that "both" may mean
        beside = text if alone else before[-_BESIDE:] + " " + behind[:_BESIDE]
        if name and any(is_called(line, word) for word in names) and speaks_of(BOTH, beside):
            return ALL
    return None


def _every_one(line: Item, slots: Slots) -> str | None:
    """All, where the one number that the message tells of what is sent back by choice is as many as were bought: "the
    two mugs go back". Of what came broken it may be how many were bought."""
    told = [one.get("value") for one in slots.as_asked().entities if one.get("entity") == "quantity"]
    return ALL if told == [line.quantity] and slots.get("return_reason") not in FAULT_REASONS else None


class CheckPieces(ShopAction):
    """Whether it must be asked how many pieces are meant."""

    action = "action_check_pieces"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to several where the one line that was chosen has several and nobody said how many; else to
        all, and how many that is. "Only one came" of three may say that two are missing: it is asked."""
        line = await _line(slots, context)
        if line is None or line.quantity == 1:
            return slots.set(outcome="all", pieces=ALL if line is None else "1")
        unsure = slots.get("return_reason") == "missing_parts" and line.quantity > _TWO and not slots.get("quantity")
        pieces = None if unsure else slots.get("pieces") or _both(line, slots) or _every_one(line, slots)
        return slots.set(outcome="several" if pieces is None else "all", pieces=pieces)


class AskQuantity(ShopAction):
    """Asks how many pieces of the line are meant."""

    action = "action_ask_quantity"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """One button for each number there may be, the last for all."""
        line = await _line(slots, context)
        if line is None:
            raise LookupError("no line with several pieces")
        numbers = [*range(1, min(line.quantity, _SHOWN)), line.quantity]
        buttons = [{"title": str(one), "payload": f"/SetSlots(quantity={one})"} for one in numbers]
        say("utter_ask_how_many", buttons=buttons, item=named(line), count=line.quantity)
        return []


class TakePieces(ShopAction):
    """Keeps how many pieces are meant."""

    action = "action_take_pieces"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Never more than there are; what is no number means all."""
        line = await _line(slots, context)
        told = str(slots.get("quantity") or "").strip()
        there = line.quantity if line is not None else 1
        pieces = min(max(int(told), 1), there) if told.isdecimal() else there
        return slots.set(pieces=str(pieces), outcome="all")
