"""What a message means though its words alone are not clear: by what is talked of, and what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.said.word_tables import UNUSED, speaks_of
from bot.dialogue import UserTurn
from bot.dialogue.options import asks, is_brief
from bot.nlu.wordlists import PARTING, says_only
from bot.reading.accounts import OF_ACCOUNTS
from bot.reading.endings import ENDINGS
from bot.reading.faults import hardly_a_fault, hardly_a_repair, harm, of_fit, only_disliked, why_it_does_not_fit
from bot.reading.items import item_named, kinds_of, size_asked_about, variant_alone, which_and_how_many
from bot.reading.means import means, wishes_nothing
from bot.reading.money import OF_MONEY, how_it_goes_back, money_wanted
from bot.reading.numbers import OF_NUMBERS, numbered, values_alone
from bot.reading.orders import every_order, of_a_state, of_a_time, where_a_product_is
from bot.reading.talked_of import within_a_return
from bot.reading.torn import (
    RETURN,
    about_an_order,
    another_variant,
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
_GREETING, _FAREWELL = "greet", "goodbye"
_REASON, _NO_REASON, _TOLD = "return_reason", "changed_mind", 0.5


def settled(reading: Reading, turn: UserTurn) -> UserTurn:
    """The turn where it is clear what it means though its words alone are not."""
    turn = money_wanted(reading, of_a_time(reading, of_a_state(reading, turn)))
    if (meant := _by_rule((every_order, *ENDINGS, how_it_goes_back, where_a_product_is), reading, turn)) is not None:
        return meant
    turn = behind_a_yes(of_goods(turn, asked=reading.waiting_for), asked=reading.waiting_for)
    turn = one_matter(of_fit(reading, behind_praise(behind_a_courtesy(turn))))
    if (meant := _by_rule(_RULES, reading, turn)) is not None:
        return meant
    return turn if turn.decision != "clarify" else _no_longer_torn(reading, turn)


def _by_rule(rules: Iterable[_Rule], reading: Reading, turn: UserTurn) -> UserTurn | None:
    return next((meant for rule in rules if (meant := rule(reading, turn)) is not None), None)


def _no_longer_torn(reading: Reading, turn: UserTurn) -> UserTurn:
    turn = both_meant(turn if reading.waiting_for else out_of_the_contract(turn))
    if turn.decision != "clarify":
        return one_matter(turn)
    return about_an_order(turn) if numbered(turn) else how_long_for_it(another_variant(where_it_is(turn)))


def _parts(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A greeting that is a farewell where a talk has gone on and nothing is asked: "kolay gelsin" after it is done."""
    goes_on = bool(reading.said_before) and not turn.new_session and not reading.waiting_for
    ends = goes_on and turn.intent == _GREETING
    return means(turn, _FAREWELL) if ends and reading.says(PARTING, says_only) else None


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
    values_alone,
    *OF_ACCOUNTS,
    *OF_MONEY,
    *OF_NUMBERS,
)
