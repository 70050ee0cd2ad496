"""Which lines of an order words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import ActionContext, JsonDict, Slots
from actions.commerce.shapes import Item, Order
from actions.goods.common_goods import goods_named
from actions.policy.eligibility import FAULT_REASONS
from actions.said.word_tables import EXCEPT_FOR, speaks_of
from actions.said.words import asks, unmarked

ALL, SEVERAL = "all", "+"
"""What stands for every line, and between the ids of some."""
_LIKE, _APART, _SHORT, _WORD, _FEW = 0.5, 0.2, 12, 5, 2
_SYLLABLES = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{2}")  # two of them are a word
_ONE_SCRIPT = re.compile(r"[\u30a1-\u30ff]{3,}|[\u4e00-\u9fff]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def match_items(order: Order, said: str, slots: Slots) -> tuple[Item, ...]:
    """Order lines that words mean: an id, SKU, position, name or product entity; `all` for every line, ids joined by
    `+` for some."""
    text = said.strip().lower()
    if not text:
        return ()
    if text == ALL:
        return order.items
    for item in order.items:
        if text in (item.id.lower(), item.sku.lower()):
            return (item,)
    ids = text.split(SEVERAL)
    if len(ids) > 1 and {item.id.lower() for item in order.items}.issuperset(ids):
        return tuple(item for item in order.items if item.id.lower() in ids)
    if re.fullmatch(r"\d{1,2}\.?", text) and 0 < int(text.rstrip(".")) <= len(order.items):
        return (order.items[int(text.rstrip(".")) - 1],)
    entities = _products_in(text, slots)
    scored = [(max(_likeness(word, item) for word in {text, *entities}), item) for item in order.items]
    best = max(score for score, _ in scored)
    several = {at for word in entities if (at := _best(order, word)) is not None}
    if len(several) > 1:  # "not the cap, the shirt" names two
        return tuple(order.items[at] for at in sorted(several))
    if best >= _LIKE:
        found = tuple(item for score, item in scored if score == best)
        return tuple(item for item in order.items if item in found or _named_too(item, text, found))
    return akin(order, _apart_too(entities) or {text}) or _in_one_script(order, text) or _of_that_kind(order, text)


def _of_that_kind(order: Order, text: str) -> tuple[Item, ...]:
    """The lines that are what words name in another language than their names are in: "แจ็คเก็ต" is the "Jacket"."""
    said = goods_named(text)
    return tuple(item for item in order.items if said & _goods_of(item))


def _goods_of(item: Item) -> frozenset[str]:
    return frozenset().union(*map(goods_named, _names(item)))


def _in_one_script(order: Order, text: str) -> tuple[Item, ...]:
    """The one line whose name begins or ends with a word of Japanese, where a word ends with its script: "美容液" is
    the "フェイス美容液" of an order that has no other."""
    words = _ONE_SCRIPT.findall(text)
    found = [
        item
        for item in order.items
        if any(name.endswith(word) or name.startswith(word) for name in _names(item) for word in words)
    ]
    return tuple(found) if len(found) == 1 else ()


def _products_in(text: str, slots: Slots) -> set[str]:
    """The products that are recognised in these words: all of the message's in the message, and in words of it those
    that stand there, since of two wishes in a message each may have an item of its own."""
    every = (*slots.entities, *slots.as_asked().entities)
    products = [one for one in every if one.get("entity") == "product"]
    if text == slots.text.strip().lower():
        return {str(one["value"]).lower() for one in slots.entities if one in products}
    return {value for one in products if (value := str(one["value"]).lower()) in text or _written(one) in text}


def _written(entity: JsonDict) -> str:
    return str(entity.get("text") or entity["value"]).lower()


def named_items(order: Order, slots: Slots) -> tuple[Item, ...]:
    """The line that was chosen or named, all where all were chosen, the only one; none where it is not clear."""
    if len(order.items) == 1:
        return order.items
    found = meant_items(order, slots)
    return found if len(found) == 1 or slots.get("return_item") == ALL else ()


def meant_items(order: Order, slots: Slots) -> tuple[Item, ...]:
    """The lines that were chosen; else those that the message names; else the one that was talked of before."""
    if said := str(slots.get("return_item") or ""):
        return _or_all_but(order, match_items(order, said, slots), said, slots)
    found = _or_all_but(order, match_items(order, slots.text, slots), slots.text, slots)
    before = str(slots.get("product") or "").lower()
    if found or not before:
        return found
    at = _best(order, before)
    return akin(order, _apart_too({before})) if at is None else (order.items[at],)


def all_but(text: str) -> bool:
    """Whether words mean all of an order but what they name."""
    return speaks_of(EXCEPT_FOR, text)


def _or_all_but(order: Order, found: tuple[Item, ...], text: str, slots: Slots) -> tuple[Item, ...]:
    """The lines that words name; all others where they except the one that they name. "All fine except the mug" of what
    is reported means the mug."""
    fault = slots.get("return_reason") in FAULT_REASONS
    if len(found) != 1 or len(order.items) == 1 or fault or not all_but(text):
        return found
    return tuple(item for item in order.items if item not in found)


def _apart_too(names: set[str]) -> set[str]:
    """Names and their longer words: what is recognised as a product may have a word beside it ("the left earphone")."""
    return names | {part for name in names for part in name.split() if len(part) >= _WORD}


async def called_otherwise(order: Order, slots: Slots, context: ActionContext) -> tuple[Item, ...]:
    """The one line whose product the message calls by another name of the catalogue, which orders do not carry."""
    said = {
        str(entity.get(key) or "").lower()
        for entity in slots.entities
        if entity.get("entity") == "product"
        for key in ("value", "text")
    } - {""}
    found = []
    for item in order.items if said else ():
        product = await context.unit.commerce.product(item.sku)
        names = product.names if product is not None else ()
        if any(name in word for word in said for name in names if len(name) > _FEW):
            found.append(item)
    return tuple(found) if len(found) == 1 else ()


def only_one(items: tuple[Item, ...], slots: Slots) -> bool:
    """Whether only one of several lines is meant after all, and nobody says which: "just one of them"."""
    return len(items) > 1 and slots.get("pieces") == "1" and "product" not in slots.kinds


def renamed(order: Order, slots: Slots) -> tuple[Item, ...]:
    """The one line that the message names where another was chosen before: "go on with the cap"; all others, where it
    excepts that: "everything but the cap". A question beside the matter ("can the boots get wet?") chooses nothing."""
    chosen = str(slots.get("return_item") or "").split(SEVERAL)
    settled = chosen == [ALL] or all(order.item(one) for one in chosen)
    now = apart(order, slots) if settled and not asks(slots.text) else ()
    if len(now) == 1 and all_but(slots.text):
        others = _or_all_but(order, now, slots.text, slots)
        return others if [item.id for item in others] != chosen else ()
    return now if len(now) == 1 and now[0].id not in chosen else ()


def may_mean_another(order: Order, item: Item, text: str) -> bool:
    """Whether words have a longer word of another line's name too, with whatever is joined to it: "the tool box came,
    but no drill" where the one line is only called nearer to its name."""
    own = " ".join(_names(item))
    words = {
        word
        for other in order.items
        if other is not item
        for name in _names(other)
        for word in re.split(r"\W+", name)
        if len(word) >= (_WORD if word.isascii() else _WORD - 1) and word not in own
    }
    return any(word in text.lower() for word in words)


def _named_too(item: Item, said: str, found: tuple[Item, ...]) -> bool:
    """Whether words name this line too, by a long word of its name that no name of the lines found has: "the glasses
    are missing, there was only the cap" where the order has sunglasses by that name."""
    there = " ".join(name for one in found for name in _names(one))
    words = {word for name in _names(item) for word in re.split(r"\W+", name) if len(word) >= _WORD}
    words = {unmarked(word) for word in words if word not in there}
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", unmarked(said)) for word in words)


def _best(order: Order, word: str) -> int | None:
    """The place of the one line that a word names best, if it names any."""
    scores = [_likeness(word, item) for item in order.items]
    best = max(scores)
    return scores.index(best) if best >= _LIKE and scores.count(best) == 1 else None


def apart(order: Order, slots: Slots) -> tuple[Item, ...]:
    """Lines of an order of several that the message's products name; none where it names no product."""
    products = [one for one in slots.entities if one.get("entity") == "product"]
    return match_items(order, slots.text, slots) if products and len(order.items) > 1 else ()


def is_called(item: Item, word: str) -> bool:
    """Whether the word has most of a name of the item in it, or is what the item is in another language: an article or
    an ending may be joined to it."""
    return _likeness(word, item) >= _LIKE or not goods_named(word).isdisjoint(_goods_of(item))


def _names(item: Item) -> list[str]:
    return [name.lower() for name in (item.name.values() if isinstance(item.name, dict) else [item.name])]


def _likeness(said: str, item: Item) -> float:
    best, plain = 1.0 if said and item.sku.lower() == said else 0.0, unmarked(said)
    for name in _names(item):
        if name in said or (said in name and len(said) > 2):
            return 1.0
        tokens = [token for token in re.split(r"\W+", name) if len(token) > 2 or _SYLLABLES.fullmatch(token)]
        hits = sum(token in said or (len(token) >= _WORD and unmarked(token) in plain) for token in tokens)
        best = max(best, hits / len(tokens) if tokens else 0.0)
    return best


def akin(order: Order, words: set[str]) -> tuple[Item, ...]:
    """Of several lines the one whose name is clearly the likest to what was said: "cup" among a mug and a kettle."""
    at = likest([_names(item) for item in order.items], words)
    return () if at is None else (order.items[at],)


def likest(
    named: Sequence[Sequence[str]], words: set[str], *, least: float = _LIKE, ahead: float = _APART
) -> int | None:
    """The place of the one of several things, each by its names, that is clearly the likest to the words. least: how
    like it has to be; ahead: by how much more than the next."""
    ranked = sorted(((max(_common(word, names) for word in words), at) for at, names in enumerate(named)), reverse=True)
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, 0)
    return first[1] if first[0] >= least and first[0] - second[0] >= ahead else None


def _common(said: str, names: Sequence[str]) -> float:
    """The share of a short word's letters, two by two, that one of the names has too; Han characters one by one."""
    if len(said) > _SHORT:
        return 0.0
    han = set(_HAN.findall(said))
    parts = han or {said[at : at + 2] for at in range(len(said) - 1)}
    return max((sum(part in name for part in parts) / len(parts) for name in names), default=0.0) if parts else 0
