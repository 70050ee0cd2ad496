"""Questions for the rules and the money of what goes back or ends, and for what customs wants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.said.word_tables import CUSTOMS_CODE, SENDING_BACK, speaks_of
from bot.dialogue import UserTurn
from bot.dialogue.options import asks
from bot.nlu.wordlists import MONEY
from bot.reading.means import means
from bot.reading.numbers import numbered
from bot.reading.talked_of import CANCELLED, REFUSED, RETURN_FLOW, RETURNED, within_a_return
from bot.reading.torn import BESIDES, CERTAIN, RETURN, asks_about_money, asks_who_pays

if TYPE_CHECKING:
    from bot.reading.reading import Reading

_RULES_OF_RETURNS = "return_policy"
_CLEARLY_ELSE = frozenset(
    {"human_agent", "order_cancel", "order_change_address", "delivery_not_received", "invoice_request"}
)
_MONEY_BACK, _OF_MONEY = "refund_status", frozenset({"payment_methods", "return_policy", "membership_points"})
_CUSTOMS, _HOW_LONG = "customs_duties", "delivery_time"


def money_wanted(reading: Reading, turn: UserTurn) -> UserTurn:
    """The turn with the remedy that is told with the wish: "I want to return the kettle and have my money back"."""
    told = turn.intent == RETURN and turn.said(RETURN, CERTAIN) and not turn.said("exchange_request")
    if not told or reading.waiting_for or asks(turn.text) or not reading.says(MONEY):
        return turn
    return replace(turn, values={**turn.values, "resolution": ("refund", 1.0)})


def how_it_goes_back(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The label of a return, the way it goes or its box is asked about, or the label has not come: nothing is missing
    from an order by that, and the articles tell how it is done."""
    asked = not reading.waiting_for or (within_a_return(reading) and asks(turn.text))
    plain = asked and turn.intent not in _CLEARLY_ELSE and speaks_of(SENDING_BACK, turn.text)
    return means(turn, _RULES_OF_RETURNS) if plain else None


def _rules_of_a_return(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """What is asked about the rules while a return is talked of: "who pays the postage?", "would it go to my account?",
    "must I send it back, broken as it is?". "How long until I get it" is asked of the money that is to come back."""
    if not within_a_return(reading):
        return None
    soon = turn.intent == _HOW_LONG and not turn.entities and _money_to_come(reading)
    if soon or asks_who_pays(turn) or (asks_about_money(turn) and not numbered(turn)):
        others = () if soon else tuple(pair for pair in turn.intents[1:] if pair[0] != _RULES_OF_RETURNS)
        return replace(turn, intents=((_RULES_OF_RETURNS, turn.intents[0][1]), *others), decision="answer")
    if turn.intent == _RULES_OF_RETURNS and turn.said(RETURN):
        return replace(turn, intents=tuple(pair for pair in turn.intents if pair[0] != RETURN))
    return None


def _money_to_come(reading: Reading) -> bool:
    """Whether a return for money is to be confirmed."""
    return reading.waiting_for == RETURNED and RETURN_FLOW in reading.running


def _money_of_what_ends(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """How the money comes back, asked where an order is to be cancelled or a parcel refused, though it sounds like a
    question about ways to pay or the rules: "I paid by PayPal, it won't come as points, will it?"."""
    heard = dict(turn.ranking).get(_MONEY_BACK, 0.0) >= BESIDES
    asked = reading.waiting_for in (CANCELLED, REFUSED) and turn.ranking[:1] and turn.ranking[0][0] in _OF_MONEY
    return means(turn, _MONEY_BACK) if asked and heard and asks(turn.text) else None


def _of_the_customs_code(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The number by which customs knows a person is a matter of customs, where that is heard among others: "I got the
    customs code wrong in the order" changes no address."""
    torn = turn.decision == "clarify" and dict(turn.ranking).get(_CUSTOMS, 0.0) >= BESIDES
    return means(turn, _CUSTOMS) if torn and not reading.waiting_for and speaks_of(CUSTOMS_CODE, turn.text) else None


OF_MONEY = (_rules_of_a_return, _money_of_what_ends, _of_the_customs_code)
"""Rules about what is asked of money, in this order."""
