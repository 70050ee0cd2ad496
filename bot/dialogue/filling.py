"""Filling slots from what the shopper said. Nothing here depends on a language."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.domain import Domain, Slot, SlotMapping
from bot.dialogue.options import asks, asks_besides, asks_between, folded, is_brief, named_option, number, option
from bot.dialogue.payloads import DirectIntent, SetSlots, parse_payload
from bot.dialogue.turn_input import UserTurn

AFFIRM, DENY, STOP, HUMAN, REPEAT = "affirm", "deny", "stop", "human_agent", "repeat_rephrase"
OUT_OF_SCOPE, LANGUAGE, GOODBYE, THANKS = "out_of_scope", "language_switch", "goodbye", "thanks"
_COURTEOUS = frozenset({AFFIRM, DENY, STOP, THANKS, GOODBYE})
_ANSWER_LENGTH = 1000
_SUFFIX = 4
_YES_NO = {"yes": True, "no": False}
_BESIDE = 0.5
_CLEARLY, _RATHER = 4.0, 2.0
_HARDLY_MORE = 12
"""Letters beside an order's number that only say that it is one."""
_BESIDE_A_WISH = 0.2
BESIDE_A_NO = 0.2
"""How likely a wish must be beside a no that it may be the reason for it."""
_FAINTLY = 0.02
"""How many times likelier a yes must be than a no, or a no than a yes, where the wish itself is in the words."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probabilities.

    yes_no: of affirm or deny as the answer to a yes/no question. yes_to_act: of affirm, with the running flow's own
    wish, where that question is of an act. restated: of affirm when the shopper answers such a question by saying the
    running flow's own wish again ("yes cancel it", understood as order_cancel); above 1, that never counts. torn: of
    affirm or deny in a message that is torn between it and that wish. together: of both in it. thanked: of affirm in
    thanks. value_asked: of a fixed value that was asked for; value_unasked: that nobody asked for, where it changes
    something; value_told: the same where it only spares a question; value_doubted: of one that was asked for, in
    words of doubt.
    other_wish: from here on, words that could be a free-text answer are another wish; plain_wish: from here on, a few
    words that might name one of the choices are. human: of human_agent;
    human_beside: the same beside another wish, in the ranking. second: of a wish beside the main one, to be served.
    choice: of a wish that is offered to choose.
    """

    yes_no: float = 0.45
    yes_to_act: float = 0.65
    restated: float = 0.07
    torn: float = 0.27
    together: float = 0.79
    thanked: float = 0.01
    value_asked: float = 0.45
    value_unasked: float = 0.7
    value_told: float = 0.5
    value_doubted: float = 0.75
    other_wish: float = 0.73
    plain_wish: float = 0.93
    human: float = 0.38
    human_beside: float = 0.16
    second: float = 0.3
    choice: float = 0.03


class NotFilled:
    """The message does not answer the question."""


NOT_FILLED = NotFilled()


_NO_RIVALS = frozenset({AFFIRM, THANKS, OUT_OF_SCOPE})
_DROWNS, _A_FEW_WORDS = 0.2, 20


def message_values(domain: Domain, turn: UserTurn) -> dict[str, Any]:
    """Slots that the message's entities and intents fill, whatever was asked; the last entity of a kind wins.

    Yes/no slots are not among them: a yes counts only as the answer to its question.
    """
    found: dict[str, Any] = {}
    for slot in domain.slots.values():
        for mapping in slot.mappings:
            value = _mapped(slot, mapping, turn)
            if value is not None:
                found[slot.name] = value
                break
    return found


def _mapped(slot: Slot, mapping: SlotMapping, turn: UserTurn) -> Any:
    if slot.type == "bool" or mapping.asked or (turn.intent in mapping.not_intent):
        return None
    if mapping.type == "from_intent":
        # A wish that is only faintly heard beside the main one tells nothing.
        least = 0.0 if mapping.intent == turn.intent else _BESIDE
        sure = turn.decision == "answer" and mapping.intent is not None and turn.said(mapping.intent, least)
        return mapping.value if sure else None
    if mapping.type != "from_entity" or (mapping.intent is not None and not turn.said(mapping.intent)):
        return None
    values = [
        entity.get("value")
        for entity in turn.entities
        if entity.get("entity") == mapping.entity
        and (entity.get("role"), entity.get("group")) == (mapping.role, mapping.group)
    ]
    if not values:
        return None
    return slot.read(values if slot.type == "list" else values[-1])


def unasked_values(names: Collection[str], domain: Domain, turn: UserTurn, least: float) -> dict[str, str]:
    """Fixed values that show in a message although nobody asked, e.g. the reason of a return.

    A value that is a wish of its own ("damaged") is believed only where that wish is heard at least faintly.
    """
    found = {}
    heard = dict(turn.ranking)
    for name, (value, confidence) in turn.values.items():
        slot = domain.slots.get(name)
        if slot and slot.type != "bool" and name in names and confidence >= least and slot.accepts(value):
            telling = [one for one in slot.mappings if one.value == value and not one.asked]
            wishes = [mapping.intent for mapping in telling if mapping.intent]
            if not wishes or any(heard.get(wish, 0.0) >= _FAINTLY for wish in wishes):
                found[name] = value
    return found


def same_value(old: Any, new: Any) -> bool:
    """Whether two values mean the same: case, spaces and punctuation aside; a number's last digits mean the number."""
    if isinstance(old, str) and isinstance(new, str):
        one, other = folded(old), folded(new)
        return one == other or (len(other) >= _SUFFIX and other.isdigit() and one.endswith(other))
    return bool(old == new)


def answer_to(
    slot: Slot,
    turn: UserTurn,
    own_intents: Collection[str],
    options: Sequence[Sequence[str]],
    limits: Thresholds,
) -> Any:
    """The value with which the message answers the question for `slot`, or NOT_FILLED.

    own_intents: what starts the running flow. options: (title, payload) of the buttons shown last.
    """
    if slot.type == "bool":
        return _yes_or_no(slot, turn, own_intents, options, limits)
    chosen = _from_options(slot, turn, options)
    if chosen is None:
        chosen = _only_option(slot, turn, own_intents, options, limits)
    if chosen is not None:
        return chosen
    if slot.type == "categorical":
        if asks_between(turn, options):
            return NOT_FILLED
        found = _choice(slot, turn, own_intents, limits)
        shown = {_value_of(slot, payload) for _, payload in options} - {None}
        if shown and found not in shown and asks(turn.text) and is_another_wish(turn, own_intents, limits):
            found = NOT_FILLED  # "what is its warranty?": a repair is heard in it, which no button shows
        return _titled(slot, turn, options) if found is NOT_FILLED else found
    for mapping in slot.mappings:
        value = _mapped(slot, mapping, turn)
        if value is not None:
            return value
    if slot.from_entities and (named := _named_option(slot, turn, own_intents, options, limits)) is not None:
        return named
    if slot.type == "float" and (said := number(turn.text)) is not None:
        return slot.read(said)
    aside = bool(options) and asks_besides(turn) and not any(turn.said(name) for name in own_intents)
    if slot.takes(turn.text) and not aside and _is_free_text(slot, turn, own_intents, limits):
        return turn.text.strip()[:_ANSWER_LENGTH]
    return NOT_FILLED


def _from_options(slot: Slot, turn: UserTurn, options: Sequence[Sequence[str]]) -> Any:
    fitting = [pair for pair in options if _value_of(slot, pair[1]) is not None]
    payload = option(turn, fitting)
    return None if payload is None else _value_of(slot, payload)


def _titled(slot: Slot, turn: UserTurn, options: Sequence[Sequence[str]]) -> Any:
    """The value of the one button of which a few words name a part ("a replacement of course, and quickly!"), where
    the words are likest to it in meaning too, however faintly, and no no is among them."""
    payload = named_option(turn, options)
    value = None if payload is None else _value_of(slot, payload)
    alike = value is not None and turn.values.get(slot.name, (None, 0.0))[0] == value
    return value if alike and is_brief(turn.text) and not turn.said(DENY) and not turn.said(STOP) else NOT_FILLED


def _only_option(
    slot: Slot, turn: UserTurn, own_intents: Collection[str], options: Sequence[Sequence[str]], limits: Thresholds
) -> Any:
    """The value of the one button there is, when the shopper says yes to it, or says the wish again and names nothing
    else: "and where is mine then?" after another's order was not found."""
    fitting = [payload for _, payload in options if _value_of(slot, payload) is not None]
    if len(fitting) != 1 or turn.decision != "answer" or turn.said(DENY):
        return None
    yes = turn.intent == AFFIRM and turn.said(AFFIRM, limits.yes_no)
    wish = sum(sure for name, sure in turn.ranking if name in own_intents)  # one wish may have two names
    again = slot.from_entities and turn.intent in own_intents and wish >= limits.other_wish
    other = {one.get("entity") for one in turn.entities} & {mapping.entity for mapping in slot.mappings}
    return _value_of(slot, fitting[0]) if yes or (again and not other) else None


def _named_option(
    slot: Slot, turn: UserTurn, own_intents: Collection[str], options: Sequence[Sequence[str]], limits: Thresholds
) -> Any:
    """The value of the button that the words name, unless they clearly are another wish."""
    if is_another_wish(turn, own_intents, limits):
        return None
    payload = named_option(turn, options)
    return None if payload is None else _value_of(slot, payload)


def is_another_wish(turn: UserTurn, own_intents: Collection[str], limits: Thresholds) -> bool:
    """Whether words clearly are another wish than the running flow's: a few words without a question mark are none,
    though a product in them makes them look like a question about it."""
    wish = max((sure for name, sure in turn.intents if name not in own_intents), default=0.0)
    return turn.decision == "answer" and wish >= limits.other_wish and not is_brief(turn.text)


def is_plainly_another(turn: UserTurn, own_intents: Collection[str], limits: Thresholds) -> bool:
    """Whether words are another wish however few they are: "I'll return the jumper" names none of the choices."""
    said = any(name not in own_intents and sure >= limits.plain_wish for name, sure in turn.intents)
    return turn.decision == "answer" and said and not turn.bare_values


def _value_of(slot: Slot, payload: str) -> Any:
    command = parse_payload(payload)
    if not isinstance(command, SetSlots):
        return None
    return slot.read(dict(command.pairs).get(slot.name))


def _yes_or_no(
    slot: Slot, turn: UserTurn, own_intents: Collection[str], options: Sequence[Sequence[str]], limits: Thresholds
) -> Any:
    # The exact title of a button on the screen is as clear as pressing it.
    for title, payload in options:
        if folded(title) and folded(title) == folded(turn.text) and _value_of(slot, payload) is not None:
            return _value_of(slot, payload)
    value, sure = turn.values.get(slot.name, ("", 0.0))  # of questions that no act hangs on; the caller sees to that
    if value in _YES_NO and sure >= limits.value_unasked:
        return _YES_NO[value]
    # An act is confirmed by a yes that was understood, never by a guess: anything unsure is asked again.
    if turn.decision == "reject":
        return NOT_FILLED
    ranking = dict(turn.ranking)
    yes, no, stop = (ranking.get(name, 0.0) for name in (AFFIRM, DENY, STOP))
    if turn.decision == "clarify":
        # "Yes, cancel it" may be torn between the yes and the flow's own wish, "no, don't cancel it" between that and
        # the no: then nothing else may speak in it.
        wish = max((ranking.get(name, 0.0) for name in own_intents), default=0.0)
        if yes >= limits.torn and yes >= _CLEARLY * (no + stop) and yes + wish >= limits.together:
            return True
        against = no >= limits.torn and no >= stop and no >= _CLEARLY * yes and no + stop + wish >= limits.together
        return False if against else NOT_FILLED
    if turn.said(STOP):  # "no, leave it as it is": a stop that is heard faintly behind a no
        behind = turn.intent == DENY and turn.said(DENY, limits.yes_no) and not turn.said(STOP, limits.yes_no)
        return False if behind and not turn.said(AFFIRM) else NOT_FILLED
    if turn.intent == THANKS and yes >= limits.thanked and yes >= 3 * (no + stop):
        return True  # "fine, thanks": with a question open, thanks with a trace of yes and none of no
    said_yes, said_no = turn.said(AFFIRM, limits.yes_no), turn.said(DENY, limits.yes_no)
    if said_yes and not said_no:
        if turn.said(DENY):
            return NOT_FILLED  # a no that is heard beside the yes, however faintly: "hm, cancel it then"
        if _asks_rather(turn, own_intents, limits):
            return NOT_FILLED
        return True if yes >= _RATHER * (no + stop) else NOT_FILLED  # "I'm fine after all" is near both
    if said_no:
        return NOT_FILLED if said_yes else False
    if denied_by(slot, turn, limits):  # "the address is right" sounds like that wish too, with a yes beside it
        return yes >= _BESIDE_A_WISH and yes >= _RATHER * (no + stop)
    restated = turn.intent in own_intents and turn.said(str(turn.intent), limits.yes_no)
    return True if restated and yes >= limits.restated > no else NOT_FILLED


def is_faint_yes(turn: UserTurn, own_intents: Collection[str], limits: Thresholds) -> bool:
    """Whether words sound like a yes for want of something likelier: "tro choi" (a game, without its accents) does. An
    act wants more than that."""
    ranking = dict(turn.ranking) or dict(turn.intents)
    sure = sum(ranking.get(name, 0.0) for name in {AFFIRM, *own_intents})
    return turn.decision == "answer" and turn.intent == AFFIRM and sure < limits.yes_to_act


def _asks_rather(turn: UserTurn, own_intents: Collection[str], limits: Thresholds) -> bool:
    """Whether a yes is asked rather than said ("sure?", not "cancel it, ok?" or "yes, and how long does it take?"), or
    is so unsure that a question or another wish in more than a few words drowns it: "fine, and does it cost anything
    if I cancel", with or without a question mark."""
    if asks(turn.text.rstrip()[-1:]) and all(name == AFFIRM for name, _ in turn.intents):
        return True
    if turn.said(AFFIRM, limits.other_wish):
        return False
    likely = max((sure for name, sure in turn.ranking if name not in (*own_intents, *_NO_RIVALS)), default=0.0)
    return asks(turn.text) or (likely >= _DROWNS and len(turn.text) > _A_FEW_WORDS)


def denied_by(slot: Slot, turn: UserTurn, limits: Thresholds) -> str | None:
    """The wish in the message that says no to this question, as a wish for another address denies the one named."""
    wishes = [one.intent for one in slot.mappings if one.type == "from_intent" and one.value is False and one.intent]
    return next((wish for wish in wishes if turn.said(wish, limits.yes_no)), None)


def _choice(slot: Slot, turn: UserTurn, own_intents: Collection[str], limits: Thresholds) -> Any:
    value, confidence = turn.values.get(slot.name, (None, 0.0))
    other_wish = is_another_wish(turn, {*own_intents, AFFIRM, DENY, OUT_OF_SCOPE}, limits)
    # A bare yes names no value, whatever value its letters look like.
    unclear = other_wish or (turn.decision == "answer" and turn.said(AFFIRM, limits.yes_no))
    # Nor is an answer to another question an unsure one to this: "my money back" is no reason.
    elsewhere = max((sure for name, (_, sure) in turn.values.items() if name != slot.name), default=0.0)
    answered = confidence >= elsewhere or elsewhere < limits.value_told
    unclear = unclear or elsewhere >= limits.value_unasked or _only_an_order(turn)
    least = limits.value_unasked if unclear else limits.value_asked
    if value is not None and answered and confidence >= least and slot.accepts(value):
        return value
    for mapping in slot.mappings:
        if mapping.type == "from_intent" and mapping.intent and turn.said(mapping.intent, limits.yes_no):
            return mapping.value
        if mapping.type == "from_entity" and (mapped := _mapped(slot, mapping, turn)) is not None:
            return mapped
    plain = turn.text.strip().casefold()
    return plain if plain in slot.values else NOT_FILLED


def _only_an_order(turn: UserTurn) -> bool:
    """Whether words that are not understood name an order and hardly anything else: "order 4711" gives no reason."""
    numbered = any(one.get("entity") == "order_id" for one in turn.entities)
    return numbered and turn.decision == "reject" and turn.letters_besides <= _HARDLY_MORE


def _is_free_text(slot: Slot, turn: UserTurn, own_intents: Collection[str], limits: Thresholds) -> bool:
    if not turn.text.strip():
        return False
    refused = {name for mapping in slot.mappings for name in mapping.not_intent}
    if turn.intent in refused:
        return False
    against = dict(turn.ranking)  # "never mind, leave it" is torn between stop and no, and neither is a name
    turned_down = against.get(STOP, 0.0) + against.get(DENY, 0.0) >= limits.other_wish
    courteous = sum(against.get(name, 0.0) for name in _COURTEOUS) >= limits.other_wish  # "well, that's it, thanks"
    if not any(map(str.isdigit, turn.text)) and (
        (turned_down and turn.intent in (STOP, DENY)) or (courteous and turn.intent in _COURTEOUS)
    ):
        return False
    for name, confidence in turn.intents:
        if confidence < limits.other_wish or turn.decision == "reject":
            continue
        if name in (STOP, HUMAN, REPEAT, DENY, AFFIRM, THANKS, GOODBYE) and not any(map(str.isdigit, turn.text)):
            return False
        if name not in own_intents and name != OUT_OF_SCOPE and looks_like_a_request(slot, turn):
            return False
    return True


def looks_like_a_request(slot: Slot, turn: UserTurn) -> bool:
    """Whether words that could be the free text of an answer ask for something rather."""
    # Addresses, codes and names carry digits or commas or are very short; a request is a sentence. So is what has a
    # comma where an entity is looked for, as a size is.
    text = turn.text.strip()
    for entity in turn.entities:  # the number of an order makes no address of a wish that names it
        written = str(entity.get("text") or "")
        if sum(map(str.isdigit, written)) >= _SUFFIX and len(written.split()) == 1:
            text = text.replace(written, "")
    if slot.from_entities:
        text = text.replace(",", " ")
    digits = sum(char.isdigit() for char in text)
    separators = {",", "\n", "،", "、"}
    width = sum(3 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return digits < 3 and not separators & set(text) and turn.decision == "answer" and width > 12


def command_of(payload: str | None) -> SetSlots | DirectIntent | None:
    """The command of a payload, if there is one."""
    return parse_payload(payload) if payload else None
