"""Sums of money: a number beside a currency, or one that only a sum of this language looks like (`500rb`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.nlu.entities.currencies import currencies, market_currency
from bot.nlu.entities.numbers import Number
from bot.nlu.entities.phrasebook import Hit, is_hangul
from bot.nlu.entities.scene import Found, Scene

_RANK = 78
_LEAST_FREE = 20
_CENTS = Decimal("0.01")
_LEAST_CENTS = Decimal("2.5")  # less with decimals is rather a height in metres
_NO_CENTS = re.compile(r"[.,]-{1,2}")  # `CHF 85.-`
_LEAST_WORDED = 100
_LAST_CLOCK = 24  # `14.30` may be a time
_YEARS = range(1950, 2051)
_ORDER = re.compile(r"\d{3} \d{3}|\d{3}(?: \d{3}){2,}")  # an order number or a tax number in groups
_LONGEST_CODE = 3  # `EUR 20`; names of currencies stand behind the number
# where a sum without a currency is at home when the market is not known: languages of one market
_HOME = {"ja": "JP", "ko": "KR", "th": "TH", "vi": "VN", "id": "ID", "tr": "TR", "ru": "RU", "zh": "CN"}


def amount_value(value: Decimal, currency: str) -> str:
    """Return a sum as `80 EUR` or `28.50 EUR`: a decimal with point, a space, the ISO code ("" when unknown)."""
    shown = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.quantize(_CENTS)
    return f"{shown} {currency}".strip()


def read_amount(value: str) -> tuple[Decimal, str]:
    """Return the sum and the ISO code ("" when unknown) of an amount's value. Raises `ValueError`."""
    number, _, currency = value.partition(" ")
    try:
        return Decimal(number), currency
    except ArithmeticError as error:
        raise ValueError(f"{value!r} is no amount; expected a number and a currency code") from error


def find_amounts(scene: Scene, numbers: Sequence[Number]) -> Iterator[Found]:
    """Yield the sums of a message, as `number ISO-code`."""
    text, table = scene.text, currencies()
    longest = sorted(scene.of("currency"), key=lambda hit: hit.end - hit.start)  # `R$` rather than `$`
    before = {hit.end: hit for hit in longest if text[hit.start : hit.end].isascii() or not text[hit.start].isalpha()}
    after = {hit.start: hit for hit in longest}
    home = market_currency(scene.market or _HOME.get(scene.language, ""))
    spent = -1  # end of the currency of the number before
    for number in numbers:
        start, end = number.start, number.end
        left = before.get(start) or (before.get(start - 1) if text[start - 1 : start] in (" ", ".") else None)
        about = next((word for word in scene.rules.lists["about"] if text.startswith(word, end)), "")  # `两千多块`
        end += len(about)
        right = after.get(end) or (after.get(end + 1) if text[end : end + 1] in (" ", "-") else None)
        if left and right and not text[left.start : left.end].isalpha() and text[right.start].isalpha():
            start, left = left.start, None  # `$80 USD`: the code says it exactly
        if left and (left.start < spent or _is_name(scene, left)):
            left = None
        if right and left and left.end == start:
            right = None
        hit = right or left
        if hit is not None:
            currency = table.resolve(hit.value, scene.market, scene.language)
            span = (min(start, hit.start), max(end, hit.stop))
            value, stop = _with_tenths(scene, number.value, span[1]) if hit is right else (number.value, span[1])
            if hit is left and (dash := _NO_CENTS.match(text, span[1])):
                stop = dash.end()
            spent = span[1]
            yield Found("amount", amount_value(value, currency), span[0], stop, "amount", 1.0, rank=_RANK)
        elif (
            number.scaled
            and not number.bare
            and not is_hangul(text[start])
            and (own := scene.rules.words["multiplier_currency"])
        ):
            if _counts(scene, end, ("counter", "product")):
                continue
            yield Found("amount", amount_value(number.value, own), start, end, "amount_scaled", 0.8, rank=_RANK)
        elif scene.expected == "amount":
            yield Found("amount", amount_value(number.value, home), start, end, "amount_asked", 0.7, rank=56)
        elif _free_sum(scene, number) or (
            not number.worded
            and number.value >= _LEAST_FREE
            and scene.cued("amount", start, 10)
            and number.value not in _YEARS
            and not _is_measured(scene, number)
            and not _counts(scene, end)
        ):
            yield Found("amount", amount_value(number.value, home), start, end, "amount_cued", 0.6, rank=45)


def _with_tenths(scene: Scene, value: Decimal, end: int) -> tuple[Decimal, int]:
    """Return the value and the end of a sum whose tenths are said behind the currency: `三十五块五`."""
    if any(hit.end == end for hit in scene.of("tenth")):
        for hit in (*scene.of("number"), *scene.of("digit")):
            alone = not any(other.start == hit.end for kind in ("unit", "counter") for other in scene.of(kind))
            if hit.start == end and len(hit.value) == 1 and alone:
                return value + Decimal(hit.value) / 10, hit.end
        if digit := re.match(r"\d(?!\d)", scene.text[end : end + 2]):
            return value + Decimal(digit[0]) / 10, end + 1
    return value, end


def _free_sum(scene: Scene, number: Number) -> bool:
    """Tell whether a number without a currency looks like a sum: `12 000`, or `за 900` after a word for prices."""
    written = scene.text[number.start : number.end]
    cents = re.fullmatch(r"\d+,\d\d", written)
    if scene.rules.words["dotted_dates"] != "true" and re.fullmatch(r"\d+\.\d\d", written):
        cents = None if number.value < _LAST_CLOCK and written[-2:] < "60" else re.fullmatch(r".+", written)
    if number.worded and not (number.scaled and number.value >= _LEAST_WORDED and scene.hinted("amount", number.start)):
        return False
    if number.value < (_LEAST_CENTS if cents else _LEAST_FREE) or number.value in _YEARS:
        return False
    if (not cents and _counts(scene, number.end)) or _is_measured(scene, number) or _ORDER.fullmatch(written):
        return False
    if "，" in scene.folded.written(number.start, number.end):
        return False  # two numbers
    if re.match(r"[%/:-]|[a-z]", scene.text[number.end : number.end + 1]):
        return False
    if number.worded:
        return True  # `扣我四百二`
    grouped = re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", written) is not None
    return grouped or cents is not None or scene.hinted("amount", number.start)


def _is_name(scene: Scene, hit: Hit) -> bool:
    """Tell whether a currency is written as a word (`peso`), not as a sign or a code."""
    written = scene.text[hit.start : hit.end]
    return written.isalpha() and written.isascii() and len(written) > _LONGEST_CODE and hit.value != "EUR"


def _is_measured(scene: Scene, number: Number) -> bool:
    """Tell whether a number is a weight, a height or the like, or of a house."""
    return scene.measured(number.start, number.end) or scene.cued("house", number.start)


def _counts(scene: Scene, end: int, kinds: Sequence[str] = ("unit", "counter", "product")) -> bool:
    """Tell whether what stands behind a number says that it counts pieces or days."""
    return any(hit.start - end in (0, 1) for kind in kinds for hit in scene.of(kind))
