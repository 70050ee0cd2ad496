"""Which order each wish is about, in a message that names several orders: "cancel A, and where is B"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.inference.cutting import Wish, first_of_each, ways_to_cut
from bot.inference.items_apart import items_apart
from bot.nlu.understanding import Entity, Understanding

_CLEAR = 0.5


def orders_apart(found: Understanding, parse: Callable[[str], Understanding]) -> tuple[Wish, ...]:
    """The wishes of a message with several order numbers, each with the number it is about, in their order; of one
    that names several items, each with its item.

    parse: understands a part of the message. Empty when the parts do not each say a clear wish of their own; nothing
    depends on whether the number stands before or behind what is wished for it.
    """
    numbers = first_of_each(found.entities, "order_id")
    if len(numbers) < 2:
        return items_apart(found, parse)
    tried = [_wishes(parts, numbers, parse) for parts in ways_to_cut(found.text, numbers)]
    return max(tried, key=lambda wishes: sum(wish.confidence for wish in wishes))


def _wishes(parts: Sequence[str], numbers: Sequence[Entity], parse: Callable[[str], Understanding]) -> tuple[Wish, ...]:
    said = [parse(part.strip()) for part in parts]
    clear = [one for one in said if one.intents and one.intents[0].confidence >= _CLEAR]
    if len(clear) < len(parts) or len({one.intents[0].name for one in clear}) < len(parts):
        return ()
    return tuple(
        Wish(one.intents[0].name, one.intents[0].confidence, str(number.value), one.values)
        for one, number in zip(clear, numbers, strict=True)
    )
