"""Sums of money: a number beside a currency, or one that only a sum of this language looks like (`500rb`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.nlu.entities.currencies import currencies, market_currency
from bot.nlu.entities.numbers import Number
from bot.nlu.entities.phrasebook import is_hangul
from bot.nlu.entities.scene import Found, Scene

_RANK = 78
_LEAST_FREE = 20
_CENTS = Decimal("0.01")


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
    home = market_currency(scene.market)
    for number in numbers:
        start, end = number.start, number.end
        left = before.get(start) or (before.get(start - 1) if text[start - 1 : start] in (" ", ".") else None)
        right = after.get(end) or (after.get(end + 1) if text[end : end + 1] in (" ", "-") else None)
        if left and right and not text[left.start : left.end].isalpha() and text[right.start].isalpha():
            start, left = left.start, None  # `$80 USD`: the code says it exactly
        if right and left and left.end == start:
            right = None
        hit = right or left
        if hit is not None:
            currency = table.resolve(hit.value, scene.market, scene.language)
            span = (min(start, hit.start), max(end, hit.stop))
            yield Found("amount", amount_value(number.value, currency), *span, "amount", 1.0, rank=_RANK)
        elif (
            number.scaled
            and not number.bare
            and not is_hangul(text[start])
            and (own := scene.rules.words["multiplier_currency"])
        ):
            if _counts(scene, end):
                continue
            yield Found("amount", amount_value(number.value, own), start, end, "amount_scaled", 0.8, rank=_RANK)
        elif scene.expected == "amount":
            yield Found("amount", amount_value(number.value, home), start, end, "amount_asked", 0.7, rank=56)
        elif _free_sum(scene, number) or (
            not number.worded
            and number.value >= _LEAST_FREE
            and scene.cued("amount", start, 10)
            and not _counts(scene, end)
        ):
            yield Found("amount", amount_value(number.value, home), start, end, "amount_cued", 0.6, rank=45)


def _free_sum(scene: Scene, number: Number) -> bool:
    """Tell whether a number without a currency looks like a sum: `12 000`, or `за 900` after a word for prices."""
    written = scene.text[number.start : number.end]
    cents = re.fullmatch(r"\d+,\d\d", written)
    if number.worded or (number.value < _LEAST_FREE and not cents) or _counts(scene, number.end):
        return False
    if re.match(r"[%/:-]|[a-z]", scene.text[number.end : number.end + 1]):
        return False
    grouped = re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", written) is not None
    return grouped or cents is not None or scene.hinted("amount", number.start)


def _counts(scene: Scene, end: int) -> bool:
    """Tell whether what stands behind a number says that it counts pieces or days."""
    return any(hit.start - end in (0, 1) for kind in ("unit", "counter", "product") for hit in scene.of(kind))
