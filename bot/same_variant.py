"""The colour or size that was ordered is to stay, said where an act on the item is to be confirmed."""

from __future__ import annotations

from dataclasses import replace

from actions.said.word_tables import SAME_COLOUR, SAME_SIZE, speaks_of
from bot.dialogue import Tracker, UserTurn
from bot.dialogue.filling import AFFIRM, DENY
from bot.dialogue.options import is_brief

_ASKED = frozenset({"confirm_exchange", "confirm_items", "confirm_return"})
_SOUNDS_LIKE = frozenset({DENY, "out_of_scope", "exchange_request", "order_change_items", "product_availability"})
_YES = 0.1


def keeping_the_variant(turn: UserTurn, tracker: Tracker) -> UserTurn:
    """The turn as words that neither agree nor refuse, where nothing but "the same colour" is said of what is to be
    confirmed: it sounds like a no, and the act was given up."""
    said = speaks_of(SAME_COLOUR, turn.text) or speaks_of(SAME_SIZE, turn.text)
    asked = tracker.waiting_for in _ASKED and not turn.payload and not turn.entities and is_brief(turn.text)
    likely = not turn.intents or turn.decision != "answer" or turn.intent in _SOUNDS_LIKE
    if not (said and asked and likely) or dict(turn.ranking).get(AFFIRM, 0.0) >= _YES:
        return turn
    return replace(turn, intents=(), ranking=(), values={}, decision="answer", shows=True)
