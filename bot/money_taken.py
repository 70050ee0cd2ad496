"""The money back, wanted where a payment failed: nothing was bought that could be returned."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import Tracker, UserTurn
from bot.followups import Topic

_FAILED, _TAKEN = "payment_failed", "payment_dispute"
_MONEY_BACK = frozenset({"return_request", "refund_status", "order_cancel", _TAKEN})
_OF_GOODS = frozenset({"product", "order_id", "tracking_number"})
_REFUND, _SURE = ("refund", 0.5)


def wanting_it_back(turn: UserTurn, topic: Topic, tracker: Tracker) -> UserTurn:
    """The turn as a question about what was charged, right after a payment that failed was told of: "I want my money
    back then" asks for no return of goods, nor why they go back."""
    if turn.payload or tracker.waiting_for or topic.wish != _FAILED or _names_goods(turn):
        return turn
    likely = {name for name, _ in (turn.intents if turn.decision == "answer" else turn.ranking[:2])}
    if not likely or not likely <= _MONEY_BACK or (turn.intent == "order_cancel" and not _wants_money(turn)):
        return turn
    meant, order = ((_TAKEN, 1.0),), tracker.slots.get("last_order")
    of_it = ({"entity": "order_id", "value": str(order), "text": ""},) if order else ()
    entities = (*turn.entities, *of_it)
    return replace(turn, intents=meant, ranking=meant, entities=entities, values={}, decision="answer")


def _names_goods(turn: UserTurn) -> bool:
    return any(one.get("entity") in _OF_GOODS for one in turn.entities)


def _wants_money(turn: UserTurn) -> bool:
    value, sure = turn.values.get("resolution", ("", 0.0))
    return value == _REFUND and sure >= _SURE
