"""Filling slots from what the shopper said."""

from __future__ import annotations

from typing import Any

from bot.dialogue.domain import Domain, Slot
from bot.dialogue.flows import Flow
from bot.dialogue.turn_input import UserTurn

AFFIRM, DENY, STOP, HUMAN, REPEAT = "affirm", "deny", "stop", "human_agent", "repeat_rephrase"
_SURE = 0.45  # least probability of a yes or no
_RESTATED = 0.1  # least probability of a yes beside the act's own intent ("yes cancel it" read as order_cancel)
_VALUE_ASKED = 0.3  # least probability of a fixed value that was asked for
_VALUE_UNASKED = 0.7  # … that nobody asked for
_OTHER_WISH = 0.7  # from this probability on, words that could be a free-text answer are another wish instead


class NotFilled:
    """The message does not answer the question."""


NOT_FILLED = NotFilled()


def entity_values(domain: Domain, turn: UserTurn) -> dict[str, Any]:
    """Slots that the message's entities fill; the last entity of a kind wins."""
    found: dict[str, Any] = {}
    for entity in turn.entities:
        for slot in domain.by_entity(str(entity["entity"])):
            value = entity["value"]
            found[slot.name] = str(value) if slot.type == "text" else value
    return found


def unasked_values(flow_slots: frozenset[str], domain: Domain, turn: UserTurn) -> dict[str, str]:
    """Fixed values that show in a message although nobody asked, e.g. the reason of a return."""
    found = {}
    for name, (value, confidence) in turn.values.items():
        slot = domain.slots.get(name)
        if slot and name in flow_slots and confidence >= _VALUE_UNASKED and slot.accepts(value):
            found[name] = value
    return found


def answer_to(slot: Slot, turn: UserTurn, flow: Flow) -> Any:
    """The value with which the message answers the question for `slot`, or NOT_FILLED."""
    if slot.type == "bool":
        return _yes_or_no(turn, flow)
    if slot.type == "categorical":
        return _choice(slot, turn)
    for mapping in slot.mappings:
        if mapping.type == "from_entity":
            for entity in reversed(turn.entities):
                if entity["entity"] == mapping.entity:
                    return str(entity["value"]) if slot.type == "text" else entity["value"]
    if slot.takes_text and _is_free_text(turn, flow):
        return turn.text.strip()
    return NOT_FILLED


def _yes_or_no(turn: UserTurn, flow: Flow) -> Any:
    # An irreversible act is confirmed by a yes that was understood, never by a guess.
    if turn.decision == "reject":
        return NOT_FILLED
    ranking = dict(turn.ranking)
    yes, no = turn.said(AFFIRM, _SURE), turn.said(DENY, _SURE)
    if yes and not no:
        return True
    if no or turn.intent == STOP:
        return False
    own = {trigger.intent for trigger in flow.triggers}
    if turn.intent in own and ranking.get(AFFIRM, 0.0) >= _RESTATED > ranking.get(DENY, 0.0):
        return True
    return NOT_FILLED


def _choice(slot: Slot, turn: UserTurn) -> Any:
    value, confidence = turn.values.get(slot.name, (None, 0.0))
    if value is not None and confidence >= _VALUE_ASKED and slot.accepts(value):
        return value
    for mapping in slot.mappings:
        if mapping.type == "from_intent" and mapping.intent and turn.said(mapping.intent, _SURE):
            return mapping.value
    folded = turn.text.strip().lower()
    return folded if folded in slot.values else NOT_FILLED


def _is_free_text(turn: UserTurn, flow: Flow) -> bool:
    if not turn.text.strip():
        return False
    own = {trigger.intent for trigger in flow.triggers}
    for name, confidence in turn.intents:
        if (
            name in (STOP, HUMAN, REPEAT, DENY, AFFIRM)
            and confidence >= _OTHER_WISH
            and not any(map(str.isdigit, turn.text))
        ):
            return False
        if name not in own and confidence >= _OTHER_WISH and _looks_like_a_request(turn):
            return False
    return True


def _looks_like_a_request(turn: UserTurn) -> bool:
    # Addresses, codes and names carry digits, commas or are very short; a request is a sentence.
    text = turn.text.strip()
    digits = sum(char.isdigit() for char in text)
    return digits < 3 and "," not in text and "\n" not in text and turn.decision == "answer" and len(text) > 12
