"""What a message means, as the house takes it: the understanding, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from actions.goods.named_items import all_but
from bot.dialogue import UserTurn
from bot.dialogue.options import folded
from bot.inference.cutting import Wish
from bot.nlu.ordinals import place_named
from bot.nlu.understanding import Understanding
from bot.nlu.wordlists import (
    EVERYTHING,
    GOES_ON,
    GUESSES,
    LEAVES,
    MEANT,
    SCORN,
    SHOWS,
    THINKS,
    UNSURE,
    VAGUE,
    WAITS,
    says,
    says_only,
)
from bot.reading.accounts import WHICH_DATA
from bot.reading.endings import rather_all, rather_another
from bot.reading.items import EVERY_ITEM, LAST, all_of_them, names_items, pieces_meant
from bot.reading.numbers import CONTACTS, WHOSE_ORDER
from bot.reading.settled import settled
from bot.reading.talked_of import ENDS, PIECES, WHICH_ITEM
from bot.reading.torn import BESIDES, LIKELY, RETURN, SURE

_CALM = frozenset({"neutral", "satisfied"})
_EXCHANGED_FOR = "exchange_request"
_REASON, _OWN_CHOICE = "return_reason", "changed_mind"
_OF_THE_REMEDY = frozenset({"resolution", "confirm_return"})
_NO_FAULT = frozenset({"too_small", "too_large", "changed_mind"})


@dataclass(frozen=True, slots=True)
class Heard:
    """One stored message of the shopper."""

    id: int
    text: str
    button_payload: str | None = None
    attachments: int = 0
    kind: str = "text"


@dataclass(frozen=True)
class Reading:
    """What a burst of messages means.

    language: the one to answer in. language_named: one that the text names. waiting_for: the slot whose
    question was open. running: the flows that it belongs to. said_before: the message before. apart: the wishes of a
    message that names several orders, or items, each with the one it is about.
    """

    text: str
    language: str
    message_id: str | None
    payload: str | None = None
    attachments: bool = False
    understanding: Understanding | None = None
    language_named: str | None = None
    waiting_for: str | None = None
    running: frozenset[str] = frozenset()
    said_before: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    apart: tuple[Wish, ...] = ()

    @property
    def intent(self) -> str | None:
        """The main intent."""
        found = self.understanding
        return found.intents[0].name if found and found.intents else None

    @property
    def emotion(self) -> str:
        """How the shopper feels; products or a number alone show no feeling, and who scorns is not calm."""
        found = self.understanding
        turn = UserTurn(self.text, entities=tuple(one.to_dict() for one in found.entities)) if found else None
        if found is None or turn is None or turn.bare_values or names_items(self, turn):
            return "neutral"
        return "angry" if found.emotion.name in _CALM and self.scorns else found.emotion.name

    @property
    def scorns(self) -> bool:
        """Whether the words scorn the bot or the talk."""
        return self.says(SCORN)

    @property
    def intensity(self) -> float:
        """How strongly, 0..1."""
        return self.understanding.intensity if self.understanding else 0.0

    @property
    def urgency(self) -> str:
        """How pressing it is."""
        return self.understanding.urgency.name if self.understanding else "normal"

    def as_turn(self, *, new_session: bool = False) -> UserTurn:
        """As the dialogue takes it."""
        found = self.understanding
        if found is None:
            return UserTurn(
                self.text,
                language=self.language,
                payload=self.payload,
                attachments=self.attachments,
                message_id=self.message_id,
                decision="answer" if self.payload else "reject",
                new_session=new_session,
                metadata=self.metadata,
            )
        turn = UserTurn(
            self.text,
            intents=tuple((one.name, one.confidence) for one in found.intents),
            ranking=tuple((one.name, one.confidence) for one in found.intent_ranking),
            entities=tuple(dict(one.to_dict()) for one in found.entities),
            values=self._values(found),
            language=self.language,
            emotion=self.emotion,
            intensity=self.intensity,
            urgency=self.urgency,
            decision=found.decision,
            attachments=self.attachments,
            message_id=self.message_id,
            option=LAST if all_of_them(self, found) else place_named(self.text, found.language.name),
            waits=self.says(WAITS)
            or self.says(VAGUE, says_only)
            or self.says(GUESSES)
            or rather_another(self)
            or rather_all(self, found),
            leaves=self.says(LEAVES) or (bool(self.running & ENDS) and self.says(GOES_ON)),
            thinks=self.says(THINKS),
            scorn=self.scorns,
            unsure=self.says(UNSURE),
            shows=self.says(SHOWS),
            corrects=self.corrects(),
            new_session=new_session,
            metadata=self.metadata,
        )
        if self.apart and not all_but(self.text):  # "nothing but the towel came" is no fault of it
            said = tuple((wish.name, wish.confidence) for wish in self.apart)
            told = {wish.name: _told_with(wish) for wish in self.apart}
            values = {name: value for name, value in turn.values.items() if name != "return_reason"}
            return replace(turn, intents=said, decision="answer", values=values, told_for=told)
        return settled(self, turn)

    @property
    def languages(self) -> tuple[str, ...]:
        """The language that the words look like, if they were read, and the one that is talked in."""
        return (self.understanding.language.name, self.language) if self.understanding else (self.language,)

    def says(self, what: str, how: Callable[[str, str, str], bool] = says) -> bool:
        """Whether words of a list stand in the text (or are all of it, by `how`), in the language it looks like or the
        one that is talked in: a word or two may look like any, and what tells none may be borrowed from English."""
        found = self.understanding
        if found is None:
            return False
        borrowed = set() if found.language_evidence else {"en"}
        return any(how(what, self.text, code) for code in {*self.languages, *borrowed})

    @property
    def says_again(self) -> bool:
        """Whether the message before had the same letters."""
        return bool(self.said_before) and folded(self.said_before) == folded(self.text)

    def corrects(self) -> bool:
        """Whether the words take back what was said before."""
        sure = self.understanding.values.get("correction", ("", 0.0))[1] if self.understanding else 0.0
        return sure >= LIKELY or (sure >= BESIDES and self.says(MEANT))

    def means_everything(self, found: Understanding) -> bool:
        """Whether the words say everything, and name no product beside it."""
        return self.says(EVERYTHING) and not any(one.entity == "product" for one in found.entities)

    def _values(self, found: Understanding) -> dict[str, tuple[str, float]]:
        """Values of the words; "I return both" answers the question which item before it is asked."""
        told, sure = dict(found.values), found.values.get("all_items", ("", 0.0))[1]
        if self.waiting_for in _OF_THE_REMEDY and not self.corrects() and told.get(_REASON, ("",))[0] == _OWN_CHOICE:
            del told[_REASON]  # "I don't want it any more, just the money" leaves a fault what it is
        whole = self.means_everything(found) and any(one.name == RETURN for one in found.intents)
        if self.waiting_for == WHICH_DATA and any(one.entity in CONTACTS for one in found.entities):
            return {**told, WHICH_DATA: ("contact", SURE)}  # the new one is given at once
        if (pieces := pieces_meant(self, found)) is not None:
            return {**told, PIECES: (pieces, SURE)}
        unasked = (whole or sure >= SURE) and (not self.waiting_for or (whole and self.waiting_for in WHOSE_ORDER))
        return {**told, WHICH_ITEM: (EVERY_ITEM, max(sure, SURE))} if unasked else told


def _told_with(wish: Wish) -> dict[str, Any]:
    """What one of several wishes is told by its own part of the message."""
    order = {"order_id": wish.order_id} if wish.order_id else {}
    return {**order, **wish.told, **_reason_of(wish)}


def _reason_of(wish: Wish) -> dict[str, str]:
    """Why the order of one of several wishes is returned, by its own part of the message: "the jeans are too large, and
    cancel the candle, I don't need it" says of the jeans that they are too large. A fault is asked for."""
    reason, sure = wish.values.get(_REASON, ("", 0.0))
    asked = wish.name == RETURN or (wish.name == _EXCHANGED_FOR and wish.told)
    return {_REASON: reason} if asked and reason in _NO_FAULT and sure >= LIKELY else {}
