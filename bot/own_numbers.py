"""The numbers of the shopper's own orders, in whatever shape the shop gives them: `ORD-1001`, `CN71044`, `TR-88-4`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from actions.orders.likely_orders import same_number
from bot.course import Course
from bot.dialogue import UserTurn

_ORDER = "order_id"
_LEAST_DIGITS, _LEAST_WITHOUT_LETTERS = 3, 5
_PARTS = re.compile(r"[a-z]+|\d+")
_GAP = r"[\s\-_./:#]{0,2}"
_SIGNS = re.compile(r"[^a-z0-9]")
_CODES = frozenset({_ORDER, "tracking_number", "coupon_code", "phone", "amount", "quantity", "size", "date"})
"""What a part of a number may have been taken for."""


async def with_own_numbers(turn: UserTurn, course: Course) -> UserTurn:
    """The turn with the numbers of own orders that stand in its text, also where nothing announces them as such."""
    customer = course.context.customer
    if customer is None or turn.payload or not _has_more_digits(turn):
        return turn
    return naming(turn, [order.id for order in await course.unit.orders_of(customer.id)])


def naming(turn: UserTurn, numbers: Sequence[str]) -> UserTurn:
    """The turn with those of the numbers that its text has and none of its entities is; a number that was read in
    another shape is written as the shop has it."""
    for number in numbers:
        read = [one for one in turn.entities if _is(one, number)]
        found = None if read or not _is_telling(number) else _written(number).search(turn.text)
        if read:
            own = tuple({**one, "value": number} if one in read else one for one in turn.entities)
            turn = replace(turn, entities=own)
        elif found:
            told = {"entity": _ORDER, "value": number, "text": found[0], "start": found.start(), "end": found.end()}
            turn = replace(turn, entities=(*(one for one in turn.entities if not _is_part(one, number)), told))
    return turn


def _is(entity: dict[str, Any], number: str) -> bool:
    return entity.get("entity") == _ORDER and same_number(str(entity["value"]), number)


def _has_more_digits(turn: UserTurn) -> bool:
    """Whether digits are left in the text beside the numbers of orders that were found, or one of these was written
    otherwise than it was read."""
    rest, otherwise = turn.text, False
    for one in turn.entities:
        if one.get("entity") == _ORDER:
            written = str(one.get("text") or one["value"])
            rest = rest.replace(written, " ")
            otherwise = otherwise or written.casefold() != str(one["value"]).casefold()
    return otherwise or sum(map(str.isdigit, rest)) >= _LEAST_DIGITS


@cache
def _written(number: str) -> re.Pattern[str]:
    parts = _GAP.join(re.escape(part) for part in _PARTS.findall(number.lower()))
    return re.compile(rf"(?<![a-z0-9])#?{parts}(?![a-z0-9]|[.,]\d)", re.IGNORECASE | re.ASCII)


def _is_telling(number: str) -> bool:
    """Whether so much stands in a number that it is nothing else: "1042" may be a sum or the number of a house."""
    lettered = any(part.isalpha() for part in _PARTS.findall(number.lower()))
    return sum(map(str.isdigit, number)) >= (_LEAST_DIGITS if lettered else _LEAST_WITHOUT_LETTERS)


def _is_part(entity: dict[str, Any], number: str) -> bool:
    text = _SIGNS.sub("", str(entity.get("text") or "").lower())
    return entity.get("entity") in _CODES and bool(text) and text in _SIGNS.sub("", number.lower())
