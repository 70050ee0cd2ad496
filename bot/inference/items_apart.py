"""Which item each wish is about, in a message that names two: "money back for the shirt, and the mug in red"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.inference.cutting import Wish, first_of_each, ways_to_cut
from bot.nlu.understanding import Entity, Understanding

_CLEAR = 0.7
_ITEMS = 2
_MEANS = {
    **{name: name for name in ("return_request", "exchange_request", "item_damaged", "item_wrong", "item_missing")},
    "order_change_items": "exchange_request",  # what has arrived is changed by an exchange
}
_VARIANT = ("size", "colour")


def items_apart(found: Understanding, parse: Callable[[str], Understanding]) -> tuple[Wish, ...]:
    """The two remedies, or faults, of a message that names two items, each with its item and the size and colour that
    its own part names.

    parse: understands a part of the message. Empty when both parts say the same, or one says nothing clear.
    """
    products = first_of_each(found.entities, "product")
    if len(products) != _ITEMS or not any(one.name in _MEANS for one in found.intent_ranking[:2]):
        return ()
    tried = [_wishes(parts, products, parse) for parts in ways_to_cut(found.text, products)]
    return max(tried, key=lambda wishes: sum(wish.confidence for wish in wishes))


def _wishes(
    parts: Sequence[str], products: Sequence[Entity], parse: Callable[[str], Understanding]
) -> tuple[Wish, ...]:
    said = [parse(part.strip()) for part in parts]
    meant = [_meaning(one) for one in said]
    if len({name for name, _ in meant}) < len(parts) or any(sure < _CLEAR for _, sure in meant):
        return ()
    return tuple(
        Wish(name, sure, values=one.values, told=_told(one, product))
        for one, (name, sure), product in zip(said, meant, products, strict=True)
    )


def _meaning(part: Understanding) -> tuple[str, float]:
    """The likeliest of these wishes, and how sure it is."""
    sure: dict[str, float] = {}
    for one in part.intent_ranking if part.decision == "answer" else ():
        name = _MEANS.get(one.name, "")
        sure[name] = sure.get(name, 0.0) + one.confidence
    sure.pop("", None)
    return max(sure.items(), key=lambda one: one[1], default=("", 0.0))


def _told(part: Understanding, product: Entity) -> dict[str, str | None]:
    named = {one.entity: str(one.value) for one in part.entities}
    variant = {name: named.get(name) for name in _VARIANT}
    return {"product": str(product.value), "return_item": product.text, "return_reason": None, **variant}
