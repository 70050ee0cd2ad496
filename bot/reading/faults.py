"""Words that tell of a fault or of harm, and such as only sound like one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import UserTurn
from bot.dialogue.options import asks, is_brief
from bot.nlu.wordlists import ANOTHER_MIND, DISLIKES, HARMS, TOO_LARGE, TOO_SMALL, WAITS, says_only
from bot.reading.means import means, wishes_nothing
from bot.reading.talked_of import ABOUT_WHAT_CAME, OF_A_RETURN
from bot.reading.torn import BESIDES, BROKEN, CERTAIN, FAULTS, FAULTY, LIKELY, RETURN, SURE, TOLD

if TYPE_CHECKING:
    from bot.reading.reading import Reading

_COMPLAINT = "complaint"
_WRONG = "item_wrong"
_NO_FAULT = "changed_mind"
_FIT_SAID = {"too_small": TOO_SMALL, "too_large": TOO_LARGE}
_FIT = frozenset(_FIT_SAID)
_REASON = "return_reason"
_REMEDY, _MENDING = "resolution", "warranty_repair"
_OF_WHAT_CAME = frozenset({"item_damaged", "warranty_repair", "return_request"})
_OF_WHAT_IT_COST = frozenset({"refund_status", "compensation_request"})


def harm(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The complaint of who tells that something hurt them, also where a return is asked about: a person looks at it
    before anything is sent to and fro. None for any other message."""
    torn = turn.ranking if turn.decision == "clarify" else ()
    heard = {turn.intent, *(name for name, sure in torn if sure >= BESIDES)}
    begins = bool(heard & _OF_WHAT_CAME) or turn.intent in _OF_WHAT_IT_COST
    begins = begins and not reading.waiting_for
    if not (begins or reading.waiting_for in ABOUT_WHAT_CAME) or asks(turn.text) or not reading.says(HARMS):
        return None
    if begins:
        return replace(turn, intents=((_COMPLAINT, 1.0),), decision="answer")
    return means(turn, _COMPLAINT)


def only_disliked(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "I don't like it", or "I changed my mind", as the reason for a return is a change of mind, whatever its words
    alone sound like; with more beside it that sounds like a fault, or says that it does not fit, it is none."""
    if reading.waiting_for != _REASON or not is_brief(turn.text):
        return None
    reason, sure = turn.values.get(_REASON, (_NO_FAULT, 0.0))
    more = turn.entities or turn.intent in FAULTS or (reason != _NO_FAULT and sure >= LIKELY)
    plainly = reading.says(DISLIKES, says_only) or reading.says(ANOTHER_MIND, says_only)
    if not (plainly or (reading.says(DISLIKES) and not more)):
        return None
    return replace(wishes_nothing(turn), values={_REASON: (_NO_FAULT, SURE)}, entities=())


def hardly_a_fault(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A few words that answer why something goes back and only sound like a fault, without a reason that would be one:
    it is asked again, since what is taken for a claim moves money."""
    reason, sure = turn.values.get(_REASON, ("", 0.0))
    told = sure >= TOLD and any(reason in reasons for reasons in FAULTY.values())
    faintly = turn.decision == "answer" and turn.intent in FAULTS and not turn.said(str(turn.intent), CERTAIN)
    unclear = reading.waiting_for == _REASON and faintly and not told and is_brief(turn.text)
    return wishes_nothing(turn) if unclear else None


def hardly_a_repair(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A few words that only sound like a repair where the remedy was asked for: "what can you do about it" and "not
    broken, I just don't like it" choose none."""
    remedy, sure = turn.values.get(_REMEDY, ("", 0.0))
    faint = remedy == "repair" and (reading.says(WAITS) or (sure < SURE and turn.said(BROKEN, LIKELY)))
    chance = reading.waiting_for == _REMEDY and faint and is_brief(turn.text) and not turn.said(_MENDING, LIKELY)
    named = tuple(one for one in turn.entities if one.get("entity") != _REMEDY)
    return replace(wishes_nothing(turn), values={}, entities=named) if chance else None


def why_it_does_not_fit(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "The size is too big" in a few words where it was asked why something goes back is the reason, whatever other
    wish it sounds like; told with the wish to return it, it need not be asked for."""
    said = [reason for reason, words in _FIT_SAID.items() if reading.says(words)]
    if len(said) != 1 or not is_brief(turn.text) or any(turn.said(name, LIKELY) for name in FAULTS):
        return None
    told = {_REASON: (said[0], SURE)}
    if not reading.waiting_for and turn.intent == RETURN and turn.decision == "answer":
        return replace(turn, values={**turn.values, **told})
    remedy = turn.values.get(_REMEDY, ("", 0.0))[1] >= LIKELY
    return replace(wishes_nothing(turn), values=told) if reading.waiting_for == _REASON and not remedy else None


def of_fit(reading: Reading, turn: UserTurn) -> UserTurn:
    """Shoes that pinch are no broken goods, nor within a return the wrong ones: it is their size that is told.
    Nor is what is not liked the wrong item."""
    reason, sure = turn.values.get(_REASON, ("", 0.0))
    if reason == _NO_FAULT and sure >= LIKELY and turn.decision == "answer" and turn.intent == _WRONG:
        return replace(turn, intents=((RETURN, turn.intents[0][1]),))  # "I don't like the colour"
    not_meant = {BROKEN, _WRONG} if reading.waiting_for in OF_A_RETURN else {BROKEN}
    if turn.decision == "reject" or turn.intent not in not_meant or reason not in _FIT or sure < LIKELY:
        return turn
    first, *others = turn.intents
    kept = tuple(pair for pair in others if pair[0] != RETURN)
    return replace(turn, intents=((RETURN, first[1]), *kept), decision="answer")
