"""Who pays, asked in a few words of what is talked of: the way back of an item, or the duties of a parcel."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import Tracker, UserTurn
from bot.dialogue.filling import HUMAN
from bot.followups import Topic
from bot.nlu.wordlists import WHO_PAYS, around, says
from bot.reading.torn import RETURN

_ENTITY = "who_pays"
_DUTIES, _RULES = "customs_duties", "return_policy"
_GO_BACK = frozenset({"return_item", "exchange_item", "report_problem", "refuse_parcel"})
_ELSEWHERE = frozenset({"product", "place", "order_id", "tracking_number"})
_LETTERS = 60
_HEARD = 0.3
_HARDLY = 4
"""Letters beside the question who pays that name nothing: "it", "onu"."""


def asking_who_pays(turn: UserTurn, topic: Topic, tracker: Tracker) -> UserTurn:
    """The turn as the question who pays for what is talked of; the same turn where it asks nothing of the kind, names
    something else, or wants more."""
    others = {str(one.get("entity")) for one in turn.entities} & _ELSEWHERE
    if turn.payload or others or len(turn.text) > _LETTERS or turn.said(HUMAN) or turn.said(RETURN):
        return turn
    if not says(WHO_PAYS, turn.text, str(turn.language)):
        return turn
    if tracker.waiting_for and {frame.flow for frame in tracker.frames if not frame.pending} & _GO_BACK:
        return _asked(turn, _RULES)
    # "How long may I return it, and who pays?" asks about returns; "and who pays them" only sounds so.
    of_returns = dict(turn.ranking).get(_RULES, 0.0) >= _HEARD and _letters_besides(turn) > _HARDLY
    return _asked(turn, _DUTIES) if topic.wish == _DUTIES and not tracker.waiting_for and not of_returns else turn


def _letters_besides(turn: UserTurn) -> int:
    """Letters beside the words that ask who pays, as `UserTurn.letters_besides` counts them."""
    rest = " ".join(around(WHO_PAYS, turn.text, str(turn.language)))
    return replace(turn, text=rest, entities=()).letters_besides


def _asked(turn: UserTurn, wish: str) -> UserTurn:
    asked = ((wish, 1.0),)
    said = {"entity": _ENTITY, "value": _ENTITY, "text": ""}
    return replace(turn, intents=asked, ranking=asked, entities=(*turn.entities, said), values={}, decision="answer")
