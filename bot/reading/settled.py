"""What a message means though its words alone are not clear: by what is talked of, and what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.said.word_tables import (
    ADVERTISING,
    ALL_DATA,
    CUSTOMS_CODE,
    ERASURE,
    ONE_DATUM,
    OWN_DATA,
    PHONE,
    SENDING_BACK,
    UNUSED,
    speaks_of,
)
from bot.dialogue import UserTurn
from bot.dialogue.options import asks, is_brief
from bot.nlu.wordlists import MONEY, PARTING, says_only
from bot.reading.endings import ENDINGS
from bot.reading.faults import hardly_a_fault, hardly_a_repair, harm, of_fit, only_disliked, why_it_does_not_fit
from bot.reading.items import item_named, kinds_of, size_asked_about, variant_alone, which_and_how_many
from bot.reading.means import means, wishes_nothing
from bot.reading.orders import every_order, of_a_state, of_a_time, where_a_product_is
from bot.reading.talked_of import CANCELLED, REFUSED, RETURN_FLOW, RETURNED, WHICH_ORDER, within_a_return
from bot.reading.torn import (
    BESIDES,
    CERTAIN,
    LIKELY,
    NUMBERS,
    RETURN,
    SURE,
    about_an_order,
    another_variant,
    asks_about_money,
    asks_who_pays,
    behind_a_courtesy,
    behind_a_yes,
    behind_praise,
    both_meant,
    how_long_for_it,
    of_goods,
    one_matter,
    out_of_the_contract,
    where_it_is,
)

if TYPE_CHECKING:
    from bot.reading.reading import Reading

_Rule = Callable[["Reading", UserTurn], UserTurn | None]
CONTACTS = frozenset({"email", "phone"})
_IDENTIFIERS = NUMBERS | CONTACTS | {"amount", "date", "quantity", "coupon_code"}
_RULES_OF_RETURNS, _STATUS, _VOUCHERS = "return_policy", "order_status", "promotion_question"
_CLEARLY_ELSE = frozenset(
    {"human_agent", "order_cancel", "order_change_address", "delivery_not_received", "invoice_request"}
)
_MONEY_BACK, _OF_MONEY = "refund_status", frozenset({"payment_methods", "return_policy", "membership_points"})
_CUSTOMS, _HOW_LONG = "customs_duties", "delivery_time"
_RIGHT_ADDRESS, _ADDRESS = "confirm_address", "order_change_address"
_IS_IT_RIGHT, _YES = "address_right", "yes"
_OF_THE_SEARCH = frozenset({"delivery_not_received", _ADDRESS})
_ONE_TIME_CODE, _SIGNING_IN = "verification_code", "account_access"
_PRIVACY, _DATA, _WHICH_DATA = "account_privacy", "account_update", "account_field"
_PROOFS = frozenset({"order_or_contact", "contact", _ONE_TIME_CODE})
WHOSE_ORDER = frozenset({WHICH_ORDER, "order_or_contact"})
_WHERE = "track_order"
_CANCELS = "order_cancel"
_GREETING, _FAREWELL = "greet", "goodbye"
_REASON, _NO_REASON, _TOLD = "return_reason", "changed_mind", 0.5


def settled(reading: Reading, turn: UserTurn) -> UserTurn:
    """The turn where it is clear what it means though its words alone are not."""
    turn = _money_wanted(reading, of_a_time(reading, of_a_state(reading, turn)))
    if (meant := _by_rule((every_order, *ENDINGS, _how_it_goes_back, where_a_product_is), reading, turn)) is not None:
        return meant
    turn = behind_a_yes(of_goods(turn, asked=reading.waiting_for), asked=reading.waiting_for)
    turn = one_matter(of_fit(reading, behind_praise(behind_a_courtesy(turn))))
    if (meant := _by_rule(_RULES, reading, turn)) is not None:
        return meant
    return turn if turn.decision != "clarify" else _no_longer_torn(reading, turn)


def _money_wanted(reading: Reading, turn: UserTurn) -> UserTurn:
    """The turn with the remedy that is told with the wish: "I want to return the kettle and have my money back"."""
    told = turn.intent == RETURN and turn.said(RETURN, CERTAIN) and not turn.said("exchange_request")
    if not told or reading.waiting_for or asks(turn.text) or not reading.says(MONEY):
        return turn
    return replace(turn, values={**turn.values, "resolution": ("refund", 1.0)})


def _by_rule(rules: Iterable[_Rule], reading: Reading, turn: UserTurn) -> UserTurn | None:
    return next((meant for rule in rules if (meant := rule(reading, turn)) is not None), None)


def _no_longer_torn(reading: Reading, turn: UserTurn) -> UserTurn:
    turn = both_meant(turn if reading.waiting_for else out_of_the_contract(turn))
    if turn.decision != "clarify":
        return one_matter(turn)
    return about_an_order(turn) if _numbered(turn) else how_long_for_it(another_variant(where_it_is(turn)))


def _numbered(turn: UserTurn) -> bool:
    """Whether an order or a parcel is named by its number."""
    return bool(kinds_of(turn) & NUMBERS)


def _how_it_goes_back(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The label of a return, the way it goes or its box is asked about, or the label has not come: nothing is missing
    from an order by that, and the articles tell how it is done."""
    asked = not reading.waiting_for or (within_a_return(reading) and asks(turn.text))
    plain = asked and turn.intent not in _CLEARLY_ELSE and speaks_of(SENDING_BACK, turn.text)
    return means(turn, _RULES_OF_RETURNS) if plain else None


def _parts(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A greeting that is a farewell where a talk has gone on and nothing is asked: "kolay gelsin" after it is done."""
    goes_on = bool(reading.said_before) and not turn.new_session and not reading.waiting_for
    ends = goes_on and turn.intent == _GREETING
    return means(turn, _FAREWELL) if ends and reading.says(PARTING, says_only) else None


def _values_alone(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """An address or a number alone answers the question; a wish that is seen in it is chance."""
    alone = turn.bare_values and bool(reading.waiting_for)
    return wishes_nothing(turn) if alone and kinds_of(turn) <= _IDENTIFIERS else None


def _who_asks(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "My mail is …" where a proof is wanted tells who asks; it is no wish to change what the account says."""
    told = reading.waiting_for in _PROOFS and not _numbered(turn) and bool(kinds_of(turn) & CONTACTS)
    return wishes_nothing(turn) if told else None


def _one_thing_known(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Delete my number from the account" is a change of what the account says, which a person makes: it wants neither
    the account nor all that is known of the shopper deleted."""
    asked = turn.intent == _PRIVACY and not reading.waiting_for and not kinds_of(turn) & CONTACTS
    one = asked and (speaks_of(PHONE, turn.text) or speaks_of(ONE_DATUM, turn.text))
    more = speaks_of(ALL_DATA, turn.text) or speaks_of(ADVERTISING, turn.text)
    if not one or more or not speaks_of(ERASURE, turn.text):
        return None
    return replace(means(turn, _DATA), values={**turn.values, _WHICH_DATA: ("other", 1.0)})


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


def _rules_of_a_return(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """What is asked about the rules while a return is talked of: "who pays the postage?", "would it go to my account?",
    "must I send it back, broken as it is?". "How long until I get it" is asked of the money that is to come back."""
    if not within_a_return(reading):
        return None
    soon = turn.intent == _HOW_LONG and not turn.entities and _money_to_come(reading)
    if soon or asks_who_pays(turn) or (asks_about_money(turn) and not _numbered(turn)):
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


def _an_order_and_no_account(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "I want to cancel the mobile": torn between a deletion of what is known of the shopper and a cancellation, words
    that name nothing of an account mean the order."""
    heard = dict(turn.ranking)
    torn = turn.intent == _PRIVACY or (turn.decision == "clarify" and turn.ranking[0][0] == _PRIVACY)
    torn = torn and heard.get(_CANCELS, 0.0) >= BESIDES and not reading.waiting_for
    return means(turn, _CANCELS) if torn and not _speaks_of_an_account(turn.text) else None


def _speaks_of_an_account(text: str) -> bool:
    return speaks_of(OWN_DATA, text) or speaks_of(ADVERTISING, text)


def _not_used(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Unused, still in its box" in a return: it may go back, with no reason where that is asked for. It is neither
    praise nor a fault, and answers nothing else."""
    told = within_a_return(reading) and not asks(turn.text) and "product" not in kinds_of(turn)
    reason, sure = turn.values.get(_REASON, ("", 0.0))
    more = (sure >= _TOLD and reason != _NO_REASON) or turn.said("affirm") or turn.said("human_agent")
    if not told or more or not is_brief(turn.text) or not speaks_of(UNUSED, turn.text):
        return None
    if reading.waiting_for == _REASON:
        return means(turn, RETURN)
    return replace(wishes_nothing(turn), values={}, shows=True)


def _no_number_here(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "I don't have the number here" in the midst of a return is no question where the parcel is."""
    asked = reading.waiting_for in WHOSE_ORDER and _WHERE not in reading.running
    return wishes_nothing(turn) if asked and turn.intent == _STATUS and not turn.entities else None


def _number_of_what_goes_back(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "NK-64010, I have not worn it" within a return tells of which order that is, and asks nothing of the parcel."""
    told = within_a_return(reading) and _numbered(turn) and not asks(turn.text)
    return wishes_nothing(turn) if told and turn.intent == _STATUS and not turn.said(_STATUS, CERTAIN) else None


def _number_put_right(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "Sorry, I meant the other one": the number is what it says, whatever is usually asked about a number."""
    return wishes_nothing(turn) if _numbered(turn) and reading.waiting_for and reading.corrects() else None


def _number_sent(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A number alone asks how the order is."""
    alone = turn.bare_values and _numbered(turn) and turn.decision != "answer"
    return replace(turn, intents=((_STATUS, 1.0),), decision="answer") if alone else None


def _coupon_sent(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A coupon's code is sent to be used."""
    alone = "coupon_code" in kinds_of(turn) and not _numbered(turn) and not reading.waiting_for
    alone = alone and (turn.bare_values or turn.decision != "answer")
    return replace(turn, intents=((_VOUCHERS, 1.0),), decision="answer") if alone else None


_RULES: tuple[_Rule, ...] = (
    _parts,
    harm,
    _not_used,
    which_and_how_many,
    why_it_does_not_fit,
    only_disliked,
    hardly_a_fault,
    hardly_a_repair,
    variant_alone,
    item_named,
    size_asked_about,
    _values_alone,
    _who_asks,
    _one_thing_known,
    _number_for_the_carrier,
    _address_is_right,
    _another_code,
    _rules_of_a_return,
    _money_of_what_ends,
    _of_the_customs_code,
    _an_order_and_no_account,
    _no_number_here,
    _number_of_what_goes_back,
    _number_put_right,
    _number_sent,
    _coupon_sent,
)
