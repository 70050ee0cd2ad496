"""Numbers and codes: what they answer, and what a number asks that comes alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import UserTurn
from bot.dialogue.options import asks
from bot.reading.items import kinds_of
from bot.reading.means import wishes_nothing
from bot.reading.talked_of import WHICH_ORDER, within_a_return
from bot.reading.torn import CERTAIN, NUMBERS

if TYPE_CHECKING:
    from bot.reading.reading import Reading

CONTACTS = frozenset({"email", "phone"})
WHOSE_ORDER = frozenset({WHICH_ORDER, "order_or_contact"})
_IDENTIFIERS = NUMBERS | CONTACTS | {"amount", "date", "quantity", "coupon_code"}
_STATUS, _VOUCHERS, _WHERE = "order_status", "promotion_question", "track_order"


def numbered(turn: UserTurn) -> bool:
    """Whether an order or a parcel is named by its number."""
    return bool(kinds_of(turn) & NUMBERS)


def values_alone(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """An address or a number alone answers the question; a wish that is seen in it is chance."""
    alone = turn.bare_values and bool(reading.waiting_for)
    return wishes_nothing(turn) if alone and kinds_of(turn) <= _IDENTIFIERS else None


def _no_number_here(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "I don't have the number here" in the midst of a return is no question where the parcel is."""
    asked = reading.waiting_for in WHOSE_ORDER and _WHERE not in reading.running
    return wishes_nothing(turn) if asked and turn.intent == _STATUS and not turn.entities else None


def _number_of_what_goes_back(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "NK-64010, I have not worn it" within a return tells of which order that is, and asks nothing of the parcel."""
    told = within_a_return(reading) and numbered(turn) and not asks(turn.text)
    return wishes_nothing(turn) if told and turn.intent == _STATUS and not turn.said(_STATUS, CERTAIN) else None


def _number_put_right(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Sorry, I meant the other one": the number is what it says, whatever is usually asked about a number."""
    return wishes_nothing(turn) if numbered(turn) and reading.waiting_for and reading.corrects() else None


def _number_sent(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A number alone asks how the order is."""
    alone = turn.bare_values and numbered(turn) and turn.decision != "answer"
    return replace(turn, intents=((_STATUS, 1.0),), decision="answer") if alone else None


def _coupon_sent(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A coupon's code is sent to be used."""
    alone = "coupon_code" in kinds_of(turn) and not numbered(turn) and not reading.waiting_for
    alone = alone and (turn.bare_values or turn.decision != "answer")
    return replace(turn, intents=((_VOUCHERS, 1.0),), decision="answer") if alone else None


OF_NUMBERS = (_no_number_here, _number_of_what_goes_back, _number_put_right, _number_sent, _coupon_sent)
"""Rules about numbers, in this order."""
