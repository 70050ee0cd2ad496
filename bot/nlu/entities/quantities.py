"""How many pieces: a number before a counter or a product, `x2`, or any number when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.nlu.entities.numbers import Number
from bot.nlu.entities.scene import Found, Scene

_TIMES = re.compile(r"(?<![\w.,])(?:[x×] ?(\d{1,3})|(\d{1,3}) ?[x×])(?![\w.,]*\d)(?![a-z])", re.ASCII)
_MOST = 999
_PAIR_REACH, _MOST_IN_PAIR = 16, 30
_CUE_REACH = 4


def find_quantities(scene: Scene, numbers: Sequence[Number], products: Sequence[Found]) -> Iterator[Found]:
    """Yield the numbers of pieces. products: what was found of products, so that `two linen shirts` counts."""
    text = scene.text
    for match in _TIMES.finditer(scene.cased):
        if not scene.is_taken(*match.span()):
            yield Found(
                "quantity", int(match[1] or match[2]), match.start(), match.end(), "quantity_times", 0.9, rank=66
            )
    for hit in scene.of("quantity"):
        yield Found("quantity", int(hit.value), hit.begin, hit.stop, "quantity_word", 0.9, rank=57)
    pairs = _pairs(scene, numbers)
    counters = {hit.start: hit for hit in scene.of("counter")}
    goods = {product.start for product in products}
    for hit in sorted((*scene.of("colour"), *scene.of("modifier")), key=lambda hit: -hit.begin):
        if hit.stop + 1 in goods:
            goods.add(hit.begin)  # `two black shirts`
    for number in numbers:
        value, end = int(number.value), number.end
        if number.value != value or not 0 < value <= _MOST:
            continue
        counter = counters.get(end) or (counters.get(end + 1) if text[end : end + 1] == " " else None)
        if number.worded and value == 1 and scene.expected != "quantity":
            continue  # mostly an article: `one piece of paper`
        if counter and any(unit.start == counter.start and unit.end > counter.end for unit in scene.of("unit")):
            counter = None  # `3개월`
        if counter is not None and not any(u.start in (counter.stop, counter.stop + 1) for u in scene.of("unit")):
            yield Found("quantity", value, number.start, counter.stop, "quantity_counted", 0.9, rank=57)
        elif (1 if not number.worded else 2) <= value < 100 and end + 1 in goods and text[end] == " ":
            yield Found("quantity", value, number.start, end, "quantity_of", 0.9, rank=56)
        elif number in pairs:
            yield Found("quantity", value, number.start, end, "quantity_instead", 0.8, rank=43)
        elif scene.expected == "quantity":
            yield Found("quantity", value, number.start, end, "quantity_asked", 0.9, rank=48)
        elif scene.cued("quantity", number.start, _CUE_REACH) and not _is_something_else(scene, number):
            yield Found("quantity", value, number.start, end, "quantity_cued", 0.7, rank=47)


def _pairs(scene: Scene, numbers: Sequence[Number]) -> list[Number]:
    """Return the small numbers that stand instead of another: `12 instead of 2`, `two, not one`."""
    found: list[Number] = []
    for one, other in pairwise(numbers):
        between = scene.text[one.end : other.start]
        if len(between) > _PAIR_REACH or max(one.value, other.value) > _MOST_IN_PAIR:
            continue
        if any(one.end <= hit.start and hit.end <= other.start for hit in scene.of("instead")):
            found.append(one)
    return found


def _is_something_else(scene: Scene, number: Number) -> bool:
    """Tell whether a number is rather a size or counts days or money."""
    near = (number.end, number.end + 1)
    if any(hit.start in near for kind in ("unit", "currency", "size_mark", "month") for hit in scene.of(kind)):
        return True
    return not number.worded and any(number.value in sizes for sizes in scene.rules.size_numbers())
