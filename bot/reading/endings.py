"""Words that end, refuse or call off what is talked of, or only sound as if they did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import UserTurn
from bot.dialogue.options import asks, is_brief
from bot.nlu.wordlists import (
    AGREES,
    CALLS_OFF,
    CAME,
    CANCELS,
    EVERYTHING,
    GOES_ON,
    LEAVES,
    MONEY,
    ONLY_SOME,
    REFUSES,
    SENDS_BACK,
    THINKS,
    WITHDRAWS,
    says_besides,
    says_only,
)
from bot.reading.accounts import speaks_of_an_account
from bot.reading.items import kinds_of
from bot.reading.means import means, wishes_nothing
from bot.reading.talked_of import (
    CANCELLED,
    ENDS,
    EXCHANGED,
    HOW_MANY,
    PIECES,
    REFUSED,
    RETURN_FLOW,
    RETURNED,
    RETURNS,
    TO_BE_CONFIRMED,
    WHICH_ITEM,
    WHICH_ORDER,
    of_an_act,
)
from bot.reading.torn import BESIDES, CERTAIN, RETURN, SURE, TOLD

if TYPE_CHECKING:
    from bot.nlu.understanding import Understanding
    from bot.reading.reading import Reading

_PRIVACY, _ERASED = "account_privacy", "confirm_privacy"
_YES, _NO, _CANCEL, _STOP, _PERSON = "affirm", "deny", "order_cancel", "stop", "human_agent"
_CALLED_OFF = frozenset({_YES, _CANCEL})
_REFUSING = frozenset({_STOP, _NO})
_ENDS_IT = _REFUSING | {_YES, "thanks", "goodbye", "out_of_scope", "feedback_positive"}
_BEFORE_IT_LEAVES = frozenset({"change_items", "change_address", "change_payment", "schedule_delivery"})
"""Flows that change an order, of which a cancellation may take the place."""
_INSTEAD_OF_A_RETURN = frozenset({"exchange_request", "refund_status", "return_policy"})
_OF_A_REMEDY = TO_BE_CONFIRMED | {"confirm_resolution"}
_OF_IT_ALL = _OF_A_REMEDY | {CANCELLED, REFUSED}
"""Questions whose yes is about all pieces of what they name."""
_ASKED_FIRST = frozenset({"return_reason", "return_item", "resolution", "new_variant"})
"""What is asked of a return before it is to be confirmed."""
_NO_YES = frozenset({"return_reason", "resolution"})
"""What is asked of a return and has no yes for an answer."""
_ACTS = {CANCELLED: CANCELS, RETURNED: SENDS_BACK}
"""Questions of an act, and the words that order it."""
_REMEDY, _MONEY_BACK = "resolution", ("refund", SURE)


def _refusal(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The yes of "then I won't take it" where a parcel's refusal is to be confirmed, though it sounds like a no.
    Bare words of refusal may be either, and so may words torn between a no and the wish to cancel ("I told you, I
    don't need it"): they are asked about again. None for any other message."""
    likely = [name for name, _ in turn.ranking[:2]]
    torn = turn.decision == "clarify" and _CANCEL in likely and bool(_REFUSING & set(likely))
    if reading.waiting_for != REFUSED or asks(turn.text) or not (torn or reading.says(REFUSES, says_only)):
        return None
    if torn or not reading.says(REFUSES, says_besides):
        return replace(wishes_nothing(turn), values={})
    return means(turn, _YES)


def _called_off(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """What "all right, cancel it then" means, which sounds like a yes: where another act of an order is talked of,
    or nothing, the order is to be cancelled; a return is only stopped. None where it may be a yes, or is none."""
    likely = [name for name, _ in turn.ranking[:2]]
    torn = turn.decision == "clarify" and set(likely) == _CALLED_OFF
    yes = turn.decision == "answer" and turn.intent == _YES
    if not (yes or torn) or reading.running & ENDS or asks(turn.text) or not reading.says(CALLS_OFF):
        return None
    which = reading.waiting_for == WHICH_ORDER and not reading.running & RETURNS  # no yes answers that
    if reading.running & _BEFORE_IT_LEAVES or not (reading.running or reading.waiting_for) or which:
        return means(turn, _CANCEL)
    a_return = reading.running & RETURNS and is_brief(turn.text) and not turn.said(RETURN, BESIDES)
    return means(turn, _STOP) if a_return else None


def _item_called_off(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "No, leave it, cancel the dress" where a change of the order is to be confirmed: the item is not wanted at all,
    and the no is none to that."""
    asked = of_an_act(reading) and bool(reading.running & _BEFORE_IT_LEAVES)
    refused = asked and "product" in kinds_of(turn) and turn.intent in _REFUSING and not asks(turn.text)
    return means(turn, _CANCEL) if refused and reading.says(CALLS_OFF) else None


def _act_named(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The yes of "cancel it" where that is to be confirmed. The same words as in the message before may have been sent
    before the question was read, and are none."""
    act = _ACTS.get(str(reading.waiting_for))
    named = act is not None and not turn.entities and not asks(turn.text) and reading.says(act, says_only)
    return means(turn, _YES) if named and not reading.says_again else None


def _return_named(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "All right, send it back then" where why, or what is wanted for it, was asked: the return and its money are
    wanted, though it sounds like a yes, which answers neither."""
    asked = reading.waiting_for in _NO_YES and not turn.entities and not asks(turn.text)
    return means(turn, RETURN) if asked and reading.says(SENDS_BACK, says_only) else None


def _agreed(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The yes of an idiom where an act is to be confirmed, whatever it sounds like."""
    asked = of_an_act(reading) and not turn.entities and not asks(turn.text)
    return means(turn, _YES) if asked and reading.says(AGREES, says_only) else None


def _nothing_of_an_account(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """Nothing that is understood, where a few words at the confirmation of an act sound like the wish that what is
    known of the shopper be deleted, and name nothing of the kind: "yes, just scrap it" is said of the order."""
    asked = of_an_act(reading) and reading.waiting_for != _ERASED
    heard = any(name == _PRIVACY for name, _ in (*turn.intents, *turn.ranking[:1]))
    if not (asked and heard and is_brief(turn.text.rstrip("?？؟"))):
        return None
    return None if speaks_of_an_account(turn.text) else wishes_nothing(turn)


def _withdrawn(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A return that is taken back: one that is not registered yet is stopped; one that is, a person takes back."""
    if not reading.says(WITHDRAWS) or any(turn.said(name, TOLD) for name in _INSTEAD_OF_A_RETURN):
        return None
    return means(turn, _STOP if reading.running & RETURNS else _PERSON)


def _left_as_it_is(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Oh, then I'll just keep it" where why, what, or against what was asked: no reason and no remedy, whichever its
    letters look like, and the end of it. So is "then send both" where an item was to be cancelled."""
    told = any(sure >= SURE for name, sure in turn.intents if name not in _ENDS_IT)
    named = {one.get("entity") for one in turn.entities} - {"quantity"}  # "both"
    alone = is_brief(turn.text) and not named and not told and not reading.says(MONEY)
    kept = bool(reading.running & RETURNS) and reading.says(LEAVES)
    sent = bool(reading.running & ENDS) and reading.says(GOES_ON)  # "then send both" of what was to be cancelled
    left = reading.waiting_for in _ASKED_FIRST and alone and (kept or sent)
    return means(turn, _STOP) if left else None


def _has_it_already(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The parcel is there already where it was to be refused at the door: "yes, it came this morning" agrees to
    nothing, and a person looks at what the carrier says."""
    whole = asks(turn.text[-1:]) and not is_brief(turn.text.rstrip("?？؟"))  # "I have it here?!" asks nothing
    ends = turn.said(_STOP, SURE) or reading.says(LEAVES) or whole
    came = reading.waiting_for == REFUSED and not ends and reading.says(CAME)
    return means(turn, _PERSON) if came else None


def _asks_at_home(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Let me talk to my wife first" where an act is to be confirmed wants nobody of the shop: the act waits."""
    asked = of_an_act(reading) and turn.intent == _PERSON
    return means(turn, _NO) if asked and reading.says(THINKS) else None


def _of_a_part(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """Words about some of what an act would be done with: "yes, but only one of them" is no yes to all of it, and a
    person does what is wished, unless pieces can be told apart: of what goes back."""
    counted = reading.waiting_for in TO_BE_CONFIRMED and PIECES in turn.values
    whole = reading.waiting_for in _OF_IT_ALL and not counted and not asks(turn.text[-1:])
    return means(turn, _PERSON) if whole and reading.says(ONLY_SOME) else None


def _money_rather(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "No, my money back" where it was asked how many, which or why ends nothing: it tells the remedy."""
    asked = reading.waiting_for in {HOW_MANY, WHICH_ITEM, "return_reason"} and RETURN_FLOW in reading.running
    no = turn.decision == "answer" and turn.intent in _REFUSING and not turn.entities and not asks(turn.text)
    if not (asked and no and is_brief(turn.text) and reading.says(MONEY)):
        return None
    return replace(means(turn, RETURN), values={_REMEDY: _MONEY_BACK})


def _money_named(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "All right, the refund then" where something of a return is to be confirmed: it sounds like a yes, and agrees to
    no other remedy."""
    yes = turn.decision == "answer" and turn.intent == _YES and reading.waiting_for in _OF_A_REMEDY
    if not (yes and is_brief(turn.text) and reading.says(MONEY)):
        return None
    meant = means(turn, RETURN) if reading.waiting_for == EXCHANGED else turn
    return replace(meant, values={**turn.values, _REMEDY: _MONEY_BACK})


def rather_another(reading: Reading) -> bool:
    """Whether "change it then" comes where money for it was to be confirmed: no yes to that."""
    money = reading.waiting_for == RETURNED and RETURN_FLOW in reading.running
    return money and reading.says(GOES_ON)


def rather_all(reading: Reading, found: Understanding) -> bool:
    """Whether "all of my orders" comes where one was to be cancelled, which only faintly sounds like a yes."""
    yes = max((one.confidence for one in found.intents if one.name == _YES), default=0.0)
    return reading.waiting_for == CANCELLED and yes < CERTAIN and reading.says(EVERYTHING)


ENDINGS = (
    _act_named, _return_named, _agreed, _refusal, _nothing_of_an_account, _withdrawn, _money_rather, _left_as_it_is,
    _called_off, _item_called_off, _has_it_already, _asks_at_home, _of_a_part, _money_named,
)  # fmt: skip
"""What is asked of a message first, in this order: each tells what it means, or None."""
