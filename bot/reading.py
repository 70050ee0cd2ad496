"""Reading what the shopper sent: which language it is in and answered in, what it wants, which button was pressed."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from babel import Locale

from bot.dialogue import UserTurn, parse_payload
from bot.dialogue.options import is_brief
from bot.dialogue.wishes import SMALL_TALK
from bot.nlu.language import LanguageGuess, reply_language
from bot.nlu.ordinals import place_named
from bot.nlu.pipeline import Interpreter
from bot.nlu.understanding import ParseContext, Understanding
from bot.nlu.wordlists import (
    EVERYTHING,
    HARMS,
    LEAVES,
    MEANT,
    SCORN,
    SHOWS,
    THINKS,
    UNSURE,
    VAGUE,
    WAITS,
    WITHDRAWS,
    says,
    says_only,
)
from bot.orders_apart import Wish, orders_apart
from bot.preferences import instead, preferred, variants_wanted

MAX_TEXT = 4000
_NUMBERS = frozenset({"order_id", "tracking_number"})
_CONTACTS = frozenset({"email", "phone"})
_WHICH_DATA = "account_field"
_WHERE_TO, _DIGITS = "new_address", 3
_RIGHT_ADDRESS, _ADDRESS = "confirm_address", "order_change_address"
_PROOFS = frozenset({"order_or_contact", "contact"})
_ONE_TIME_CODE, _VOUCHERS, _SIGNING_IN = "verification_code", "promotion_question", "account_access"
_WHICH_ORDER = frozenset({"order_id", "order_or_contact"})
_WHERE = "track_order"
_BROKEN, _WRONG = "item_damaged", "item_wrong"
_FIT = frozenset({"too_small", "too_large"})
_NO_FAULT = _FIT | {"changed_mind"}
_A_RETURN_AND_ITS_RULES = frozenset({"return_request", "return_policy"})
_ANOTHER_VARIANT = frozenset({"order_change_items", "exchange_request"})
_OUT_OF_THE_CONTRACT = frozenset({"order_cancel", "return_request"})
_COMPENSATION = "compensation_request"
_RETURNS = frozenset({"return_item", "exchange_item", "report_damaged", "report_wrong", "report_missing"})
"""Flows that end in a return, while they run."""
_INSTEAD_OF_A_RETURN = frozenset({"exchange_request", "refund_status", "return_policy"})
_STOP, _PERSON = "stop", "human_agent"
_OF_A_RETURN = frozenset({"return_reason", "return_item", "resolution", "confirm_return", "confirm_exchange"})
_INSTEAD, _EXCHANGE = frozenset({"new_variant", "settle_with"}), "exchange_item"
_NUMBER_FIRST = {
    "order_or_contact": "order_id",
    "new_variant": "variant",
    "confirm_exchange": "variant",
    "confirm_items": "variant",
}
"""Questions that several entities answer, or one beside a yes or no, by the one whose bare digits are more likely."""
_CODES = _NUMBERS | {"email", "phone", "coupon_code"}
_IDENTIFIERS = _NUMBERS | {"email", "phone", "amount", "date", "quantity", "coupon_code"}
_ABOUT_A_PARCEL = frozenset({"order_status", "customs_duties", "delivery_not_received", "delivery_time"})
_WHERE_IT_IS = frozenset({"order_status", "delivery_time"})
_OF_A_VARIANT = frozenset({"size", "colour"})
_FAULTS = frozenset({"item_damaged", "item_wrong", "item_missing"})
_FAULTY = {
    "item_damaged": frozenset({"damaged", "faulty"}),
    "item_wrong": frozenset({"wrong_item"}),
    "item_missing": frozenset({"missing_parts"}),
}
"""Reasons of a return that name the very fault; that a colour is not liked may sound like a wrong item."""
_OF_WHAT_CAME, _COMPLAINT = frozenset({"item_damaged", "warranty_repair", "return_request"}), "complaint"
_PRAISE = "feedback_positive"
_CERTAIN = 0.9
_PLAIN = 0.7  # from here on a fault is what a return is about
_OF_THE_ACCOUNT = frozenset({"account_update", "account_access", "account_privacy", "membership_points"})
_COURTESIES = frozenset({"greet", "thanks"})
_NO_BUSINESS = SMALL_TALK | {"out_of_scope", "bot_challenge"}
_BESIDES, _TOLD = 0.2, 0.3
_BORROWED = frozenset({"thanks", "goodbye", "affirm", "deny"})
_FEW_WORDS = 3
_SURE, _LIKELY = 0.75, 0.5
_LAST = -1
_ENDING = 2  # letters of a Russian adjective's ending
_EVERY_ITEM, _RETURN = "all", "return_request"
_CALM = frozenset({"neutral", "satisfied"})
_ARABIC = str.maketrans("أإآة", "اااه")


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
    question was open. running: the flows that it belongs to. apart: the wishes of a message that names several
    orders, each with the one it is about.
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
    metadata: dict[str, Any] = field(default_factory=dict)
    apart: tuple[Wish, ...] = ()

    @property
    def intent(self) -> str | None:
        """The main intent."""
        found = self.understanding
        return found.intents[0].name if found and found.intents else None

    @property
    def emotion(self) -> str:
        """How the shopper feels; a product or a number alone shows no feeling, and who scorns is not calm."""
        found = self.understanding
        if found is None or UserTurn(self.text, entities=tuple(one.to_dict() for one in found.entities)).bare_values:
            return "neutral"
        return "angry" if found.emotion.name in _CALM and self._says(SCORN) else found.emotion.name

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
            option=_LAST if self._all_of_them(found) else place_named(self.text, found.language.name),
            waits=self._says(WAITS) or self._says(VAGUE, says_only),
            leaves=self._says(LEAVES),
            thinks=self._says(THINKS),
            scorn=self._says(SCORN),
            unsure=self._says(UNSURE),
            shows=self._says(SHOWS),
            corrects=self._corrects(),
            new_session=new_session,
            metadata=self.metadata,
        )
        if self.apart:
            said = tuple((wish.name, wish.confidence) for wish in self.apart)
            told = {wish.name: {"order_id": wish.order_id, **_reason_of(wish)} for wish in self.apart}
            values = {name: value for name, value in turn.values.items() if name != "return_reason"}
            return replace(turn, intents=said, decision="answer", values=values, told_for=told)
        return self._settled(turn)

    def _says(self, what: str, how: Callable[[str, str, str], bool] = says) -> bool:
        """Whether words of a list stand in the text (or are all of it, by `how`), in the language it looks like or the
        one that is talked in: a word or two may look like any."""
        if self.understanding is None:
            return False
        return any(how(what, self.text, code) for code in {self.understanding.language.name, self.language})

    def _corrects(self) -> bool:
        """Whether the words take back what was said before."""
        sure = self.understanding.values.get("correction", ("", 0.0))[1] if self.understanding else 0.0
        return sure >= _LIKELY or (sure >= _BESIDES and self._says(MEANT))

    def _values(self, found: Understanding) -> dict[str, tuple[str, float]]:
        """Values of the words; "I return both" answers the question which item before it is asked."""
        _, sure = found.values.get("all_items", ("", 0.0))
        whole = self._means_everything(found) and any(one.name == _RETURN for one in found.intents)
        if self.waiting_for == _WHICH_DATA and any(one.entity in _CONTACTS for one in found.entities):
            return {**found.values, _WHICH_DATA: ("contact", _SURE)}  # the new one is given at once
        unasked = (whole or sure >= _SURE) and (not self.waiting_for or (whole and self.waiting_for in _WHICH_ORDER))
        return {**found.values, "return_item": (_EVERY_ITEM, max(sure, _SURE))} if unasked else dict(found.values)

    def _means_everything(self, found: Understanding) -> bool:
        """Whether the words say everything, and name no product beside it."""
        return self._says(EVERYTHING) and not any(one.entity == "product" for one in found.entities)

    def _all_of_them(self, found: Understanding) -> bool:
        """Whether the question which item is answered by "all of it", for which the last button stands."""
        asked, sure = self.waiting_for == "return_item", found.values.get("all_items", ("", 0.0))[1]
        return asked and (sure >= _LIKELY or self._means_everything(found))

    def _settled(self, turn: UserTurn) -> UserTurn:
        """The turn where it is clear what it means though its words alone are not."""
        if self._says(WITHDRAWS) and not any(turn.said(name, _TOLD) for name in _INSTEAD_OF_A_RETURN):
            # What is not registered yet is stopped; a return that is, a person takes back.
            meant = ((_STOP if self.running & _RETURNS else _PERSON, 1.0),)
            return replace(turn, intents=meant, ranking=meant, decision="answer", values={})
        turn = _one_matter(self._of_fit(_behind_praise(_behind_a_courtesy(turn))))
        if self._hardly_a_fault(turn):
            return replace(turn, intents=(), ranking=(), decision="reject")
        if turn.intent in _OF_WHAT_CAME and not self.waiting_for and self._says(HARMS):
            # What hurts people is looked at by a person before anything is sent to and fro.
            return replace(turn, intents=((_COMPLAINT, 1.0),), decision="answer")
        numbers = any(entity.get("entity") in _NUMBERS for entity in turn.entities)
        kinds = {str(one.get("entity")) for one in turn.entities}
        alone = kinds if turn.bare_values and self.waiting_for else set[str]()
        if alone and turn.intent in _FAULTS and alone <= _OF_A_VARIANT:
            # "Blue" at the confirmation of an exchange is the colour that is wanted, not one that came.
            return replace(turn, intents=(), ranking=(), decision="reject")
        if alone and alone <= _IDENTIFIERS:
            # An address or a number alone answers the question; a wish that is seen in it is chance.
            return replace(turn, intents=(), ranking=(), decision="reject")
        if self.waiting_for in _PROOFS and not numbers and any(one.get("entity") in _CONTACTS for one in turn.entities):
            # "My mail is …" tells who asks; it is no wish to change what the account says.
            return replace(turn, intents=(), ranking=(), decision="reject")
        if (
            self.waiting_for == _RIGHT_ADDRESS
            and turn.intent == _ADDRESS
            and kinds & _CONTACTS
            and "place" not in kinds
        ):
            # "And my number is …" goes with the address that is to be confirmed; the account is another matter.
            return replace(turn, intents=turn.intents[:1])
        coupon = any(entity.get("entity") == "coupon_code" for entity in turn.entities)
        if self.waiting_for == _ONE_TIME_CODE and turn.intent == _VOUCHERS and not coupon:
            return replace(turn, intents=((_SIGNING_IN, turn.intents[0][1]),))  # "send me another code"
        if self._within_a_return() and (_asks_who_pays(turn) or (_asks_about_money(turn) and not numbers)):
            others = tuple(pair for pair in turn.intents[1:] if pair[0] != "return_policy")
            policy = ("return_policy", turn.intents[0][1])  # "who pays the postage?", "would it go to my account?"
            return replace(turn, intents=(policy, *others), decision="answer")
        if (
            self.waiting_for in _WHICH_ORDER
            and turn.intent == "order_status"
            and not turn.entities
            and _WHERE not in self.running
        ):
            # "I don't have the number here" in the midst of a return is no question where the parcel is.
            return replace(turn, intents=(), ranking=(), decision="reject")
        if numbers and self.waiting_for and self._corrects():
            # "Sorry, I meant the other one": the number is what it says, whatever is usually asked about a number.
            return replace(turn, intents=(), ranking=(), decision="reject")
        if turn.bare_values and numbers and turn.decision != "answer":
            return replace(turn, intents=(("order_status", 1.0),), decision="answer")
        if coupon and not numbers and not self.waiting_for and (turn.bare_values or turn.decision != "answer"):
            return replace(turn, intents=(("promotion_question", 1.0),), decision="answer")  # a code is sent to be used
        if turn.decision != "clarify":
            return turn
        turn = _both_meant(turn if self.waiting_for else _out_of_the_contract(turn))
        if turn.decision != "clarify":
            return _one_matter(turn)
        return _about_an_order(turn) if numbers else _how_long_for_it(_another_variant(_where_it_is(turn)))

    def _within_a_return(self) -> bool:
        """Whether the open question is one of a return, or what is wanted in exchange for what came."""
        return self.waiting_for in _OF_A_RETURN or (self.waiting_for in _INSTEAD and _EXCHANGE in self.running)

    def _hardly_a_fault(self, turn: UserTurn) -> bool:
        """Whether a few words that answer why something goes back only sound like a fault, without a reason that would
        be one: it is asked again, since what is taken for a claim moves money."""
        reason, sure = turn.values.get("return_reason", ("", 0.0))
        told = sure >= _TOLD and any(reason in reasons for reasons in _FAULTY.values())
        faintly = turn.decision == "answer" and turn.intent in _FAULTS and not turn.said(str(turn.intent), _CERTAIN)
        return self.waiting_for == "return_reason" and faintly and not told and is_brief(turn.text)

    def _of_fit(self, turn: UserTurn) -> UserTurn:
        """Shoes that pinch are no broken goods, nor within a return the wrong ones: it is their size that is told."""
        reason, sure = turn.values.get("return_reason", ("", 0.0))
        not_meant = {_BROKEN, _WRONG} if self.waiting_for in _OF_A_RETURN else {_BROKEN}
        if turn.decision == "reject" or turn.intent not in not_meant or reason not in _FIT or sure < _LIKELY:
            return turn
        first, *others = turn.intents
        kept = tuple(pair for pair in others if pair[0] != _RETURN)
        return replace(turn, intents=((_RETURN, first[1]), *kept), decision="answer")


def _reason_of(wish: Wish) -> dict[str, str]:
    """Why the order of one of several wishes is returned, by its own part of the message: "the jeans are too large, and
    cancel the candle, I don't need it" says of the jeans that they are too large. A fault is asked for."""
    reason, sure = wish.values.get("return_reason", ("", 0.0))
    return {"return_reason": reason} if wish.name == _RETURN and reason in _NO_FAULT and sure >= _LIKELY else {}


def _behind_a_courtesy(turn: UserTurn) -> UserTurn:
    """Who says hello or thanks and more besides wants what is besides: the courtesy is no second thing to choose."""
    likely = turn.ranking[:2]
    besides = any(sure >= _TOLD for _, sure in turn.intents[1:])
    if len(likely) < 2 or turn.intent not in _COURTESIES or besides or turn.decision == "reject":
        return turn
    (first, sure), (second, rest) = likely
    if first != turn.intent or second in _NO_BUSINESS or rest < _BESIDES or sure + rest < _SURE:
        return turn
    return replace(turn, intents=((second, sure + rest),), decision="answer")


def _behind_praise(turn: UserTurn) -> UserTurn:
    """Torn between praise and a fault, "well packed, but the manual is missing": the fault is what is to be mended."""
    likely = dict(turn.ranking[:2])
    faults = likely.keys() & _FAULTS
    sure = sum(likely.values())
    if turn.decision != "clarify" or _PRAISE not in likely or not faults or sure < _SURE:
        return turn
    meant = ((next(iter(faults)), min(1.0, sure)), (_PRAISE, likely[_PRAISE]))
    return replace(turn, intents=meant, decision="answer")


def _one_matter(turn: UserTurn) -> UserTurn:
    """Who asks where a parcel is that did not arrive asks one thing: the search for it tells where it is; and what is
    missing may come with another parcel, whichever is heard more. So does who wants to return what came broken or
    wrong; a faint sign of a fault beside the return ("too big") is none. A fault comes before what is asked for it."""
    if turn.decision != "answer":
        return turn
    dropped: frozenset[str] = _WHERE_IT_IS if turn.said("delivery_not_received", _LIKELY) else frozenset()
    if _names_its_order(turn) and all(turn.said(name) for name in _WHERE_IT_IS):
        dropped |= {"delivery_time"}  # "will my order be here by Saturday?" asks nothing of orders still to be placed
    if turn.said("item_missing") and any(turn.said(name) for name in _WHERE_IT_IS):
        dropped |= {"item_missing"} if turn.intent in _WHERE_IT_IS else _WHERE_IT_IS
    faults = {name for name, _ in turn.intents if name in _FAULTS}
    if faults and turn.said("return_request"):
        reason, sure = turn.values.get("return_reason", ("", 0.0))
        told = _BROKEN in faults and reason in _FAULTY[_BROKEN] and sure >= _BESIDES
        plain = turn.intent in faults or any(turn.said(name, _PLAIN) for name in faults)
        dropped |= {"return_request"} if plain or told else faults
    if turn.intent in _FAULTS or (turn.intent == "return_request" and not turn.said("exchange_request", _LIKELY)):
        dropped |= {"exchange_request"}  # both ask anyway what is wanted instead
    kept = tuple(pair for pair in turn.intents if pair[0] not in dropped)
    if faults and turn.said(_COMPENSATION):  # what a fault is worth shows once it is reported
        kept = tuple(sorted(kept, key=lambda pair: pair[0] == _COMPENSATION))
    return replace(turn, intents=kept)


def _names_its_order(turn: UserTurn) -> bool:
    """Whether an order is named, and no country besides, of which something else might be asked."""
    named = {one.get("entity") for one in turn.entities}
    return bool(named & _NUMBERS) and "place" not in named


def _where_it_is(turn: UserTurn) -> UserTurn:
    """Torn between where the parcel is and how long it takes, without a country: the parcel's news answer both."""
    likely = dict(turn.ranking[:2])
    sure = sum(likely.values())
    if likely.keys() != _WHERE_IT_IS or sure < _SURE or any(one.get("entity") == "place" for one in turn.entities):
        return turn
    return replace(turn, intents=(("order_status", min(1.0, sure)),), decision="answer")


def _another_variant(turn: UserTurn) -> UserTurn:
    """Torn between a change of the order and an exchange: whichever it is called, the order's state decides."""
    likely = dict(turn.ranking[:2])
    sure = sum(likely.values())
    if turn.decision != "clarify" or likely.keys() != _ANOTHER_VARIANT or sure < _SURE:
        return turn
    return replace(turn, intents=((max(likely, key=lambda name: likely[name]), min(1.0, sure)),), decision="answer")


def _out_of_the_contract(turn: UserTurn) -> UserTurn:
    """Torn between a cancellation and a return, "I withdraw from the purchase": the return finds out whether the order
    has left, and cancels it where it has not."""
    likely = dict(turn.ranking[:2])
    sure = sum(likely.values())
    if likely.keys() != _OUT_OF_THE_CONTRACT or sure < _LIKELY:
        return turn
    return replace(turn, intents=((_RETURN, min(1.0, sure)),), decision="answer")


def _both_meant(turn: UserTurn) -> UserTurn:
    """Torn between a fault and something off for it, "a pulled thread, I'd keep it for a bit off": both are meant."""
    likely = turn.ranking[:2]
    names = {name for name, _ in likely}
    if turn.decision != "clarify" or _COMPENSATION not in names or not names & _FAULTS:
        return turn
    return turn if sum(sure for _, sure in likely) < _SURE else replace(turn, intents=likely, decision="answer")


def _asks_who_pays(turn: UserTurn) -> bool:
    """Whether it is a question about costs, or torn between that and the rules of returns."""
    if turn.intent != "delivery_cost" or turn.decision == "reject":
        return False
    likely = dict(turn.ranking)
    return turn.decision == "answer" or likely.get("delivery_cost", 0.0) + likely.get("return_policy", 0.0) >= _LIKELY


def _asks_about_money(turn: UserTurn) -> bool:
    """Whether it is a question how money comes back, and chooses no remedy: within a return, of what is not yet."""
    chosen, sure = turn.values.get("resolution", ("", 0.0))
    asked = turn.intent == "refund_status" and turn.decision == "answer"
    return asked and not turn.shows and not (chosen == "refund" and sure >= _SURE)


def _how_long_for_it(turn: UserTurn) -> UserTurn:
    """Torn between a return and its rules, "I want to return it, how long have I got": both are meant."""
    likely = turn.ranking[:2]
    if turn.decision != "clarify" or {name for name, _ in likely} != _A_RETURN_AND_ITS_RULES:
        return turn
    sure = sum(confidence for _, confidence in likely)
    return turn if sure < _SURE else replace(turn, intents=likely, decision="answer")


def _about_an_order(turn: UserTurn) -> UserTurn:
    """Torn between two wishes by a message that names an order: what never concerns an order was not meant, and
    several questions about one parcel ("it hangs at customs, when does it come") have one answer, its news."""
    likely = turn.ranking[:2]
    sure = min(1.0, sum(confidence for _, confidence in likely))
    names = [name for name, _ in likely if name not in _OF_THE_ACCOUNT]
    if len(names) == 2 and set(names) <= _ABOUT_A_PARCEL:
        names = ["order_status"]
    if len(names) == 2 and "item_missing" in names and _WHERE_IT_IS & set(names):
        names = ["item_missing"]  # it may be in a parcel that still comes, and that is looked at then
    if len(names) != 1 or sure < _SURE:
        return turn
    return replace(turn, intents=((names[0], sure),), decision="answer")


class Reader:
    """Reads messages with the interpreter that serves now."""

    def __init__(self, interpreter: Callable[[], Interpreter], languages: Sequence[str]) -> None:
        self._interpreter = interpreter
        self._names = _language_names(languages)

    async def read(self, heard: Sequence[Heard], known: dict[str, Any]) -> Reading:
        """What a burst means. known: `previous`, `chosen`, `profile_locale`, `market`, `channel`, `waiting_for`,
        `running`, `supported`; what the house knew before."""
        last = heard[-1]
        pressed = last.button_payload
        if pressed and parse_payload(pressed):
            return self._without_words(heard, known, last.text, pressed)
        text = "\n".join(one.text.strip() for one in heard if one.text.strip() and not one.button_payload)
        text = (text or last.text.strip())[:MAX_TEXT]
        if not text:
            return self._without_words(heard, known, "", None)
        context = ParseContext(
            previous_language=known["previous"],
            locale=known["profile_locale"],
            country=known["market"],
            channel=known["channel"],
            expected_entity=_NUMBER_FIRST.get(known["waiting_for"], known["waiting_for"]),
        )
        found, apart = await asyncio.to_thread(self._understand, text, context)
        guess = LanguageGuess(
            found.language.name,
            found.language.confidence,
            tuple((one.name, one.confidence) for one in found.language_ranking),
            "Zyyy",
            found.language_evidence,
        )
        borrowed = (known["previous"] and _borrowed_courtesy(text, found)) or _is_a_code(text, found)
        borrowed = borrowed or (known["waiting_for"] == _WHERE_TO and _is_numbered(text))
        return Reading(
            text=text,
            language=self._language(None if borrowed else guess, known),
            message_id=str(last.id),
            attachments=any(one.attachments for one in heard),
            understanding=found,
            waiting_for=known["waiting_for"],
            running=frozenset(known["running"]),
            metadata={"kind": last.kind},
            language_named=self._named(text, found),
            apart=apart,
        )

    def _understand(self, text: str, context: ParseContext) -> tuple[Understanding, tuple[Wish, ...]]:
        parse = self._interpreter().parse
        found = variants_wanted(parse(text, context))
        for of_two in (preferred, instead):
            found = of_two(found, lambda part: parse(part, context))
        return found, () if context.expected_entity else orders_apart(found, lambda part: parse(part, context))

    def unread(self, heard: Sequence[Heard], known: dict[str, Any]) -> Reading:
        """The message without any understanding, where reading failed."""
        return self._without_words(heard, known, heard[-1].text, None)

    def _without_words(self, heard: Sequence[Heard], known: dict[str, Any], text: str, payload: str | None) -> Reading:
        return Reading(
            text=text[:MAX_TEXT],
            language=self._language(None, known),
            message_id=str(heard[-1].id),
            payload=payload,
            attachments=any(one.attachments for one in heard),
            metadata={"kind": heard[-1].kind},
        )

    @staticmethod
    def _language(guess: LanguageGuess | None, known: dict[str, Any]) -> str:
        if known.get("chosen"):
            return str(known["chosen"])
        return reply_language(
            guess,
            previous=known["previous"],
            profile_locale=known["profile_locale"],
            supported=known["supported"],
        )

    def _named(self, text: str, found: Understanding) -> str | None:
        """The language that a wish for another one names; without a name, the one the wish is written in."""
        if not any(one.name == "language_switch" for one in found.intents):
            return None
        folded = _folded(text)
        named = [(folded.rfind(name), -len(name), code) for name, code in self._names.items() if name in folded]
        return max(named)[2] if named else None


def _borrowed_courtesy(text: str, found: Understanding) -> bool:
    """Whether the text is a few words of courtesy or a yes or no, which people borrow: "merci" is said in Zurich and in
    Cairo, "ok thanks" and "ok, proceed" everywhere. They say nothing of the language to go on in."""
    words = text.split()
    latin = all(char.isascii() or "LATIN" in unicodedata.name(char, "") for char in text if char.isalpha())
    courtesy = found.decision == "answer" and bool(found.intents) and found.intents[0].name in _BORROWED
    return 0 < len(words) <= _FEW_WORDS and latin and courtesy


def _is_numbered(text: str) -> bool:
    """Whether a text has the numbers of an address: where one was asked for, its names are of a place and no language.
    Those of Japan are written in signs that are Chinese as well."""
    return sum(map(str.isdigit, text)) >= _DIGITS


def _is_a_code(text: str, found: Understanding) -> bool:
    """Whether the text is a voucher's code, a number or an address of mail and nothing besides: WELCOME10 is written
    so everywhere, and says nothing of the language."""
    bare = UserTurn(text, entities=tuple(one.to_dict() for one in found.entities)).bare_values
    return bare and all(one.entity in _CODES for one in found.entities)


def _language_names(codes: Sequence[str]) -> dict[str, str]:
    """Names of the languages in all of them, folded, from CLDR."""
    names: dict[str, str] = {}
    for shown in codes:
        for code in codes:
            name = Locale.parse(shown).languages.get(code)
            if name and len(name) > 1:
                names[_folded(str(name))] = code
                if shown == "ru" and len(name) > _ENDING:
                    names[_folded(str(name)[:-_ENDING])] = code  # "на русском": the ending goes with the case
                if shown == "ar":  # as people write: without the article and the ending that names of languages have
                    names[_folded(str(name)).removeprefix("ال").removesuffix("ه")] = code
    return names


def _folded(text: str) -> str:
    """Without case, and Arabic without the marks that people leave out."""
    return text.casefold().translate(_ARABIC)
