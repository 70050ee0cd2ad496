"""How many pieces: a number before a counter or a product, `x2`, or any number when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.nlu.entities.numbers import Number
from bot.nlu.entities.scene import Found, Scene

_TIMES = re.compile(r"(?<![\w.,])(?<!\d )(?:[x×] ?(\d{1,3})|(\d{1,3}) ?[x×](?! ?\d))(?![\w.,]*\d)(?![a-z])", re.ASCII)
_AFTERWARDS = re.compile(r" ?(?:$|[.,!?;:)])")
_MOST = 999
_PAIR_REACH, _MOST_IN_PAIR = 16, 30
_REFUSED_REACH = 24
_CUE_REACH = 4
_PARTS_REACH, _MOST_PARTS = 24, 500


def find_quantities(scene: Scene, numbers: Sequence[Number], products: Sequence[Found]) -> Iterator[Found]:
    """Yield the numbers of pieces. products: what was found of products, so that `two linen shirts` counts."""
    text = scene.text
    for match in _TIMES.finditer(scene.cased):
        if match[2] and not (_names_goods(scene, match.end()) or _AFTERWARDS.match(text, match.end())):
            continue  # `asked 3x already`
        if not scene.is_taken(*match.span()):
            yield Found(
                "quantity", int(match[1] or match[2]), match.start(), match.end(), "quantity_times", 0.9, rank=66
            )
    for hit in scene.of("quantity"):
        yield Found("quantity", int(hit.value), hit.begin, hit.stop, "quantity_word", 0.9, rank=57)
    refused = _refused(scene, numbers)
    pairs = [*refused.values(), *_pairs(scene, numbers), *_parts(scene, numbers, products)]
    counters = {hit.start: hit for hit in scene.of("counter")}
    goods = {product.start for product in products}
    for hit in sorted((*scene.of("colour"), *scene.of("modifier")), key=lambda hit: -hit.begin):
        if hit.stop + 1 in goods:
            goods.add(hit.begin)  # `two black shirts`
    for number in numbers:
        value, end = int(number.value), number.end
        if number.value != value or not 0 < value <= _MOST or number in refused:
            continue
        counter = counters.get(end) or (counters.get(end + 1) if text[end : end + 1] == " " else None)
        if number.worded and value == 1 and scene.expected != "quantity":
            continue  # mostly an article: `one piece of paper`
        if counter and any(unit.start == counter.start and unit.end > counter.end for unit in scene.of("unit")):
            counter = None  # `3개월`
        if _is_uncounted(scene, end) or (counter and _is_uncounted(scene, counter.stop)):
            continue  # `两个电话`
        if counter is not None and not any(u.start in (counter.stop, counter.stop + 1) for u in scene.of("unit")):
            yield Found("quantity", value, number.start, counter.stop, "quantity_counted", 0.9, rank=57)
        elif (1 if not number.worded else 2) <= value <= _MOST and end + 1 in goods and text[end] == " ":
            yield Found("quantity", value, number.start, end, "quantity_of", 0.9, rank=56)
        elif number in pairs:
            yield Found("quantity", value, number.start, end, "quantity_instead", 0.8, rank=43)
        elif scene.expected == "quantity":
            yield Found("quantity", value, number.start, end, "quantity_asked", 0.9, rank=48)
        elif (
            scene.cued("quantity", number.start, _CUE_REACH)
            and not scene.of("cue:house")
            and not _is_something_else(scene, number)
        ):
            yield Found("quantity", value, number.start, end, "quantity_cued", 0.7, rank=47)


def _pairs(scene: Scene, numbers: Sequence[Number]) -> list[Number]:
    """Return the small numbers that stand instead of another: `12 instead of 2`, `two, not one`."""
    found: list[Number] = []
    for one, other in pairwise(numbers):
        between = scene.text[one.end : other.start]
        if len(between) > _PAIR_REACH or max(one.value, other.value) > _MOST_IN_PAIR:
            continue
        if any(one.end <= hit.start and hit.end <= other.start for hit in scene.of("instead")):
            found += [n for n in (one,) if not scene.cued("house", n.start)]
    return found


def _refused(scene: Scene, numbers: Sequence[Number]) -> dict[Number, Number]:
    """Return the small numbers that are not wanted, each with the one that is: `instead of 1 I wanted 2`."""
    found: dict[Number, Number] = {}
    for one, other in pairwise(numbers):
        small = 0 < one.value <= _MOST_IN_PAIR and 0 < other.value <= _MOST_IN_PAIR
        opened = any(hit.stop in (one.start, one.start - 1) for hit in scene.of("instead"))
        near = other.start - one.end <= _REFUSED_REACH and not scene.of("cue:house")
        if small and opened and near and not any(_is_something_else(scene, n) for n in (one, other)):
            found[one] = other
    return found


def _parts(scene: Scene, numbers: Sequence[Number], products: Sequence[Found]) -> list[Number]:
    """Return the numbers of a part and its whole: `4 of the 6 mugs`, `drei davon`, `two of the shirts`."""
    found: list[Number] = []
    words = [hit for hit in scene.of("partitive") if not any(i.stop == hit.stop for i in scene.of("instead"))]
    for one, other in pairwise(numbers):
        if one.end > other.start - 2 or other.start - one.end > _PARTS_REACH:
            continue
        if _is_uncounted(scene, one.end):
            continue  # `due volte su tre`
        if max(one.value, other.value) <= _MOST_PARTS and any(
            one.end <= hit.start and hit.stop in (other.start, other.start - 1) for hit in words
        ):
            found += [n for n in (one, other) if not _is_something_else(scene, n, sizes=False)]
    for one, other in pairwise(numbers):  # `von 12 Kerzen sind 3 zerbrochen`
        goods = any(one.end < product.start <= one.end + 2 and product.end < other.start for product in products)
        opened = any(hit.stop in (one.start, one.start - 1) for hit in words)
        if goods and opened and other.value < one.value <= _MOST_PARTS and other.start - one.end <= _PARTS_REACH:
            found += [n for n in (one, other) if not _is_something_else(scene, n, sizes=False)]
    for number in numbers:
        for hit in words:
            named = any(hit.stop < product.start <= hit.stop + _CUE_REACH + 1 for product in products)
            if named and hit.start == number.end + 1 and number.value < _MOST_PARTS and number not in found:
                found.append(number)
    return found


def _names_goods(scene: Scene, at: int) -> bool:
    return any(hit.begin in (at, at + 1) for kind in ("product", "colour", "modifier") for hit in scene.of(kind))


def _is_uncounted(scene: Scene, at: int) -> bool:
    """Tell whether at `at` stands a word for what is counted but is no ware: calls, messages, days."""
    return any(hit.start in (at, at + 1) for hit in scene.of("uncounted")) or scene.measured(at, at)


def _is_something_else(scene: Scene, number: Number, sizes: bool = True) -> bool:
    """Tell whether a number is rather a size or counts days or money."""
    near = (number.end, number.end + 1)
    if any(hit.start in near for kind in ("unit", "currency", "size_mark", "month") for hit in scene.of(kind)):
        return True
    if scene.measured(number.start, number.end) or scene.cued("house", number.start):
        return True
    if re.match(r"[a-z]", scene.text[number.end : number.end + 1]):
        return True  # `5L`
    for hit in scene.of("or"):  # `14 or 30 days`
        other = re.match(r" ?\d+ ?", scene.text[hit.stop :])
        if hit.start in near and other and any(u.start == hit.stop + other.end() for u in scene.of("unit")):
            return True
    return sizes and not number.worded and any(number.value in worn for worn in scene.rules.size_numbers())
