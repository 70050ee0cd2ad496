"""Short questions that go on with the matter of the turn before: "and to Austria?", "how much does it cost?".

They name only what is new. Their topic, country or product is the one of the question before, which is kept beside the
tracker; the dialogue is told the message as if the shopper had said it in full.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.dialogue import UserTurn
from bot.dialogue.filling import DENY, OUT_OF_SCOPE
from bot.dialogue.wishes import SMALL_TALK

_DELIVERY = frozenset({"delivery_time", "delivery_cost", "delivery_coverage", "customs_duties"})
_PRODUCT = frozenset({"product_info", "product_availability", "product_size"})
_RETURNS = frozenset({"return_policy"})
_GROUPS = (_DELIVERY, _PRODUCT, _RETURNS)
_OF_A_PLACE = _DELIVERY | {"payment_methods"}
"""Questions whose answer hangs on the country that is talked of, and not only on where the shopper lives."""
_OF_A_PRODUCT = _PRODUCT | {"warranty_repair"}
_QUESTIONS = _OF_A_PLACE | _OF_A_PRODUCT | _RETURNS | {"promotion_question", "order_place_help", "membership_points"}
_PRICE = "delivery_cost"
_OF_AN_ITEM = frozenset({"return_request", "exchange_request"})
"""What is wanted of an item, and begins with a question: nothing is done by it yet."""
_OF_AN_ORDER = {"delivery_time": "order_status"}
"""What is wanted of an order by its number where the question names none: when it comes, not how long others take."""
_KEEPING = SMALL_TALK | {"repeat_rephrase"}

_ELLIPSIS = 12
"""Letters beside the values that a question without a topic of its own has at most: "und nach", "¿y para"."""
_BRIEF = 24
"""Letters of a message up to which two wishes may be one that was heard twice."""
_SHORT = 40
"""Letters of a message that may lean on the one before."""
_NEAR, _HOMELESS = 8.0, 0.02
"""How much likelier a short question stays with the matter; how much less likely it is about a product that nobody
named: "how much does it cost?" after a question about delivery."""
_CLEAR, _BEYOND_DOUBT = 0.5, 0.95
_TEXT = 300


@dataclass(frozen=True, slots=True)
class Topic:
    """What the last question was about: its intents, the country and the product it named, and its words.

    wish: the last wish, whether a question or not.
    """

    intents: tuple[str, ...] = ()
    place: str | None = None
    product: str | None = None
    text: str = ""
    wish: str = ""

    @classmethod
    def from_state(cls, state: Mapping[str, Any] | None) -> Topic:
        """As `to_state` stored it."""
        state = state or {}
        return cls(
            tuple(state.get("intents") or ()),
            state.get("place"),
            state.get("product"),
            state.get("text") or "",
            state.get("wish") or "",
        )

    def to_state(self) -> dict[str, Any]:
        """For the conversation's state."""
        return {**asdict(self), "intents": list(self.intents)}

    def after(self, turn: UserTurn) -> Topic:
        """The topic once this turn (as `followed` gave it) was answered: a new question's, the same after a courtesy
        or an answer of few words, none after other business."""
        wished = turn.decision == "answer" and turn.intent not in _KEEPING | {OUT_OF_SCOPE}
        return replace(self._after(turn), wish=turn.intent if wished and turn.intent else self.wish)

    def _after(self, turn: UserTurn) -> Topic:
        place, product = _value(turn, "place"), _value(turn, "product")
        asked = tuple(name for name, _ in turn.intents if name in _QUESTIONS) if turn.decision == "answer" else ()
        if asked:
            return Topic(asked, place, product, str(turn.metadata.get("about") or turn.text)[:_TEXT])
        if turn.bare_values and self.intents:  # the answer to "which product?"
            return replace(self, place=place or self.place, product=product or self.product)
        return self if turn.intent is None or turn.intent in _KEEPING or turn.decision != "answer" else Topic()


def followed(turn: UserTurn, topic: Topic) -> UserTurn:
    """The turn with what it leaves unsaid taken from the topic; the same turn where it leans on nothing."""
    taken_back = turn.corrects or (turn.intent == DENY and turn.decision == "answer")
    if taken_back and topic.wish and any(entity.get("entity") == "order_id" for entity in turn.entities):
        # "Wrong number, it is …", "no, order …": what was wanted before is wanted of another order.
        return replace(turn, intents=((_OF_AN_ORDER.get(topic.wish, topic.wish), 1.0),), decision="answer")
    denied = turn.intent == DENY and turn.decision == "answer" and not turn.payload
    if denied and topic.wish in _OF_AN_ITEM and _names_a_product(turn) and _size(turn.beside_entities) <= _ELLIPSIS:
        # "Nah, the cap" where something else may not go back: what was wanted before is wanted of another item.
        return replace(turn, intents=((topic.wish, 1.0),), ranking=((topic.wish, 1.0),), decision="answer")
    if not topic.intents or turn.payload or turn.new_session or not turn.text or _size(turn.text) > _SHORT:
        return turn
    if any(entity.get("entity") in ("order_id", "tracking_number", "coupon_code") for entity in turn.entities):
        return turn
    turn = _ellipsis(turn, topic) or _how_much(turn, topic) or _near(turn, topic)
    return _completed(turn, topic) if turn.decision == "answer" else turn


def _ellipsis(turn: UserTurn, topic: Topic) -> UserTurn | None:
    """A country or a product and hardly a word besides asks the same of another one."""
    named = {str(entity.get("entity")) for entity in turn.entities}
    fits = ("place" in named and topic.intents[0] in _OF_A_PLACE | _RETURNS) or (
        "product" in named and topic.intents[0] in _OF_A_PRODUCT
    )
    if not fits or _size(turn.beside_entities) > _ELLIPSIS:
        return None
    return _about(turn, topic, tuple((name, 1.0) for name in topic.intents))


def _how_much(turn: UserTurn, topic: Topic) -> UserTurn | None:
    """ "How much?" and hardly a letter more asks what is talked of: the duties of a parcel, else its delivery."""
    priced = turn.intent == "product_info" or (turn.intent == _PRICE and not turn.said(_PRICE, _BEYOND_DOUBT))
    leans = priced and turn.decision == "answer" and _size(turn.text) <= _ELLIPSIS and not _value(turn, "product")
    if not leans or topic.intents[0] not in _DELIVERY:
        return None
    return _about(turn, topic, ((topic.intents[0] if topic.intents[0] == "customs_duties" else _PRICE, 1.0),))


def _near(turn: UserTurn, topic: Topic) -> UserTurn:
    """A question that could be about several things is about the one that is talked of."""
    if _value(turn, "product") and topic.intents[0] not in _OF_A_PRODUCT:
        return turn
    near = next((group for group in _GROUPS if topic.intents[0] in group), frozenset(topic.intents))
    if turn.decision == "answer" and len(turn.intents) > 1 and turn.intent not in near and _size(turn.text) > _BRIEF:
        return turn  # who names two things in so many words leaves nothing unsaid
    clear = turn.decision == "answer" and turn.said(str(turn.intent), _CLEAR)
    if clear and turn.intent not in _QUESTIONS | _KEEPING | {OUT_OF_SCOPE}:
        return turn  # "when do I see the money" is about an order, whatever was asked about before
    homeless = frozenset() if topic.product or _value(turn, "product") else _PRODUCT

    def weight(name: str, sure: float) -> float:
        return sure * (_HOMELESS if name in homeless else _NEAR if name in near else 1.0)

    weighed = [(name, weight(name, sure)) for name, sure in turn.ranking]
    if not (total := sum(one for _, one in weighed)):
        return turn
    name, most = max(weighed, key=lambda pair: pair[1])
    settled = turn.decision == "answer" and name == turn.intent
    if name in near and not settled and most / total >= _CLEAR:
        return _about(turn, topic, ((name, most / total),))
    if turn.decision == "answer" and turn.intent in near and turn.intent not in homeless:
        own = tuple(pair for pair in turn.intents if pair[0] in near or _value(turn, "place"))
        return _about(turn, topic, own)  # what was heard besides is what the words might mean without the topic
    if turn.intent == "product_info" and homeless and not near & _DELIVERY:
        return _about(turn, topic, tuple((one, 1.0) for one in topic.intents))  # "what does it cost?": gift wrapping
    return turn


def _about(turn: UserTurn, topic: Topic, intents: tuple[tuple[str, float], ...]) -> UserTurn:
    """The turn as one that goes on with the topic; the articles are searched with the words of both questions."""
    ranking = (*intents, *(pair for pair in turn.ranking if pair[0] not in dict(intents)))
    metadata = {**turn.metadata, "about": topic.text}
    return replace(turn, intents=intents, ranking=ranking, decision="answer", metadata=metadata)


def _completed(turn: UserTurn, topic: Topic) -> UserTurn:
    """The turn with the country or the product that its question needs and does not name."""
    added = []
    placed = turn.intent in _OF_A_PLACE or (turn.intent in _RETURNS and turn.intent in topic.intents)
    if topic.place and placed and not _value(turn, "place"):
        added.append({"entity": "place", "value": topic.place})
    if topic.product and turn.intent in _OF_A_PRODUCT and not _value(turn, "product"):
        added.append({"entity": "product", "value": topic.product})
    return replace(turn, entities=(*turn.entities, *added)) if added else turn


def _value(turn: UserTurn, entity: str) -> str | None:
    return next((str(one["value"]) for one in turn.entities if one.get("entity") == entity and one.get("value")), None)


def _names_a_product(turn: UserTurn) -> bool:
    return bool(turn.entities) and all(one.get("entity") == "product" for one in turn.entities)


def _size(text: str) -> int:
    """Letters; a sign of Chinese, Japanese or Korean says as much as some."""
    return sum(3 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if char.isalnum())
