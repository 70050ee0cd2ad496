"""Words that say which of several orders is meant: by how far it is, by the day it came, or when it shall come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from actions.delivery.wished_day import part_of_a_day
from actions.said.word_tables import BOTH, speaks_of
from bot.dialogue import UserTurn
from bot.dialogue.options import asks, is_brief
from bot.nlu.order_states import StateNamed, states_named
from bot.nlu.wordlists import EVERYTHING, GOES_ON, MONEY, WHEREABOUTS, says_only
from bot.reading.items import kinds_of
from bot.reading.means import means, wishes_nothing
from bot.reading.talked_of import ABOUT_WHAT_CAME, BARELY_MORE, WHICH_ORDER
from bot.reading.torn import CERTAIN, FAULTS

if TYPE_CHECKING:
    from bot.reading.reading import Reading

_CAME = "delivered"
_PRODUCT, _STATUS = "product", "order_status"
_OF_A_PARCEL = frozenset({"order_status", "delivery_not_received", "delivery_time", "refund_status", "affirm"})
"""Wishes that the words for an order that came sound like."""
_LIKE_A_PARCEL = _OF_A_PARCEL | {"delivery_schedule"}
_WITH_A_DAY = frozenset({"date", "order_state", "quantity"})
_OF_A_DAY = frozenset({"delivery_date", "confirm_schedule"})
_NO_MORE_BESIDES_A_STATE = 6
"""Letters beside "the delivered one" and a day up to which nothing else can be wished, whatever it sounds like."""
_REFUSING = frozenset({"stop", "deny"})
_GREETING = "greet"


def where_a_product_is(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Where is my hair dryer" asks for the order that has it, whatever the product's name sounds like."""
    named = _PRODUCT in kinds_of(turn)
    certain = turn.decision == "answer" and turn.said(str(turn.intent), CERTAIN)
    if not named or certain or turn.intent in _OF_A_PARCEL or reading.waiting_for not in (None, WHICH_ORDER):
        return None
    asked = any(says_only(WHEREABOUTS, turn.beside_entities, code) for code in reading.languages)
    return means(turn, _STATUS) if asked else None


def of_a_state(reading: Reading, turn: UserTurn) -> UserTurn:
    """The turn with how far the order is that was asked for: "the one stuck in customs" is a choice, and asks
    nothing about customs."""
    if reading.waiting_for in ABOUT_WHAT_CAME:
        return _of_the_one_that_came(reading, turn)
    chooses = reading.waiting_for == WHICH_ORDER and not asks(turn.text)
    found = _states_named(reading) if chooses else ()
    if not found:
        return _of_a_day(turn) if chooses else turn
    named = replace(turn, entities=(*turn.entities, *(_of_state_as_entity(reading, one) for one in found)))
    broken = turn.decision == "answer" and turn.intent in FAULTS and turn.said(str(turn.intent), CERTAIN)
    if broken:
        return named  # "the one that came is broken" says in a few words what is wrong with it
    return _of_a_day(named) if named.letters_besides > BARELY_MORE else wishes_nothing(named)


def every_order(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "All of them" where it was asked which order is to be cancelled: a person ends several at once."""
    asked = reading.waiting_for == WHICH_ORDER and "cancel_order" in reading.running
    every = reading.says(EVERYTHING) or speaks_of(BOTH, turn.text)
    alone = not kinds_of(turn) - {"quantity"} and is_brief(turn.text) and not asks(turn.text)
    return means(turn, "human_agent") if asked and alone and every and not reading.says(GOES_ON) else None


def _of_a_day(turn: UserTurn) -> UserTurn:
    """The turn where "the one that came on Tuesday" says which of the orders offered is meant: it asks nothing
    about a parcel, and wishes no day for one."""
    kinds = {str(one.get("entity")) for one in turn.entities}
    others = kinds - _WITH_A_DAY
    if "date" not in kinds or others or turn.intent not in _LIKE_A_PARCEL or not is_brief(turn.text):
        return turn
    return wishes_nothing(turn)


def _states_named(reading: Reading) -> tuple[StateNamed, ...]:
    """How far an order is by the words, and those, in the language they look like or the one that is talked in."""
    return next((found for code in reading.languages if (found := states_named(reading.text, code))), ())


def _of_state_as_entity(reading: Reading, named: StateNamed) -> dict[str, Any]:
    """Written as in the message, so that what stands beside it can be counted."""
    at = reading.text.casefold().find(named.words)
    written = reading.text[at : at + len(named.words)] if at >= 0 else named.words
    kind = "order_state_refused" if named.refused else "order_state"
    return {"entity": kind, "value": named.name, "text": written}


def _of_the_one_that_came(reading: Reading, turn: UserTurn) -> UserTurn:
    """The turn where "the one delivered three days ago" comes while it is asked what is to become of what came: it
    says once more which order is meant, chooses no remedy and no item, and asks nothing about the parcel."""
    states = _states_named(reading) if is_brief(turn.text) else ()
    others = {one.get("entity") for one in turn.entities} - {"date", reading.waiting_for}
    if [(one.name, one.refused) for one in states] != [(_CAME, False)] or others or reading.says(MONEY):
        return turn
    named = replace(turn, entities=(*turn.entities, _of_state_as_entity(reading, states[0])))
    more = named.letters_besides > _NO_MORE_BESIDES_A_STATE and turn.intent not in _OF_A_PARCEL
    if more and turn.decision == "answer":
        return turn
    return replace(turn, intents=(), ranking=(), values={}, decision="reject", places=True)


def of_a_time(reading: Reading, turn: UserTurn) -> UserTurn:
    """The turn with the part of the day that is told where a day of delivery is asked for, or to be confirmed:
    "mornings" wishes nobody a good one, and "is the morning ok" is no no."""
    part = part_of_a_day(turn.text) if reading.waiting_for in _OF_A_DAY else None
    if part is None or turn.payload:
        return turn
    named = turn if turn.entities else replace(turn, entities=({"entity": "part_of_day", "value": part},))
    refuses = turn.decision == "answer" and turn.intent in _REFUSING  # "not in the evening"
    if not turn.entities and not refuses and named.letters_besides <= BARELY_MORE:
        return wishes_nothing(named)
    kept = tuple(pair for pair in turn.intents if pair[0] != _GREETING)
    return replace(named, intents=kept, decision=turn.decision if kept else "reject")
