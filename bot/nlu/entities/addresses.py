"""Where an address begins and ends: its street with the flat, the postcode, the town and the region beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.phrasebook import Hit, ends_word, is_dense
from bot.nlu.entities.scene import Scene

_JOIN = re.compile(r"[ ,/·-]{0,3}")
_POSTCODE = re.compile(r"\d{4,5}-\d{3}|\d{4,6}(?![\d/:])|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}")
_CODE_BEFORE = re.compile(r"(?<![\w.-])\d{5,6}, ?$")
_STATE = re.compile(r"[A-Z]{2}(?![A-Za-z])")
_STATE_AND_CODE = re.compile(r"[A-Z]{2},? \d{5}(?!\d)")  # "Chicago | IL 60611" has no comma
_LONGEST_LEAD = 24
_MOST_LEADS = 4
_MOST = 8
_LONGEST_VERB = 10  # `帮我把地址改成`


def find_addresses(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the spans of addresses; parts that stand side by side (`شارع …، حي …`) are one."""
    spans = sorted(
        _widened(scene, *match.span())
        for pattern in scene.rules.patterns["address_forms"]
        for match in pattern.finditer(scene.text)
        if not scene.is_taken(*match.span()) and not _names_goods(scene, *match.span())
    )
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and (start < whole[-1][1] or _JOIN.fullmatch(scene.text[whole[-1][1] : start])):
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    yield from whole


def _names_goods(scene: Scene, start: int, end: int) -> bool:
    """Tell whether wares are named right behind the number: `size 12 jeans way too long`."""
    number = re.match(r"\d+ ", scene.text[start:end])
    return number is not None and any(hit.begin == start + number.end() for hit in scene.of("product"))


def _widened(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Return the span with what belongs to the address before and after it."""
    start = _trimmed(scene, start, end)
    for _ in range(_MOST):
        gap = _JOIN.match(scene.text, end)
        stop = _part(scene, end, gap.end() if gap else end)
        if not stop or any(end < last and first < stop for first, last in scene.taken):
            break
        end = stop
    for _ in range(_MOST_LEADS):
        for pattern in scene.rules.patterns["address_leads"]:
            if lead := re.search(rf"(?:{pattern.pattern}),? ?$", scene.text[max(0, start - _LONGEST_LEAD) : start]):
                start -= len(lead[0])
        near = (start, start - 1, start - 2)
        start = min((hit.begin for hit in _places(scene) if hit.stop in near and hit.begin < start), default=start)
    code = _CODE_BEFORE.search(scene.text, 0, start)
    return (code.start() if code and not scene.is_taken(*code.span()) else start), end


def _part(scene: Scene, end: int, at: int) -> int:
    """Return where the part of an address at `at`, behind one that ends at `end`, ends; 0 when there is none."""
    parts = [match.end() for one in scene.rules.patterns["address_parts"] if (match := one.match(scene.text, at))]
    if stop := max((hit.stop for hit in _places(scene) if hit.start == at), default=max(parts, default=0)):
        return stop if at > end or is_dense(scene.text[at]) or parts else 0
    if at == end:
        return 0
    if (code := _POSTCODE.match(scene.text, at)) and ends_word(scene.text, code.end()):
        return code.end()
    parted = re.search("[,-]", scene.text[end - 1 : at]) and _STATE.match(scene.cased, at)
    return at + 2 if parted or _STATE_AND_CODE.match(scene.cased, at) else 0


def _places(scene: Scene) -> list[Hit]:
    return [hit for hit in scene.of("place") if hit.end - hit.start > 1]


def _trimmed(scene: Scene, start: int, end: int) -> int:
    """Return where an address without spaces begins: at the first place that is known (`送到|广东省…`)."""
    if not is_dense(scene.text[start]) or any(hit.begin == start for hit in scene.of("place")):
        return start
    known = [hit.begin for hit in scene.of("place") if start < hit.begin < start + _LONGEST_VERB and hit.stop <= end]
    return min(known, default=start)
