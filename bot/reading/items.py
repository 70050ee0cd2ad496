"""Words that say which items are meant, how many pieces or which size of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.goods.named_items import all_but
from bot.dialogue import UserTurn
from bot.dialogue.options import asks, is_brief
from bot.nlu.wordlists import BESIDE_NAMES, EVERYTHING, GOES_ON, JUST_ONE, ONE_OF_THEM, ONLY_SOME, says_only
from bot.reading.means import means, wishes_nothing
from bot.reading.talked_of import (
    A_VARIANT,
    BARELY_MORE,
    ENDS,
    EXCHANGE,
    HOW_MANY,
    OF_PIECES,
    PIECES,
    RETURN_FLOW,
    TO_BE_CONFIRMED,
    WHICH_ITEM,
    WHICH_ORDER,
)
from bot.reading.torn import CERTAIN, FAULTS, LIKELY, RETURN, SURE

if TYPE_CHECKING:
    from bot.nlu.understanding import Understanding
    from bot.reading.reading import Reading

LAST, _ONE, EVERY_ITEM = -1, "1", "all"
_SIZE, _SIZES, _A_PRODUCT = "size", "product_size", frozenset({"product"})
_EXCHANGED_FOR = "exchange_request"
OF_A_VARIANT = frozenset({_SIZE, "colour"})
OF_GOODS = frozenset({"product_availability", _SIZES, "product_info"})
_WANTS_A_SIZE = OF_GOODS | {"affirm", _EXCHANGED_FOR, "order_change_items"}
_AVAILABLE, _REMEDY, _A_COLOUR, _QUESTION = "product_availability", "resolution", frozenset({"colour"}), "?？؟ "
_WANTS_A_COLOUR = _WANTS_A_SIZE | {"product_recommend"}
_OF_WHAT_IS_SENT = frozenset({"confirm_return", _REMEDY})
_OF_OWN_CHOICE = frozenset({RETURN_FLOW, EXCHANGE})
_SAYS_MORE = frozenset({"affirm", "human_agent", "order_cancel", RETURN, _EXCHANGED_FOR})
_CHOSEN = frozenset({WHICH_ORDER, WHICH_ITEM})
_OF_A_CHANGE = frozenset({"new_variant", "confirm_items"})
_OF_ITEMS = FAULTS | {RETURN, _EXCHANGED_FOR}


def which_and_how_many(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """The turn where it says which items are meant, how many pieces or which size of them, and no more than that;
    None for any other. A fault, or a no, that is heard in such words is chance."""
    none = replace(turn, intents=(), ranking=(), values={}, decision="reject", option=None)
    if _all_but_one(reading, turn):
        named = tuple(one for one in turn.entities if one.get("entity") == "product")
        return replace(none, values={WHICH_ITEM: (turn.text, SURE)}, entities=named)
    if _only_counts(reading, turn):
        return _counting(turn)
    if _only_one_left(reading, turn):
        return _counted_as_one(turn)
    if _only_pieces(reading, turn):
        return replace(none, values={PIECES: turn.values[PIECES]})
    if _wants_a_size(reading, turn) or _wants_a_colour(reading, turn):
        return means(none, _EXCHANGED_FOR)
    return none if names_items(reading, turn) else None


def _only_counts(reading: Reading, turn: UserTurn) -> bool:
    """Whether a few words answer how many pieces are meant, by a number or by saying all of them."""
    kinds = kinds_of(turn)
    told = HOW_MANY in kinds or turn.option == LAST or PIECES in turn.values
    return reading.waiting_for == HOW_MANY and told and kinds <= {HOW_MANY, "product"} and is_brief(turn.text)


def _only_one_left(reading: Reading, turn: UserTurn) -> bool:
    """Whether "just the one" says how many pieces of an order that is being packed are wanted."""
    asked = "change_items" in reading.running and reading.waiting_for in _OF_A_CHANGE
    few = is_brief(turn.text) and not asks(turn.text) and not kinds_of(turn) & {HOW_MANY, *OF_A_VARIANT}
    return asked and few and (reading.says(ONLY_SOME) or reading.says(JUST_ONE, says_only))


def _counted_as_one(turn: UserTurn) -> UserTurn:
    """The turn with one piece; a yes beside it stays one."""
    told = replace(turn, entities=(*turn.entities, {"entity": HOW_MANY, "value": 1, "text": turn.text}), option=None)
    return told if turn.intent == "affirm" and turn.decision == "answer" else replace(wishes_nothing(told), values={})


def _counting(turn: UserTurn) -> UserTurn:
    """The turn with the number that is told, and what is wanted for them ("the money for those two"); nothing else."""
    named = any(one.get("entity") == HOW_MANY for one in turn.entities)
    one = {"entity": HOW_MANY, "value": 1, "text": turn.text}
    single = not named and turn.values.get(PIECES, ("", 0.0))[0] == _ONE
    said, option = (*turn.entities, one) if single else turn.entities, None if single or named else turn.option
    wanted = {name: value for name, value in turn.values.items() if name == _REMEDY}
    return replace(turn, intents=(), ranking=(), values=wanted, decision="reject", entities=said, option=option)


def _only_pieces(reading: Reading, turn: UserTurn) -> bool:
    """Whether "just one of them" comes while something else is asked of what goes back, or is to be confirmed: it
    refuses nothing, and says of nothing that it is missing."""
    sounds = turn.intent not in _SAYS_MORE or turn.decision != "answer"
    others = _kinds_besides(reading, turn) - {HOW_MANY}
    return bool(reading.waiting_for) and PIECES in turn.values and sounds and not others and is_brief(turn.text)


def _kinds_besides(reading: Reading, turn: UserTurn) -> set[str]:
    """Kinds of the entities without the guess which answer to the open question the whole message is."""
    return kinds_of(turn) - {str(reading.waiting_for)}


def _all_but_one(reading: Reading, turn: UserTurn) -> bool:
    """Whether all of an order but an item is said to go back, while that is talked of."""
    talked_of = reading.waiting_for in OF_PIECES and bool(reading.running & _OF_OWN_CHOICE)
    return talked_of and _kinds_besides(reading, turn) == _A_PRODUCT and is_brief(turn.text) and all_but(turn.text)


def _wants_a_size(reading: Reading, turn: UserTurn) -> bool:
    """Whether a size comes where a remedy was asked for or is to be confirmed: "size 41 please" wants that instead
    of the one that came, and asks nothing about sizes; a yes with it is none to the same again."""
    kinds = _kinds_besides(reading, turn)
    named = _SIZE in kinds and kinds <= OF_A_VARIANT and turn.intent in _WANTS_A_SIZE
    one = turn.intent == _AVAILABLE and [entity.get("entity") for entity in turn.entities].count(_SIZE) == 1
    said = turn.text.rstrip(_QUESTION) if one else turn.text  # "is there a 110?"
    return named and reading.waiting_for in _OF_WHAT_IS_SENT and is_brief(said)


def _wants_a_colour(reading: Reading, turn: UserTurn) -> bool:
    """Whether a colour alone answers what is wanted for what came: "the blue one" is no wish to be shown some."""
    named = _kinds_besides(reading, turn) == _A_COLOUR and reading.waiting_for == _REMEDY and is_brief(turn.text)
    return named and (turn.intent in _WANTS_A_COLOUR or (turn.decision == "clarify" and turn.intent != "deny"))


def names_items(reading: Reading, turn: UserTurn) -> bool:
    """Whether the question which item is answered by the names of products, with nothing beside them that says
    more of them."""
    products = all(one.get("entity") == "product" for one in turn.entities)
    if reading.waiting_for != WHICH_ITEM or not turn.entities or not products or asks(turn.text):
        return False
    rest = turn.beside_entities
    return not any(map(str.isalnum, rest)) or any(says_only(BESIDE_NAMES, rest, code) for code in reading.languages)


def size_asked_about(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A whole question that plainly asks how a size fits where a variant was asked for or is to be confirmed: "how long
    is 38?" wants to know, and chooses none."""
    plainly = turn.decision == "answer" and turn.intent == _SIZES and turn.said(_SIZES, CERTAIN)
    whole = asks(turn.text) and turn.letters_besides > BARELY_MORE
    if not (plainly and whole and reading.waiting_for in A_VARIANT and kinds_of(turn) & OF_A_VARIANT):
        return None
    kept = tuple(one for one in turn.entities if one.get("entity") not in OF_A_VARIANT)
    return replace(turn, entities=kept, values={})


def variant_alone(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """A size or a colour alone within a matter. "Blue" at the confirmation of an exchange is the one that is wanted,
    not one that came; "42 rather" tells the variant, and asks not whether there is one."""
    alone = turn.bare_values and bool(reading.waiting_for) and kinds_of(turn) <= OF_A_VARIANT
    chosen = reading.waiting_for in A_VARIANT and turn.intent in OF_GOODS and not asks(turn.text)
    return wishes_nothing(turn) if alone and (turn.intent in FAULTS or chosen) else None


def item_named(reading: Reading, turn: UserTurn) -> UserTurn | None:
    """ "The knife set" within a matter says which item is meant, "size S for the jacket" what is wanted too: nobody
    wants to read about it then."""
    kinds = kinds_of(turn)
    points = reading.waiting_for in _CHOSEN and turn.letters_besides <= BARELY_MORE and not asks(turn.text)
    alone = turn.bare_values and bool(reading.waiting_for) and kinds == _A_PRODUCT
    named = _A_PRODUCT <= kinds <= _A_PRODUCT | OF_A_VARIANT and (points or alone)
    return wishes_nothing(turn) if named and turn.intent in OF_GOODS else None


def kinds_of(turn: UserTurn) -> set[str]:
    """Kinds of the entities of a message."""
    return {str(one.get("entity")) for one in turn.entities}


def pieces_meant(reading: Reading, found: Understanding) -> str | None:
    """One piece of several, or all of them, where it is told what goes back, was asked how many, or is to be
    confirmed."""
    told = not reading.waiting_for and any(one.name in _OF_ITEMS for one in found.intents)
    if (told or reading.waiting_for in OF_PIECES) and reading.says(ONE_OF_THEM):
        return _ONE
    counted = any(one.entity == HOW_MANY for one in found.entities) or reading.says(EVERYTHING)
    if reading.waiting_for == HOW_MANY and not counted and reading.says(JUST_ONE):
        return _ONE
    return EVERY_ITEM if reading.waiting_for in TO_BE_CONFIRMED and reading.means_everything(found) else None


def all_of_them(reading: Reading, found: Understanding) -> bool:
    """Whether the question which item is answered by "all of it", for which the last button stands."""
    asked, sure = reading.waiting_for in (WHICH_ITEM, HOW_MANY), found.values.get("all_items", ("", 0.0))[1]
    goes_on = bool(reading.running & ENDS) and reading.says(GOES_ON)  # "then send both"
    return asked and not goes_on and (sure >= LIKELY or reading.means_everything(found))
