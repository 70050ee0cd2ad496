"""Who gets the parcel, which number to call and how to get in: told where an address is to be confirmed."""

from __future__ import annotations

from dataclasses import replace

from actions.addresses.address_besides import has_a_number, with_besides
from bot.dialogue import Tracker, UserTurn
from bot.dialogue.numbers_put_right import numbers_of, put_right, with_postcode

_WISH, _ADDRESS, _CONFIRMED_BY = "order_change_address", "new_address", "confirm_address"
_ANOTHER_WISH = 0.73
_SOUNDS_LIKE = frozenset(
    {_WISH, "account_update", "account_access", "account_privacy", "order_status", "order_place_help"}
    | {"order_change_items", "delivery_schedule", "delivery_not_received", "delivery_coverage", "item_wrong"}
    | {"product_info", "feedback_positive", "bot_challenge", "out_of_scope", "affirm", "deny", "greet", "thanks"}
)
"""Wishes that a name, a number or a code of a door may sound like."""


def with_delivery_details(turn: UserTurn, tracker: Tracker, market: str) -> UserTurn:
    """The turn as the address with what the message tells for it, which is to be confirmed again; the same turn where
    none is to be confirmed, or the message tells nothing of the kind."""
    if turn.payload or tracker.waiting_for != _CONFIRMED_BY or _another(turn):
        return turn
    address = str(tracker.slots.get(_ADDRESS) or "")
    address = _with_its_number(address, turn)
    anew = with_besides(address, turn.text, turn.entities, market, str(turn.language)) if address else None
    if anew is None or anew == tracker.slots.get(_ADDRESS):
        return turn
    meant = ((_WISH, 1.0),)
    told = {"entity": _ADDRESS, "value": anew, "text": turn.text}
    return replace(turn, intents=meant, ranking=meant, entities=(told,), values={}, decision="answer", waits=False)


def _with_its_number(address: str, turn: UserTurn) -> str:
    """The address with the postcode, or the number put right, that is told beside a name; empty where a number is none
    of it."""
    rest = has_a_number(turn.text, turn.entities)
    if not rest:
        return address
    numbers = numbers_of(rest)
    right = with_postcode(address, numbers[0]) or put_right(address, rest) if len(numbers) == 1 else None
    return right or ""


def _another(turn: UserTurn) -> bool:
    """Whether the words plainly are another wish, though a name is in them."""
    return turn.intent not in _SOUNDS_LIKE and turn.said(str(turn.intent), _ANOTHER_WISH)
