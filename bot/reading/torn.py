"""What a message means that is torn between two wishes, or says one thing in two."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import UserTurn
from bot.dialogue.options import asks
from bot.dialogue.wishes import SMALL_TALK
from bot.reading.talked_of import BARELY_MORE

NUMBERS = frozenset({"order_id", "tracking_number"})
BROKEN = "item_damaged"
_A_RETURN_AND_ITS_RULES = frozenset({"return_request", "return_policy"})
_RULES_OF_A_REFUND = frozenset({"return_policy", "refund_status"})
_ANOTHER_VARIANT = frozenset({"order_change_items", "exchange_request"})
_OUT_OF_THE_CONTRACT = frozenset({"order_cancel", "return_request"})
_COMPENSATION = "compensation_request"
_ABOUT_A_PARCEL = frozenset({"order_status", "customs_duties", "delivery_not_received", "delivery_time"})
_WHERE_IT_IS = frozenset({"order_status", "delivery_time"})
FAULTS = frozenset({"item_damaged", "item_wrong", "item_missing"})
FAULTY = {
    "item_damaged": frozenset({"damaged", "faulty"}),
    "item_wrong": frozenset({"wrong_item"}),
    "item_missing": frozenset({"missing_parts"}),
}
"""Reasons of a return that name the very fault; that a colour is not liked may sound like a wrong item."""
_PRAISE, _OUT_OF_SCOPE = "feedback_positive", "out_of_scope"
_OF_WHAT_WAS_BOUGHT = FAULTS | {"order_status", "return_request", "exchange_request", "warranty_repair"}
_PLAIN = 0.73  # from here on a fault is what a return is about
_OF_THE_ACCOUNT = frozenset({"account_update", "account_access", "account_privacy", "membership_points"})
_REMEDY, _NEW_ONE, _EXCHANGED_FOR = "resolution", "exchange", "exchange_request"
_OF_MONEY = frozenset({"return_request", "refund_status", "compensation_request"})
_YES, _BESIDE_A_YES = "affirm", 0.07
_GREETING = "greet"
_COURTESIES = frozenset({_GREETING, "thanks"})
_BEHIND_A_GREETING = 0.08
"""How likely a wish must be behind a hello in a message of some length: the first word of it weighs much."""
_NO_BUSINESS = SMALL_TALK | {_OUT_OF_SCOPE, "bot_challenge"}
BESIDES = 0.2
TOLD = 0.3
SURE = 0.75
LIKELY = 0.5
CERTAIN = 0.93
RETURN = "return_request"


def behind_a_courtesy(turn: UserTurn) -> UserTurn:
    """Who says hello or thanks and more besides wants what is besides: the courtesy is no second thing to choose."""
    likely = turn.ranking[:2]
    besides = any(sure >= TOLD for _, sure in turn.intents[1:])
    if len(likely) < 2 or turn.intent not in _COURTESIES or besides or turn.decision == "reject":
        return turn
    (first, sure), (second, rest) = likely
    least = _BEHIND_A_GREETING if first == _GREETING and turn.letters_besides > BARELY_MORE else BESIDES
    if first != turn.intent or second in _NO_BUSINESS or rest < least or sure + rest < SURE:
        return turn
    return replace(turn, intents=((second, sure + rest),), decision="answer")


def behind_a_yes(turn: UserTurn, asked: str | None) -> UserTurn:
    """A yes where nothing is asked that it answers is none: the wish beside it is meant, where it names a thing: "yes,
    make it one please"."""
    likely = [(name, sure) for name, sure in turn.ranking if name != _YES]
    yes = turn.decision == "answer" and turn.intent == _YES and not asked and bool(turn.entities)
    if not yes or not likely or likely[0][1] < _BESIDE_A_YES or likely[0][0] in _NO_BUSINESS:
        return turn
    return replace(turn, intents=((likely[0][0], SURE),))


def behind_praise(turn: UserTurn) -> UserTurn:
    """Torn between praise and a fault, "well packed, but the manual is missing": the fault is what is to be mended."""
    likely = dict(turn.ranking[:2])
    faults = likely.keys() & FAULTS
    sure = sum(likely.values())
    if turn.decision != "clarify" or _PRAISE not in likely or not faults or sure < SURE:
        return turn
    meant = ((next(iter(faults)), min(1.0, sure)), (_PRAISE, likely[_PRAISE]))
    return replace(turn, intents=meant, decision="answer")


def of_goods(turn: UserTurn, asked: str | None) -> UserTurn:
    """Who begins by naming one of the shop's products speaks of nothing out of its scope: what is heard besides, of an
    order that has it, is meant where that alone is ("my toy car stopped working"). asked: the open question."""
    likely = turn.ranking[:2]
    if asked or turn.decision != "reject" or len(likely) < 2 or likely[0][0] != _OUT_OF_SCOPE:
        return turn
    (_, elsewhere), (wish, sure) = likely
    goods = any(one.get("entity") == "product" for one in turn.entities)
    if not goods or wish not in _OF_WHAT_WAS_BOUGHT or sure < BESIDES or sure < SURE * (1.0 - elsewhere):
        return turn
    return replace(turn, intents=((wish, sure / (1.0 - elsewhere)),), decision="answer")


def one_matter(turn: UserTurn) -> UserTurn:
    """Who asks where a parcel is that did not arrive asks one thing: the search for it tells where it is; and what is
    missing may come with another parcel, whichever is heard more. So does who wants to return what came broken or
    wrong; a faint sign of a fault beside the return ("too big") is none. A fault comes before what is asked for it."""
    if turn.decision != "answer":
        return turn
    dropped: frozenset[str] = _WHERE_IT_IS if turn.said("delivery_not_received", LIKELY) else frozenset()
    if _names_its_order(turn) and all(turn.said(name) for name in _WHERE_IT_IS):
        dropped |= {"delivery_time"}  # "will my order be here by Saturday?" asks nothing of orders still to be placed
    if turn.said("item_missing") and any(turn.said(name) for name in _WHERE_IT_IS):
        dropped |= {"item_missing"} if turn.intent in _WHERE_IT_IS else _WHERE_IT_IS
    faults = {name for name, _ in turn.intents if name in FAULTS}
    if turn.intent in FAULTS and not any(turn.said(name, LIKELY) for name in faults - {turn.intent}):
        dropped |= faults - {turn.intent}  # "two came, one is broken": the other is not missing
    if faults and turn.said("return_request"):
        reason, sure = turn.values.get("return_reason", ("", 0.0))
        told = BROKEN in faults and reason in FAULTY[BROKEN] and sure >= BESIDES
        plain = turn.intent in faults or any(turn.said(name, _PLAIN) for name in faults)
        dropped |= {"return_request"} if plain or told else faults
    if turn.intent in FAULTS or (turn.intent == "return_request" and not turn.said("exchange_request", LIKELY)):
        dropped |= {"exchange_request"}  # both ask anyway what is wanted instead
    kept = tuple(pair for pair in turn.intents if pair[0] not in dropped)
    if faults and turn.said(_COMPENSATION):  # what a fault is worth shows once it is reported
        kept = tuple(sorted(kept, key=lambda pair: pair[0] == _COMPENSATION))
    return replace(turn, intents=kept, values=_with_a_new_one(turn) if faults else turn.values)


def _with_a_new_one(turn: UserTurn) -> dict[str, tuple[str, float]]:
    """The values, with a new one as the remedy where that is what is wanted beside the fault, and no money: "a new one
    please, and when will it arrive?" is heard as the wish for it."""
    another = turn.values.get(_REMEDY, (_NEW_ONE, 0.0))[0] in (_NEW_ONE, "reship")
    wanted = turn.said(_EXCHANGED_FOR, LIKELY) and another and not any(turn.said(name) for name in _OF_MONEY)
    return {**turn.values, _REMEDY: (_NEW_ONE, SURE)} if wanted else dict(turn.values)


def _names_its_order(turn: UserTurn) -> bool:
    """Whether an order is named, and no country besides, of which something else might be asked."""
    named = {one.get("entity") for one in turn.entities}
    return bool(named & NUMBERS) and "place" not in named


def where_it_is(turn: UserTurn) -> UserTurn:
    """Torn between where the parcel is and how long it takes, without a country: the parcel's news answer both."""
    likely = dict(turn.ranking[:2])
    sure = sum(likely.values())
    if likely.keys() != _WHERE_IT_IS or sure < SURE or any(one.get("entity") == "place" for one in turn.entities):
        return turn
    return replace(turn, intents=(("order_status", min(1.0, sure)),), decision="answer")


def another_variant(turn: UserTurn) -> UserTurn:
    """Torn between a change of the order and an exchange: whichever it is called, the order's state decides."""
    likely = dict(turn.ranking[:2])
    sure = sum(likely.values())
    if turn.decision != "clarify" or likely.keys() != _ANOTHER_VARIANT or sure < SURE:
        return turn
    return replace(turn, intents=((max(likely, key=lambda name: likely[name]), min(1.0, sure)),), decision="answer")


def out_of_the_contract(turn: UserTurn) -> UserTurn:
    """Torn between a cancellation and a return, "I withdraw from the purchase": the return finds out whether the order
    has left, and cancels it where it has not."""
    likely = dict(turn.ranking[:2])
    sure = sum(likely.values())
    if likely.keys() != _OUT_OF_THE_CONTRACT or sure < LIKELY:
        return turn
    return replace(turn, intents=((RETURN, min(1.0, sure)),), decision="answer")


def both_meant(turn: UserTurn) -> UserTurn:
    """Torn between a fault and something off for it, "a pulled thread, I'd keep it for a bit off": both are meant. So
    are wishes that take up a message among them: "cancel it, the invoice, and where is B?"."""
    if turn.decision == "clarify" and _several(turn):
        return replace(turn, decision="answer")
    likely = turn.ranking[:2]
    names = {name for name, _ in likely}
    if turn.decision != "clarify" or _COMPENSATION not in names or not names & FAULTS:
        return turn
    return turn if sum(sure for _, sure in likely) < SURE else replace(turn, intents=likely, decision="answer")


def _several(turn: UserTurn) -> bool:
    """Whether another wish than the first is surely said too, and nothing likely besides those that are said."""
    said = {name: sure for name, sure in turn.intents if name not in _NO_BUSINESS}
    surely = any(sure >= SURE for name, sure in said.items() if name != turn.intent)
    return turn.intent in said and surely and sum(sure for name, sure in turn.ranking if name in said) >= SURE


def asks_who_pays(turn: UserTurn) -> bool:
    """Whether it is a question about costs, or torn between that and the rules of returns."""
    if turn.intent != "delivery_cost" or turn.decision == "reject":
        return False
    likely = dict(turn.ranking)
    return turn.decision == "answer" or likely.get("delivery_cost", 0.0) + likely.get("return_policy", 0.0) >= LIKELY


def asks_about_money(turn: UserTurn) -> bool:
    """Whether it is a question how money comes back, and chooses no remedy: within a return, of what is not yet. "How
    do you return what I paid in cash?" sounds like the return itself."""
    chosen, sure = turn.values.get("resolution", ("", 0.0))
    rules = sum(confidence for name, confidence in turn.ranking if name in _RULES_OF_A_REFUND)
    again = turn.intent == RETURN and asks(turn.text) and rules >= BESIDES
    asked = (turn.intent == "refund_status" or again) and turn.decision == "answer"
    return asked and not turn.shows and not (chosen == "refund" and sure >= SURE)


def how_long_for_it(turn: UserTurn) -> UserTurn:
    """Torn between a return and its rules, "I want to return it, how long have I got": both are meant."""
    likely = turn.ranking[:2]
    if turn.decision != "clarify" or {name for name, _ in likely} != _A_RETURN_AND_ITS_RULES:
        return turn
    sure = sum(confidence for _, confidence in likely)
    return turn if sure < SURE else replace(turn, intents=likely, decision="answer")


def about_an_order(turn: UserTurn) -> UserTurn:
    """Torn between two wishes by a message that names an order: what never concerns an order was not meant, and
    several questions about one parcel ("it hangs at customs, when does it come") have one answer, its news."""
    likely = turn.ranking[:2]
    sure = min(1.0, sum(confidence for _, confidence in likely))
    names = [name for name, _ in likely if name not in _OF_THE_ACCOUNT]
    if len(names) == 2 and set(names) <= _ABOUT_A_PARCEL:
        names = ["order_status"]
    if len(names) == 2 and "item_missing" in names and _WHERE_IT_IS & set(names):
        names = ["item_missing"]  # it may be in a parcel that still comes, and that is looked at then
    if len(names) != 1 or sure < SURE:
        return turn
    return replace(turn, intents=((names[0], sure),), decision="answer")
