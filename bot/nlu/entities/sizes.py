"""Sizes: letters, numbers of a system, numbers beside a word for size, centimetres."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.nlu.entities.numbers import Number
from bot.nlu.entities.phrasebook import ends_word, starts_word
from bot.nlu.entities.scene import Found, Scene

_LETTERS = re.compile(
    r"(?<![A-Za-zÀ-ɏḀ-ỿ0-9'’´&$€£-])(X{1,4}[SL]|[2-6]X[SL]?L?|LL|[2-6]L|[SML]|x{1,4}[sl]|[2-6]xl)(?![A-Za-zÀ-ɏḀ-ỿ0-9&-]|['’](?=[aeiouhyAEIOUHYàâéèêîôûÉ]))"
)
_WIDTH = str.maketrans(
    {chr(0xFF21 + i): chr(0x41 + i) for i in range(26)} | {chr(0xFF10 + i): chr(0x30 + i) for i in range(10)}
)
_SYSTEM = re.compile(
    r"(?<![A-Za-z])(EU|EUR|US|UK|JP|FR|BR|KR|CN|IT|DE|eu(?= )|uk(?= ))[ .]?(\d{1,3}(?:[.,]5)?)(?![\d%]|[.,]\d)"
)
_WAIST = re.compile(r"(?<![\w-])W ?[2-5]\d(?: ?/? ?L ?[23]\d)?(?![\w-])")  # jeans
_OWN_SYSTEM = ("EU", "EUR", "FR", "DE")  # catalogues give these without a system
_SIZES = range(1, 150)  # more is a person's height
_CHILDREN = range(80, 161, 10)  # by height
_HALVES = [Decimal(n) / 2 for n in range(45, 93, 2)]
_VARIANT = ("variant", "resolution")  # a size, a colour, or a yes to the ones that were named; what is to be sent
_OF_A_VARIANT = {*range(20, 70), *_CHILDREN, *range(74, 171, 6)}  # clothes, shoes, rings; fewer may count pieces
_REACH = 14
_LONGEST_CM = 60
_PAIR_REACH = 16
_CLOSE, _LEAST_PAIR = 4, 6  # sizes that are exchanged for one another lie close


def size_value(written: str) -> str:
    """Return a letter size as shops write it: `2xl` is `XXL`, from four on `4XL`."""
    letters = written.upper()
    if letters == "LL" or re.fullmatch(r"\dL", letters):  # Japan
        letters = f"{(2 if letters == 'LL' else int(letters[0])) - 1}XL"
    if letters[0].isdigit() and letters[1:] in ("X", "XL", "XS"):
        times, last = int(letters[0]), letters[-1] if letters[-1] in "SL" else "L"
        return "X" * times + last if times <= 3 else f"{times}X{last}"
    return f"{letters.count('X')}X{letters[-1]}" if letters.count("X") > 3 else letters


def find_sizes(scene: Scene, numbers: Sequence[Number]) -> Iterator[Found]:
    """Yield the sizes of a message."""
    yield from _letters(scene)
    text = scene.text
    for match in _SYSTEM.finditer(scene.cased):
        if not scene.is_taken(*match.span()):
            if match[1].islower() and any(u.start in (match.end(), match.end() + 1) for u in scene.of("unit")):
                continue  # `in the uk 2 days`
            system, number = match[1].upper(), match[2].replace(",", ".")
            value = number if system in _OWN_SYSTEM else f"{system} {number}"
            yield Found("size", value, match.start(), match.end(), "size_system", 1.0, rank=74)
    for match in _WAIST.finditer(scene.cased):
        if not scene.is_taken(*match.span()):
            yield Found("size", match[0].replace(" ", ""), match.start(), match.end(), "size_waist", 0.95, rank=73)
    spoken_of = bool(scene.of("cue:size")) or scene.expected == "size"
    for hit in scene.of("size"):
        cued = scene.cued("size", hit.begin, _REACH) or scene.cued_after("size", hit.stop, _REACH)
        if hit.value in ("S", "M", "L") and re.search(r"\d|\b[sml]\b", text[max(0, hit.begin - _REACH) : hit.begin]):
            continue  # `size 40 is too small`
        if cued or scene.expected == "size" or hit.value not in ("S", "M", "L"):
            yield Found("size", hit.value, hit.begin, hit.stop, "size_name", 0.8, rank=53)
    marks = {hit.start: hit for kind in ("size_mark", "centimetre") for hit in scene.of(kind)}
    pairs = size_pairs(scene, numbers)
    for number in numbers:
        start, end = number.start, number.end
        if scene.measured(start, end) or scene.cued("house", start):
            continue
        if number.worded or not (number.value in _SIZES or number.value * 2 in _SIZES or _is_worn(scene, number)):
            continue
        value = text[start:end].replace(",", ".")
        mark = marks.get(end) or (marks.get(end + 1) if text[end : end + 1] == " " else None)
        if mark is not None:
            if mark.kind == "centimetre":
                if number.value > _LONGEST_CM:
                    continue  # a person's height
                value = f"{value} cm"
            yield Found("size", value, start, mark.stop, "size_marked", 0.9, rank=63)
        elif scene.cued("size", start, _REACH) and _stands_free(scene, number, 1, goods=scene.cued("size", start, 1)):
            yield Found("size", value, start, end, "size_cued", 0.9, rank=64)
        elif value.endswith(".5") and number.value in _HALVES and _stands_free(scene, number):
            yield Found("size", value, start, end, "size_half", 0.8, rank=50)
        elif scene.of("product") and _is_worn(scene, number) and _stands_free(scene, number):
            yield Found("size", value, start, end, "size_worn", 0.6, rank=44)
        elif (
            (_is_worn(scene, number) or number.value in _CHILDREN)
            and scene.hinted("size", start)
            and _stands_free(scene, number)
        ):
            yield Found("size", value, start, end, "size_hinted", 0.6, rank=44)
        elif scene.expected in _VARIANT and number.value in _OF_A_VARIANT and _stands_free(scene, number):
            yield Found("size", value, start, end, "size_of_a_variant", 0.7, rank=44)
        elif scene.expected == "size" or (spoken_of and _stands_free(scene, number)) or number in pairs:
            yield Found("size", value, start, end, "size_free", 0.7, rank=44)


def _letters(scene: Scene) -> Iterator[Found]:
    cased = scene.cased
    shouted = sum(c.islower() for c in cased) < 3 and len(cased) > 12 and cased.isascii()
    for match in _LETTERS.finditer(cased):
        written = match[1]
        if written[0].isdigit() and written[1:] == "L" and scene.language != "ja":
            continue  # litres
        if written in "Mm" and re.search(r"\d ?$", cased[: match.start()]):
            continue  # metres
        single = len(written) == 1
        cued = scene.expected == "size" or scene.cued("size", match.start(), _REACH)
        if single and (
            shouted or (cased[match.end() : match.end() + 1] == "." and not cued and _more(cased, match.end()))
        ):
            continue
        end = match.end()
        mark = next((h for h in scene.of("size_mark") if h.start in (end, end + 1)), None)
        yield Found(
            "size", size_value(written), match.start(), mark.stop if mark else end, "size_letters", 0.95, rank=58
        )
    for value, letters in scene.rules.named["size_letters"].items():
        for written in letters:
            for match in re.finditer(
                rf"(?<![A-Za-zÀ-ɏḀ-ỿ0-9'’&-]){written}(?![A-Za-zÀ-ɏḀ-ỿ0-9&-]|['’](?=[aeiouhyAEIOUHYàâéèêîôûÉ]))", cased
            ):
                whole = starts_word(cased, match.start()) and ends_word(cased, match.end())
                if whole and (not shouted or scene.cued("size", match.start(), _REACH)):
                    yield Found("size", value, match.start(), match.end(), "size_letters", 0.9, rank=58)
    if scene.expected == "size" or scene.of("cue:size"):
        # in small letters only beside the word for size
        for match in re.finditer(r"(?<![\w'-])[sml](?![\w'-])", scene.text):
            if scene.expected == "size" or scene.cued("size", match.start(), _REACH):
                yield Found("size", match[0].upper(), match.start(), match.end(), "size_letters", 0.8, rank=57)


def _more(text: str, at: int) -> bool:
    """Tell whether an initial's full stop stands at `at`: a name follows."""
    return bool(re.match(r"\. ?[A-Z]", text[at : at + 3]))


def size_pairs(scene: Scene, numbers: Sequence[Number]) -> list[Number]:
    """Return the numbers that are weighed against each other like sizes: `38 instead of 39`, `10 or 12`."""
    found: list[Number] = []
    worn = [n for n in numbers if not n.worded and _is_worn(scene, n) and _stands_free(scene, n)]
    for one, other in pairwise(worn):
        if abs(one.value - other.value) <= max(_CLOSE - 1, int(one.value) // 20) and one.value != other.value:
            found += [one, other]
    for one, other in pairwise(numbers):
        between = scene.text[one.end : other.start]
        if len(between) > _PAIR_REACH or one.worded or other.worded:
            continue
        if not any(
            one.end <= hit.start and hit.end <= other.start for kind in ("instead", "or") for hit in scene.of(kind)
        ):
            continue
        close = abs(one.value - other.value) <= _CLOSE and min(one.value, other.value) >= _LEAST_PAIR
        if close and _stands_free(scene, one) and _stands_free(scene, other):
            found += [one, other]
    return found


def _is_latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalpha() and text[at].isascii()


def _is_hintable(scene: Scene, number: Number) -> bool:
    return _is_worn(scene, number) or number.value in _CHILDREN


def _is_worn(scene: Scene, number: Number) -> bool:
    return any(number.value in numbers for numbers in scene.rules.size_numbers())


def _stands_free(scene: Scene, number: Number, least: int = 4, goods: bool = False) -> bool:
    """Tell whether nothing beside a number says that it counts something else. goods: wares may (`size 12 jeans`)."""
    end, text = number.end, scene.text
    if not starts_word(text, number.start) or _is_latin(text, number.start - 1) or _is_latin(text, end):
        return False  # `48h`, `1m80`
    if text[number.start - 1 : number.start] == "'":
        return False  # `5'4`
    near = (end, end + 1)
    kinds = ("unit", "counter", "currency", "month", *(() if goods else ("product",)))
    if any(hit.start in near for kind in kinds for hit in scene.of(kind)):
        return False
    return not re.match(r" ?[%/:°\"]|['’]", text[end : end + 2]) and number.value >= least
