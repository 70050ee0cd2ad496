"""A parcel on its way that is refused in so many words, where no question is open: "then I refuse it"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue import Tracker, UserTurn
from bot.dialogue.filling import HUMAN
from bot.dialogue.options import asks
from bot.followups import Topic
from bot.nlu.wordlists import REFUSES, TURNED_AWAY, says, says_only
from bot.reading.torn import FAULTS, NUMBERS, RETURN

_CANCEL = "order_cancel"
_OTHERS = FAULTS | {
    RETURN, HUMAN, "refund_status", "return_policy", "exchange_request", "invoice_request", "payment_dispute",
    "order_change_address", "order_change_items", "delivery_schedule", "promotion_question",
}  # fmt: skip
"""Wishes that stay what they are where they are clear."""
_OF_A_PARCEL = frozenset(
    {_CANCEL, "order_status", "customs_duties", "delivery_time", "delivery_not_received", "delivery_schedule"}
)
_CLEAR = 0.73
_ON_ITS_WAY = ("shipped", "customs")


def refusing(turn: UserTurn, topic: Topic, tracker: Tracker) -> UserTurn:
    """The turn as the wish to end an order that is on its way, which is confirmed before anything is done."""
    if turn.payload or tracker.waiting_for or asks(turn.text) or not _refuses(turn, topic):
        return turn
    if turn.intent in _OTHERS and turn.decision == "answer" and turn.said(str(turn.intent), _CLEAR):
        return turn
    meant = ((_CANCEL, 1.0),)
    return replace(turn, intents=meant, ranking=meant, entities=_of_one_on_its_way(turn), decision="answer")


def _refuses(turn: UserTurn, topic: Topic) -> bool:
    """Whether a parcel is refused, in the midst of other words too; those that alone say it may be said of much else
    than a parcel."""
    language = str(turn.language)
    alone = topic.wish in _OF_A_PARCEL and says_only(REFUSES, turn.text, language)
    return alone or says(TURNED_AWAY, turn.text, language)


def _of_one_on_its_way(turn: UserTurn) -> tuple[Any, ...]:
    if any(one.get("entity") in NUMBERS for one in turn.entities):
        return tuple(turn.entities)
    states = ({"entity": "order_state", "value": state, "text": ""} for state in _ON_ITS_WAY)
    return (*turn.entities, *states)
