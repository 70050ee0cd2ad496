"""Words of who asks, and of the account and the data of a shopper, or such as only sound like it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.said.word_tables import ADVERTISING, ALL_DATA, ERASURE, ONE_DATUM, OWN_DATA, PHONE, speaks_of
from bot.dialogue import UserTurn
from bot.dialogue.options import asks
from bot.reading.items import kinds_of
from bot.reading.means import means, wishes_nothing
from bot.reading.numbers import CONTACTS, numbered
from bot.reading.torn import BESIDES, LIKELY, SURE

if TYPE_CHECKING:
    from bot.reading.reading import Reading

WHICH_DATA = "account_field"
_PRIVACY, _DATA, _CANCELS = "account_privacy", "account_update", "order_cancel"
_RIGHT_ADDRESS, _ADDRESS = "confirm_address", "order_change_address"
_IS_IT_RIGHT, _YES = "address_right", "yes"
_OF_THE_SEARCH = frozenset({"delivery_not_received", _ADDRESS})
_ONE_TIME_CODE, _SIGNING_IN, _VOUCHERS = "verification_code", "account_access", "promotion_question"
_PROOFS = frozenset({"order_or_contact", "contact", _ONE_TIME_CODE})


def _who_asks(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "My mail is …" where a proof is wanted tells who asks; it is no wish to change what the account says."""
    told = reading.waiting_for in _PROOFS and not numbered(turn) and bool(kinds_of(turn) & CONTACTS)
    return wishes_nothing(turn) if told else None


def _one_thing_known(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Delete my number from the account" is a change of what the account says, which a person makes: it wants neither
    the account nor all that is known of the shopper deleted."""
    asked = turn.intent == _PRIVACY and not reading.waiting_for and not kinds_of(turn) & CONTACTS
    one = asked and (speaks_of(PHONE, turn.text) or speaks_of(ONE_DATUM, turn.text))
    more = speaks_of(ALL_DATA, turn.text) or speaks_of(ADVERTISING, turn.text)
    if not one or more or not speaks_of(ERASURE, turn.text):
        return None
    return replace(means(turn, _DATA), values={**turn.values, WHICH_DATA: ("other", 1.0)})


def _number_for_the_carrier(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "And my number is …" goes with the address that is to be confirmed; the account is another matter."""
    kinds = kinds_of(turn)
    beside = reading.waiting_for == _RIGHT_ADDRESS and turn.intent == _ADDRESS
    beside = beside and bool(kinds & CONTACTS) and "place" not in kinds
    return replace(turn, intents=turn.intents[:1]) if beside else None


def _address_is_right(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Checked with the neighbours too, the address is right", which sounds like a wish for another address, or like
    the parcel once more, where that was asked for: the likelier yes answers, and nothing but a search hangs on it."""
    answer, sure = turn.values.get(_IS_IT_RIGHT, ("", 0.0))
    told = reading.waiting_for == _IS_IT_RIGHT and answer == _YES and sure >= LIKELY
    told = told and turn.intent in _OF_THE_SEARCH and "place" not in kinds_of(turn) and not asks(turn.text)
    return replace(wishes_nothing(turn), values={_IS_IT_RIGHT: (_YES, SURE)}) if told else None


def _another_code(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Send me another code" where the one that proves who asks is wanted speaks of no coupon."""
    sent = reading.waiting_for == _ONE_TIME_CODE and turn.intent == _VOUCHERS and "coupon_code" not in kinds_of(turn)
    return replace(turn, intents=((_SIGNING_IN, turn.intents[0][1]),)) if sent else None


def _an_order_and_no_account(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "I want to cancel the mobile": torn between a deletion of what is known of the shopper and a cancellation, words
    that name nothing of an account mean the order."""
    heard = dict(turn.ranking)
    torn = turn.intent == _PRIVACY or (turn.decision == "clarify" and turn.ranking[0][0] == _PRIVACY)
    torn = torn and heard.get(_CANCELS, 0.0) >= BESIDES and not reading.waiting_for
    return means(turn, _CANCELS) if torn and not speaks_of_an_account(turn.text) else None


def speaks_of_an_account(text: str) -> bool:
    """Whether words name an account, what is known of whoever has it, or what a shop sends unasked."""
    return speaks_of(OWN_DATA, text) or speaks_of(ADVERTISING, text)


OF_ACCOUNTS = (
    _who_asks,
    _one_thing_known,
    _number_for_the_carrier,
    _address_is_right,
    _another_code,
    _an_order_and_no_account,
)
"""Rules about who asks and what is known of them, in this order."""
