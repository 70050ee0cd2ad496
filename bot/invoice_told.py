"""Whom an invoice is to be made out to: told with the wish for one, while its order is asked for, or after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.commerce.address import whole_address
from actions.payments.payment import INVOICE_DATA
from actions.said.word_tables import PARCELS, WHEN, speaks_of
from bot.dialogue import Tracker, UserTurn
from bot.dialogue.filling import HUMAN
from bot.followups import Topic
from bot.nlu.wordlists import BILLED, says
from bot.reading.torn import NUMBERS

DATA = "invoice_data"
_INVOICE, _FLOW = "invoice_request", "invoice"
_MEANT = ((_INVOICE, 1.0),)
_NAMED = frozenset({"tax_number", "company"})
_ANOTHER_WISH = 0.73
_SOUNDS_LIKE = frozenset(
    {"account_update", "account_access", "account_privacy", "order_change_address", "order_status", "order_place_help"}
    | {"payment_methods", "product_info", "customs_duties", "out_of_scope", "affirm", "greet", "thanks"}
)
"""Wishes that a name or a number alone may sound like."""
_LONGEST = 300
_SENT = frozenset({"order_status", "delivery_time", "refund_status", "contact_hours", _INVOICE})
"""What "when will you send it?" sounds like."""
_BRIEF = 40


def with_invoice_data(turn: UserTurn, topic: Topic, tracker: Tracker) -> UserTurn:
    """The turn with what it says for an invoice, where one is wished for, is being looked for or was given before."""
    if turn.payload or turn.said(HUMAN):
        return turn
    if _asks_when(turn, topic, tracker):
        return replace(turn, intents=_MEANT, ranking=_MEANT, decision="answer")
    if not (_names(turn) or says(BILLED, turn.text, str(turn.language)) or _adds_an_address(turn, tracker)):
        return turn
    if turn.said(_INVOICE):
        return replace(turn, entities=_with(turn))
    if any(frame.flow == _FLOW and not frame.pending for frame in tracker.frames):
        return (
            turn if _another(turn) else replace(turn, entities=_with(turn), intents=(), ranking=(), decision="reject")
        )
    if tracker.waiting_for or topic.wish != _INVOICE or _another(turn):
        return turn
    return replace(turn, entities=_with(turn), intents=_MEANT, ranking=_MEANT, decision="answer")


def _asks_when(turn: UserTurn, topic: Topic, tracker: Tracker) -> bool:
    """Whether a few words right after an invoice was left to a person ask when it comes, and name nothing else."""
    left = topic.wish == _INVOICE and str(tracker.slots.get("last_answer") or "").startswith(INVOICE_DATA)
    if not left or tracker.waiting_for or turn.entities or len(turn.text) > _BRIEF:
        return False
    heard = {turn.intent} if turn.decision == "answer" else {name for name, _ in turn.ranking[:2]}
    return bool(heard & _SENT) and speaks_of(WHEN, turn.text) and not speaks_of(PARCELS, turn.text)


def _names(turn: UserTurn) -> bool:
    return any(one.get("entity") in _NAMED for one in turn.entities)


def _adds_an_address(turn: UserTurn, tracker: Tracker) -> bool:
    """Whether an address comes where what is missing on the invoice was asked for, and no order beside it."""
    kinds = {one.get("entity") for one in turn.entities}
    asked = str(tracker.slots.get("last_answer") or "").startswith(INVOICE_DATA)
    return asked and whole_address(turn.text, list(turn.entities)) is not None and not kinds & NUMBERS


def _another(turn: UserTurn) -> bool:
    """Whether the words plainly are another wish, though a company is in them: "the delivery firm lost it"."""
    wish = turn.intent not in _SOUNDS_LIKE and turn.said(str(turn.intent), _ANOTHER_WISH)
    return wish and turn.decision == "answer"


def _with(turn: UserTurn) -> tuple[Any, ...]:
    return (*turn.entities, {"entity": DATA, "value": turn.text[:_LONGEST], "text": turn.text})
