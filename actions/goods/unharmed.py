"""Which of several items that a report of a fault names are said to be whole."""

from __future__ import annotations

from actions.base import Slots
from actions.commerce.shapes import Item
from actions.goods.named_items import is_called
from actions.said.word_tables import UNHARMED, speaks_of


def without_unharmed(items: tuple[Item, ...], slots: Slots) -> tuple[Item, ...]:
    """The items without those of which the message says, behind their name and before the next one, that they are
    whole: "the vase is in pieces, the mug is fine". All of them where none would be left."""
    text = slots.text.casefold()
    named = [one for one in slots.entities if one.get("entity") == "product"]
    places = sorted({(at, word) for one in named if (word := _written(one)) and (at := text.find(word)) >= 0})
    if not places:  # named by words that no product is known by
        return items
    ends = [at for at, _ in places[1:]] + [len(text)]
    whole = {
        word for (at, word), end in zip(places, ends, strict=True) if speaks_of(UNHARMED, text[at + len(word) : end])
    }
    names = whole | {str(one.get("value") or "").lower() for one in named if _written(one) in whole}
    return tuple(item for item in items if not any(is_called(item, name) for name in names)) or items


def _written(entity: dict[str, object]) -> str:
    """The name as the shopper wrote it, folded."""
    return str(entity.get("text") or "").casefold()
