"""A part that is sent by itself instead of the whole coming back: a manual in the shopper's language, another strap."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, named, term
from actions.care.people import pass_on
from actions.commerce import operations
from actions.commerce.data_file import read_data
from actions.commerce.shapes import Item, Order
from actions.goods.named_items import SEVERAL, is_called, named_items
from actions.goods.shades import shade_wanted
from actions.goods.size_steps import step_wanted
from actions.orders.find_order import current_order
from actions.policy.calendar import add_working_days
from actions.said.word_tables import LOOSE_PARTS, words_in
from actions.said.words import key_named

_TABLE = Path(__file__).parent / "parts.yml"
_NOTE = "part"
_MISSING, _PART_MISSING = "missing_parts", "item_missing"
_FAULTS = frozenset({"item_damaged", "item_wrong", "item_missing"})


class Parts(BaseModel):
    """Words for parts by key, and in how many working days a part leaves the warehouse."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    ship_days: int = Field(ge=0)
    parts: dict[str, tuple[str, ...]]


@cache
def load_parts(path: Path = _TABLE) -> Parts:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Parts)


def part_named(text: str) -> str | None:
    """The key of the part that words name, the longest word first; None when they name none."""
    return key_named(text, load_parts().parts)


class BetweenLines(ShopAction):
    """What a report says besides its wish."""

    action = "action_between_lines"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets part, shade and size_step to what is named; praise with a fault in it is told to staff: it is none."""
        if "feedback_positive" in slots.said and _FAULTS.intersection(slots.said):
            context.ask("alert", kind="hidden_dissatisfaction", text="Praise with a fault in it")
        shade, step = shade_wanted(slots.text), step_wanted(slots.text)
        part = part_named(slots.text) or max(words_in(LOOSE_PARTS, slots.text), key=len, default=None)
        known = {"part": part, "shade": shade, "size_step": step}
        return slots.set(**{name: value or slots.get(name) for name, value in known.items()})


async def _lines_with(part: str, order: Order, context: ActionContext) -> list[Item]:
    """Lines of the order whose product has that part by itself."""
    found = []
    for item in order.items:
        product = await context.unit.commerce.product(item.sku)
        if product is not None and part in (product.attributes.get("parts") or ()):
            found.append(item)
    return found


async def _line(slots: Slots, context: ActionContext) -> tuple[Order, Item | None]:
    """The order and the line whose part is meant: the chosen one, or the only one with that part."""
    order = await current_order(slots, context)
    fitting = await _lines_with(str(slots.get("part") or ""), order, context)
    chosen = str(slots.get("return_item") or "").split(SEVERAL)
    mine = [item for item in fitting if item.id in chosen] or fitting
    return order, mine[0] if len(mine) == 1 else None


def _sent(order: Order, item: Item, part: str) -> bool:
    return any(
        isinstance(line, dict) and (line.get("kind"), line.get("item"), line.get("part")) == (_NOTE, item.id, part)
        for line in order.notes
    )


class CheckPart(ShopAction):
    """Whether a part is meant that the shop sends by itself."""

    action = "action_check_part"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to part; to passed_on, where a person sends one that is missing; or to none: no part was named,
        the product has none such, or it was sent before."""
        part = str(slots.get("part") or "")
        if not part:
            return slots.set(outcome="none")
        order, item = await _line(slots, context)
        if item is not None and order.delivered_at is not None and not _sent(order, item, part):
            return slots.set(outcome="part")
        if lacks_a_part(order, slots, (part, *load_parts().parts.get(part, ()))):
            pass_on(say, context, _PART_MISSING)
            return slots.set(outcome="passed_on", part=None)
        return slots.set(outcome="none", part=None)


def lacks_a_part(order: Order, slots: Slots, words: Iterable[str]) -> bool:
    """Whether what is missing by these words is a part of one product, and no item of the order: its price is not what
    the shopper is owed."""
    named = [word.casefold() for word in words]
    of_one = len(named_items(order, slots)) == 1 and slots.get("return_reason") == _MISSING
    return bool(named) and of_one and not any(is_called(item, word) for item in order.items for word in named)


class AskConfirmPart(ShopAction):
    """Offers the part alone."""

    action = "action_ask_confirm_part"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names product, part and the day on which it leaves; it costs nothing."""
        _, item = await _line(slots, context)
        if item is None:
            raise LookupError("no line with this part")
        part = term(f"part.{slots.get('part')}")
        say("utter_ask_confirm_part", item=named(item), part=part, ship_by=_ship_by(context))
        return []


class SendPart(ShopAction):
    """Has the part sent, after the yes."""

    action = "action_send_part"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Noted on the order with the shopper's own words, by which staff choose the language or size; once."""
        order, item = await _line(slots, context)
        part = str(slots.get("part"))
        if item is None:
            raise LookupError("no line with this part")
        if not _sent(order, item, part):
            wanted = {"item": item.id, "part": part, "language": context.locale}
            changed = operations.note(order, _NOTE, context.now, **wanted)
            await context.unit.record(changed, _NOTE, f"{item.id}:{part}", wanted)
            context.ask("alert", kind="part", text=f"Send {part} for {order.id}", order_id=order.id)
        known = {"item": named(item), "part": term(f"part.{part}"), "order_id": order.id}
        say("utter_part_sent", **known, ship_by=_ship_by(context))
        return slots.set(outcome="part_sent", part=None)


def _ship_by(context: ActionContext) -> JsonDict | None:
    return day(add_working_days(context.now.date(), load_parts().ship_days, context.weekend))
