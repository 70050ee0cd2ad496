"""What a message means, as the house takes it: the understanding, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from actions.named_items import all_but
from actions.wished_day import part_of_a_day
from actions.word_tables import SENDING_BACK, speaks_of
from bot.dialogue import UserTurn
from bot.dialogue.options import asks, is_brief
from bot.inference.cutting import Wish
from bot.nlu.order_states import StateNamed, states_named
from bot.nlu.ordinals import place_named
from bot.nlu.understanding import Understanding
from bot.nlu.wordlists import (
    BESIDE_NAMES,
    CALLS_OFF,
    CAME,
    EVERYTHING,
    GOES_ON,
    GUESSES,
    HARMS,
    JUST_ONE,
    LEAVES,
    MEANT,
    MONEY,
    ONE_OF_THEM,
    ONLY_SOME,
    REFUSES,
    SCORN,
    SHOWS,
    THINKS,
    UNSURE,
    VAGUE,
    WAITS,
    WITHDRAWS,
    says,
    says_besides,
    says_only,
)
from bot.reading.torn import (
    BESIDES,
    BROKEN,
    FAULTS,
    FAULTY,
    LIKELY,
    NUMBERS,
    RETURN,
    SURE,
    TOLD,
    about_an_order,
    another_variant,
    asks_about_money,
    asks_who_pays,
    behind_a_courtesy,
    behind_praise,
    both_meant,
    how_long_for_it,
    of_goods,
    one_matter,
    out_of_the_contract,
    where_it_is,
)

_CONTACTS = frozenset({"email", "phone"})
_WHICH_DATA = "account_field"
_RIGHT_ADDRESS = "confirm_address"
_ADDRESS = "order_change_address"
_ONE_TIME_CODE = "verification_code"
_PROOFS = frozenset({"order_or_contact", "contact", _ONE_TIME_CODE})
_VOUCHERS = "promotion_question"
_SIGNING_IN = "account_access"
_WHICH_ORDER = frozenset({"order_id", "order_or_contact"})
_WHERE = "track_order"
_WRONG = "item_wrong"
_FIT = frozenset({"too_small", "too_large"})
_NO_FAULT = _FIT | {"changed_mind"}
_RETURNS = frozenset({"return_item", "exchange_item", "report_damaged", "report_wrong", "report_missing"})
"""Flows that end in a return, while they run."""
_INSTEAD_OF_A_RETURN = frozenset({"exchange_request", "refund_status", "return_policy"})
_BEFORE_IT_LEAVES = frozenset({"change_items", "change_address", "change_payment", "schedule_delivery"})
"""Flows that change an order, of which a cancellation may take the place."""
_ENDS = frozenset({"cancel_order", "refuse_parcel"})
"""Flows whose own act "cancel it" may agree to."""
_YES, _CANCEL = "affirm", "order_cancel"
_CALLED_OFF = frozenset({_YES, _CANCEL})
_REFUSAL = "confirm_refusal"
_EXCHANGED = "confirm_exchange"
_OF_IT_ALL = frozenset(
    {"confirm_cancel", "confirm_refusal", "confirm_return", "confirm_exchange", "confirm_resolution"}
)
"""Questions whose yes is about all pieces of what they name."""
_OF_A_REMEDY = frozenset({_EXCHANGED, "confirm_return", "confirm_resolution"})
_CANCELLED = "confirm_cancel"
_REMEDY, _MONEY_BACK = "resolution", ("refund", SURE)
_REFUSED = "confirm_refusal"
_STOP = "stop"
_REFUSING = frozenset({_STOP, "deny"})
_ENDS_IT = _REFUSING | {"affirm", "thanks", "goodbye", "out_of_scope", "feedback_positive"}
_ASKED_FIRST = frozenset({"return_reason", "return_item", "resolution", "new_variant"})
"""What is asked of a return before it is to be confirmed."""
_GREETING = "greet"
_PERSON = "human_agent"
_OF_A_RETURN = frozenset({"return_reason", "return_item", "resolution", "confirm_return", "confirm_exchange"})
_INSTEAD = frozenset({"new_variant", "settle_with"})
_EXCHANGE, _EXCHANGED_FOR = "exchange_item", "exchange_request"
_RETURN_FLOW, _CONFIRM_RETURN = "return_item", "confirm_return"
_IDENTIFIERS = NUMBERS | {"email", "phone", "amount", "date", "quantity", "coupon_code"}
_OF_A_VARIANT = frozenset({"size", "colour"})
_A_VARIANT = frozenset({"new_variant", "confirm_exchange", "confirm_items"})
_SIZES = "product_size"
_OF_GOODS = frozenset({"product_availability", _SIZES, "product_info"})
_HOW_IT_GOES_BACK = (("return_policy", 1.0),)
_CLEARLY_ELSE = frozenset({_PERSON, _CANCEL, "order_change_address", "delivery_not_received", "invoice_request"})
_OF_OWN_CHOICE = frozenset({"return_item", "exchange_item"})
_SIZE, _OF_WHAT_IS_SENT = "size", frozenset({"confirm_return", "resolution"})
_WANTS_A_SIZE = _OF_GOODS | {_YES, "exchange_request", "order_change_items"}
_A_PRODUCT = frozenset({"product"})
_OF_WHAT_CAME = frozenset({"item_damaged", "warranty_repair", "return_request"})
_OF_WHAT_IT_COST = frozenset({"refund_status", "compensation_request"})
_ABOUT_WHAT_CAME = frozenset({"return_reason", "return_item", "resolution"})
_COMPLAINT = "complaint"
_CERTAIN = 0.93
_OFFERED = "order_id"
_WHICH_ITEM, _HOW_MANY, _PIECES = "return_item", "quantity", "pieces"
_TO_BE_CONFIRMED = frozenset({"confirm_return", "confirm_exchange"})
_OF_PIECES = _TO_BE_CONFIRMED | {_HOW_MANY, _WHICH_ITEM, "return_reason", "resolution"}
_ONE = "1"
_SAYS_MORE = frozenset({_YES, _PERSON, _CANCEL, RETURN, "exchange_request"})
_OF_ITEMS = FAULTS | {RETURN, "exchange_request"}
_CHOSEN = frozenset({_OFFERED, _WHICH_ITEM})
_CAME = "delivered"
_OF_A_PARCEL = frozenset({"order_status", "delivery_not_received", "delivery_time", "refund_status", "affirm"})
"""Wishes that the words for an order that came sound like."""
_LIKE_A_PARCEL = _OF_A_PARCEL | {"delivery_schedule"}
_WITH_A_DAY = frozenset({"date", "order_state", "quantity"})
_OF_A_DAY = frozenset({"delivery_date", "confirm_schedule"})
_BESIDES_A_STATE = 11
"""Letters beside "delivered", or a product, up to which the words are no more than a choice: "the delivered one, I
think"."""
_NO_MORE_BESIDES_A_STATE = 6
"""Letters beside "the delivered one" and a day up to which nothing else can be wished, whatever it sounds like."""
_LAST = -1
_EVERY_ITEM = "all"
_CALM = frozenset({"neutral", "satisfied"})


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
    orders, or items, each with the one it is about.
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
        """How the shopper feels; products or a number alone show no feeling, and who scorns is not calm."""
        found = self.understanding
        turn = UserTurn(self.text, entities=tuple(one.to_dict() for one in found.entities)) if found else None
        if found is None or turn is None or turn.bare_values or self._names_items(turn):
            return "neutral"
        return "angry" if found.emotion.name in _CALM and self.scorns else found.emotion.name

    @property
    def scorns(self) -> bool:
        """Whether the words scorn the bot or the talk."""
        return self._says(SCORN)

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
            waits=self._says(WAITS)
            or self._says(VAGUE, says_only)
            or self._says(GUESSES)
            or self._rather_another()
            or self._rather_all(found),
            leaves=self._says(LEAVES) or (bool(self.running & _ENDS) and self._says(GOES_ON)),
            thinks=self._says(THINKS),
            scorn=self.scorns,
            unsure=self._says(UNSURE),
            shows=self._says(SHOWS),
            corrects=self._corrects(),
            new_session=new_session,
            metadata=self.metadata,
        )
        if self.apart and not all_but(self.text):  # "nothing but the towel came" is no fault of it
            said = tuple((wish.name, wish.confidence) for wish in self.apart)
            told = {wish.name: _told_with(wish) for wish in self.apart}
            values = {name: value for name, value in turn.values.items() if name != "return_reason"}
            return replace(turn, intents=said, decision="answer", values=values, told_for=told)
        return self._settled(turn)

    def _says(self, what: str, how: Callable[[str, str, str], bool] = says) -> bool:
        """Whether words of a list stand in the text (or are all of it, by `how`), in the language it looks like or the
        one that is talked in: a word or two may look like any, and what tells none may be borrowed from English."""
        found = self.understanding
        if found is None:
            return False
        borrowed = set() if found.language_evidence else {"en"}
        return any(how(what, self.text, code) for code in {found.language.name, self.language, *borrowed})

    def _rather_another(self) -> bool:
        """Whether "change it then" comes where money for it was to be confirmed: no yes to that."""
        money = self.waiting_for == _CONFIRM_RETURN and _RETURN_FLOW in self.running
        return money and self._says(GOES_ON)

    def _rather_all(self, found: Understanding) -> bool:
        """Whether "all of my orders" comes where one was to be cancelled, which only faintly sounds like a yes."""
        yes = max((one.confidence for one in found.intents if one.name == _YES), default=0.0)
        return self.waiting_for == _CANCELLED and yes < _CERTAIN and self._says(EVERYTHING)

    def _corrects(self) -> bool:
        """Whether the words take back what was said before."""
        sure = self.understanding.values.get("correction", ("", 0.0))[1] if self.understanding else 0.0
        return sure >= LIKELY or (sure >= BESIDES and self._says(MEANT))

    def _values(self, found: Understanding) -> dict[str, tuple[str, float]]:
        """Values of the words; "I return both" answers the question which item before it is asked."""
        _, sure = found.values.get("all_items", ("", 0.0))
        whole = self._means_everything(found) and any(one.name == RETURN for one in found.intents)
        if self.waiting_for == _WHICH_DATA and any(one.entity in _CONTACTS for one in found.entities):
            return {**found.values, _WHICH_DATA: ("contact", SURE)}  # the new one is given at once
        if (pieces := self._pieces_meant(found)) is not None:
            return {**found.values, _PIECES: (pieces, SURE)}
        unasked = (whole or sure >= SURE) and (not self.waiting_for or (whole and self.waiting_for in _WHICH_ORDER))
        return {**found.values, "return_item": (_EVERY_ITEM, max(sure, SURE))} if unasked else dict(found.values)

    def _pieces_meant(self, found: Understanding) -> str | None:
        """One piece of several, or all of them, where it is told what goes back, was asked how many, or is to be
        confirmed."""
        told = not self.waiting_for and any(one.name in _OF_ITEMS for one in found.intents)
        if (told or self.waiting_for in _OF_PIECES) and self._says(ONE_OF_THEM):
            return _ONE
        counted = any(one.entity == _HOW_MANY for one in found.entities) or self._says(EVERYTHING)
        if self.waiting_for == _HOW_MANY and not counted and self._says(JUST_ONE):
            return _ONE
        return _EVERY_ITEM if self.waiting_for in _TO_BE_CONFIRMED and self._means_everything(found) else None

    def _means_everything(self, found: Understanding) -> bool:
        """Whether the words say everything, and name no product beside it."""
        return self._says(EVERYTHING) and not any(one.entity == "product" for one in found.entities)

    def _all_of_them(self, found: Understanding) -> bool:
        """Whether the question which item is answered by "all of it", for which the last button stands."""
        asked, sure = self.waiting_for in (_WHICH_ITEM, _HOW_MANY), found.values.get("all_items", ("", 0.0))[1]
        goes_on = bool(self.running & _ENDS) and self._says(GOES_ON)  # "then send both"
        return asked and not goes_on and (sure >= LIKELY or self._means_everything(found))

    def _settled(self, turn: UserTurn) -> UserTurn:
        """The turn where it is clear what it means though its words alone are not."""
        turn = self._of_a_time(self._of_a_state(turn))
        if (refused := self._refuses(turn)) is not None:
            return refused
        if self._says(WITHDRAWS) and not any(turn.said(name, TOLD) for name in _INSTEAD_OF_A_RETURN):
            # What is not registered yet is stopped; a return that is, a person takes back.
            meant = ((_STOP if self.running & _RETURNS else _PERSON, 1.0),)
            return replace(turn, intents=meant, ranking=meant, decision="answer", values={})
        if self._leaves_as_it_is(turn):
            return replace(turn, intents=((_STOP, 1.0),), ranking=((_STOP, 1.0),), decision="answer", values={})
        if (called_off := self._called_off(turn)) is not None:
            only = ((called_off, 1.0),)
            return replace(turn, intents=only, ranking=only, decision="answer", values={})
        if self._has_it_already(turn) or self._means_a_part(turn):
            only = ((_PERSON, 1.0),)
            return replace(turn, intents=only, ranking=only, decision="answer", values={})
        if self._names_the_money(turn):
            paid = {**turn.values, _REMEDY: _MONEY_BACK}
            if self.waiting_for != _EXCHANGED:
                return replace(turn, values=paid)
            return replace(turn, intents=((RETURN, 1.0),), ranking=((RETURN, 1.0),), decision="answer", values=paid)
        if self._asks_how_it_goes_back(turn):
            return replace(turn, intents=_HOW_IT_GOES_BACK, ranking=_HOW_IT_GOES_BACK, decision="answer", values={})
        turn = one_matter(self._of_fit(behind_praise(behind_a_courtesy(of_goods(turn, asked=self.waiting_for)))))
        if (told := self._harm(turn)) is not None:
            return told
        if (told := self._which_and_how_many(turn)) is not None:
            return told
        if self._hardly_a_fault(turn):
            return replace(turn, intents=(), ranking=(), decision="reject")
        numbers = any(entity.get("entity") in NUMBERS for entity in turn.entities)
        kinds = {str(one.get("entity")) for one in turn.entities}
        alone = kinds if turn.bare_values and self.waiting_for else set[str]()
        if alone and turn.intent in FAULTS and alone <= _OF_A_VARIANT:
            # "Blue" at the confirmation of an exchange is the colour that is wanted, not one that came.
            return replace(turn, intents=(), ranking=(), decision="reject")
        points = self.waiting_for in _CHOSEN and turn.letters_besides <= _BESIDES_A_STATE and not asks(turn.text)
        item = _A_PRODUCT <= kinds <= _A_PRODUCT | _OF_A_VARIANT and (points or alone == _A_PRODUCT)
        if item and turn.intent in _OF_GOODS:
            # "The knife set" within a matter says which item is meant, "size S for the jacket" what is wanted too;
            # nobody wants to read about it then.
            return replace(turn, intents=(), ranking=(), decision="reject")
        if (
            alone
            and alone <= _OF_A_VARIANT
            and self.waiting_for in _A_VARIANT
            and turn.intent in _OF_GOODS
            and not asks(turn.text)
        ):
            # "42 rather" tells the variant that is asked for or to be confirmed; whether there is one is not asked.
            return replace(turn, intents=(), ranking=(), decision="reject")
        if self._asks_about_a_size(turn, kinds):
            # "How long is 38?" where a variant is asked for wants to know, and chooses none.
            kept = tuple(one for one in turn.entities if one.get("entity") not in _OF_A_VARIANT)
            return replace(turn, entities=kept, values={})
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
        if self._within_a_return() and (asks_who_pays(turn) or (asks_about_money(turn) and not numbers)):
            others = tuple(pair for pair in turn.intents[1:] if pair[0] != "return_policy")
            policy = ("return_policy", turn.intents[0][1])  # "who pays the postage?", "would it go to my account?"
            return replace(turn, intents=(policy, *others), decision="answer")
        if self._within_a_return() and turn.intent == "return_policy" and turn.said(RETURN):
            # "Must I send it back, broken as it is?" asks about the rules; a return is talked of already.
            return replace(turn, intents=tuple(pair for pair in turn.intents if pair[0] != RETURN))
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
        turn = both_meant(turn if self.waiting_for else out_of_the_contract(turn))
        if turn.decision != "clarify":
            return one_matter(turn)
        return about_an_order(turn) if numbers else how_long_for_it(another_variant(where_it_is(turn)))

    def _only_counts(self, turn: UserTurn) -> bool:
        """Whether a few words answer how many pieces are meant, by a number or by saying all of them."""
        kinds = {str(one.get("entity")) for one in turn.entities}
        told = _HOW_MANY in kinds or turn.option == _LAST or _PIECES in turn.values
        return self.waiting_for == _HOW_MANY and told and kinds <= {_HOW_MANY, "product"} and is_brief(turn.text)

    @staticmethod
    def _counting(turn: UserTurn) -> UserTurn:
        """The turn with the number that is told, and nothing else."""
        named = any(one.get("entity") == _HOW_MANY for one in turn.entities)
        one = {"entity": _HOW_MANY, "value": 1, "text": turn.text}
        single = not named and turn.values.get(_PIECES, ("", 0.0))[0] == _ONE
        said, option = (*turn.entities, one) if single else turn.entities, None if single or named else turn.option
        return replace(turn, intents=(), ranking=(), values={}, decision="reject", entities=said, option=option)

    def _only_pieces(self, turn: UserTurn) -> bool:
        """Whether "just one of them" comes while something else is asked of what goes back, or is to be confirmed: it
        refuses nothing, and says of nothing that it is missing."""
        sounds = turn.intent not in _SAYS_MORE or turn.decision != "answer"
        others = self._kinds_besides(turn) - {_HOW_MANY}
        return bool(self.waiting_for) and _PIECES in turn.values and sounds and not others and is_brief(turn.text)

    def _asks_how_it_goes_back(self, turn: UserTurn) -> bool:
        """Whether the label of a return, the way it goes or its box is asked about, or the label has not come: nothing
        is missing from an order by that, and the articles tell how it is done."""
        asked = not self.waiting_for or (self._within_a_return() and asks(turn.text))
        return asked and turn.intent not in _CLEARLY_ELSE and speaks_of(SENDING_BACK, turn.text)

    def _which_and_how_many(self, turn: UserTurn) -> UserTurn | None:
        """The turn where it says which items are meant, how many pieces or which size of them, and no more than that;
        None for any other. A fault, or a no, that is heard in such words is chance."""
        none = replace(turn, intents=(), ranking=(), values={}, decision="reject", option=None)
        if self._all_but_one(turn):
            named = tuple(one for one in turn.entities if one.get("entity") == "product")
            return replace(none, values={_WHICH_ITEM: (turn.text, SURE)}, entities=named)
        if self._only_counts(turn):
            return self._counting(turn)
        if self._only_pieces(turn):
            return replace(none, values={_PIECES: turn.values[_PIECES]})
        if self._wants_a_size(turn):
            wish = ((_EXCHANGED_FOR, 1.0),)
            return replace(none, intents=wish, ranking=wish, decision="answer")
        return none if self._names_items(turn) else None

    def _kinds_besides(self, turn: UserTurn) -> set[str]:
        """Kinds of the entities without the guess which answer to the open question the whole message is."""
        return {str(one.get("entity")) for one in turn.entities} - {str(self.waiting_for)}

    def _all_but_one(self, turn: UserTurn) -> bool:
        """Whether all of an order but an item is said to go back, while that is talked of."""
        talked_of = self.waiting_for in _OF_PIECES and bool(self.running & _OF_OWN_CHOICE)
        return talked_of and self._kinds_besides(turn) == _A_PRODUCT and is_brief(turn.text) and all_but(turn.text)

    def _wants_a_size(self, turn: UserTurn) -> bool:
        """Whether a size comes where a remedy was asked for or is to be confirmed: "size 41 please" wants that instead
        of the one that came, and asks nothing about sizes; a yes with it is none to the same again."""
        kinds = self._kinds_besides(turn)
        named = _SIZE in kinds and kinds <= _OF_A_VARIANT and turn.intent in _WANTS_A_SIZE
        return named and self.waiting_for in _OF_WHAT_IS_SENT and is_brief(turn.text)

    def _names_items(self, turn: UserTurn) -> bool:
        """Whether the question which item is answered by the names of products, with nothing beside them that says
        more of them."""
        products = all(one.get("entity") == "product" for one in turn.entities)
        if self.waiting_for != _WHICH_ITEM or not turn.entities or not products or asks(turn.text):
            return False
        rest = turn.beside_entities
        codes = {self.understanding.language.name, self.language} if self.understanding else {self.language}
        return not any(map(str.isalnum, rest)) or any(says_only(BESIDE_NAMES, rest, code) for code in codes)

    def _asks_about_a_size(self, turn: UserTurn, kinds: set[str]) -> bool:
        """Whether a whole question plainly asks how a size fits where a variant was asked for or is to be confirmed."""
        plainly = turn.decision == "answer" and turn.intent == _SIZES and turn.said(_SIZES, _CERTAIN)
        whole = asks(turn.text) and turn.letters_besides > _BESIDES_A_STATE
        return plainly and whole and self.waiting_for in _A_VARIANT and bool(kinds & _OF_A_VARIANT)

    def _harm(self, turn: UserTurn) -> UserTurn | None:
        """The complaint of who tells that something hurt them, also where a return is asked about: a person looks at it
        before anything is sent to and fro. None for any other message."""
        torn = turn.ranking if turn.decision == "clarify" else ()
        heard = {turn.intent, *(name for name, sure in torn if sure >= BESIDES)}
        begins = bool(heard & _OF_WHAT_CAME) or turn.intent in _OF_WHAT_IT_COST
        begins = begins and not self.waiting_for
        if not (begins or self.waiting_for in _ABOUT_WHAT_CAME) or asks(turn.text) or not self._says(HARMS):
            return None
        if begins:
            return replace(turn, intents=((_COMPLAINT, 1.0),), decision="answer")
        only = ((_COMPLAINT, 1.0),)
        return replace(turn, intents=only, ranking=only, decision="answer", values={})

    def _refuses(self, turn: UserTurn) -> UserTurn | None:
        """The yes of "then I won't take it" where a parcel's refusal is to be confirmed, though it sounds like a no.
        Bare words of refusal may be either, and so may words torn between a no and the wish to cancel ("I told you, I
        don't need it"): they are asked about again. None for any other message."""
        likely = [name for name, _ in turn.ranking[:2]]
        torn = turn.decision == "clarify" and _CANCEL in likely and bool(_REFUSING & set(likely))
        if self.waiting_for != _REFUSAL or asks(turn.text) or not (torn or self._says(REFUSES, says_only)):
            return None
        if torn or not self._says(REFUSES, says_besides):
            return replace(turn, intents=(), ranking=(), decision="reject", values={})
        only = ((_YES, 1.0),)
        return replace(turn, intents=only, ranking=only, decision="answer", values={})

    def _called_off(self, turn: UserTurn) -> str | None:
        """What "all right, cancel it then" means, which sounds like a yes: where another act of an order is talked of,
        or nothing, the order is to be cancelled; a return is only stopped. None where it may be a yes, or is none."""
        likely = [name for name, _ in turn.ranking[:2]]
        torn = turn.decision == "clarify" and set(likely) == _CALLED_OFF
        yes = turn.decision == "answer" and turn.intent == _YES
        if not (yes or torn) or self.running & _ENDS or asks(turn.text) or not self._says(CALLS_OFF):
            return None
        if self.running & _BEFORE_IT_LEAVES or not (self.running or self.waiting_for):
            return _CANCEL
        a_return = self.running & _RETURNS and is_brief(turn.text) and not turn.said(RETURN, BESIDES)
        return _STOP if a_return else None

    def _leaves_as_it_is(self, turn: UserTurn) -> bool:
        """Whether "oh, then I'll just keep it" comes where why, what, or against what was asked: no reason and no
        remedy, whichever its letters look like, and the end of it. So is "then send both" where an item was to be
        cancelled."""
        told = any(sure >= SURE for name, sure in turn.intents if name not in _ENDS_IT)
        named = {one.get("entity") for one in turn.entities} - {"quantity"}  # "both"
        alone = is_brief(turn.text) and not named and not told and not self._says(MONEY)
        kept = bool(self.running & _RETURNS) and self._says(LEAVES)
        sent = bool(self.running & _ENDS) and self._says(GOES_ON)  # "then send both" of what was to be cancelled
        return self.waiting_for in _ASKED_FIRST and alone and (kept or sent)

    def _has_it_already(self, turn: UserTurn) -> bool:
        """Whether it is said that the parcel is there where it was to be refused at the door: "yes, it came this
        morning" agrees to nothing, and a person looks at what the carrier says."""
        whole = asks(turn.text[-1:]) and not is_brief(turn.text.rstrip("?？؟"))  # "I have it here?!" asks nothing
        ends = turn.said(_STOP, SURE) or self._says(LEAVES) or whole
        return self.waiting_for == _REFUSED and not ends and self._says(CAME)

    def _means_a_part(self, turn: UserTurn) -> bool:
        """Whether the words are about some of what an act would be done with: "yes, but only one of them" is no yes to
        all of it, and a person does what is wished, unless pieces can be told apart: of what goes back."""
        counted = self.waiting_for in _TO_BE_CONFIRMED and _PIECES in turn.values
        return self.waiting_for in _OF_IT_ALL and not counted and not asks(turn.text[-1:]) and self._says(ONLY_SOME)

    def _names_the_money(self, turn: UserTurn) -> bool:
        """Whether what sounds like a yes to what is to be confirmed of a return is "all right, the refund then": it
        agrees to no other remedy."""
        yes = turn.decision == "answer" and turn.intent == _YES and self.waiting_for in _OF_A_REMEDY
        return yes and is_brief(turn.text) and self._says(MONEY)

    def _of_a_state(self, turn: UserTurn) -> UserTurn:
        """The turn with how far the order is that was asked for: "the one stuck in customs" is a choice, and asks
        nothing about customs."""
        if self.waiting_for in _ABOUT_WHAT_CAME:
            return self._of_the_one_that_came(turn)
        chooses = self.waiting_for == _OFFERED and not asks(turn.text)
        found = self._states_named() if chooses else ()
        if not found:
            return self._of_a_day(turn) if chooses else turn
        named = replace(turn, entities=(*turn.entities, *(self._of_state_as_entity(one) for one in found)))
        if named.letters_besides > _BESIDES_A_STATE:
            return self._of_a_day(named)
        return replace(named, intents=(), ranking=(), decision="reject")

    @staticmethod
    def _of_a_day(turn: UserTurn) -> UserTurn:
        """The turn where "the one that came on Tuesday" says which of the orders offered is meant: it asks nothing
        about a parcel, and wishes no day for one."""
        kinds = {str(one.get("entity")) for one in turn.entities}
        others = kinds - _WITH_A_DAY
        if "date" not in kinds or others or turn.intent not in _LIKE_A_PARCEL or not is_brief(turn.text):
            return turn
        return replace(turn, intents=(), ranking=(), decision="reject")

    def _states_named(self) -> tuple[StateNamed, ...]:
        """How far an order is by the words, and those, in the language they look like or the one that is talked in."""
        codes = (self.understanding.language.name if self.understanding else self.language, self.language)
        return next((found for code in codes if (found := states_named(self.text, code))), ())

    def _of_state_as_entity(self, named: StateNamed) -> dict[str, Any]:
        """Written as in the message, so that what stands beside it can be counted."""
        at = self.text.casefold().find(named.words)
        written = self.text[at : at + len(named.words)] if at >= 0 else named.words
        kind = "order_state_refused" if named.refused else "order_state"
        return {"entity": kind, "value": named.name, "text": written}

    def _of_the_one_that_came(self, turn: UserTurn) -> UserTurn:
        """The turn where "the one delivered three days ago" comes while it is asked what is to become of what came: it
        says once more which order is meant, chooses no remedy and no item, and asks nothing about the parcel."""
        states = self._states_named() if is_brief(turn.text) else ()
        others = {one.get("entity") for one in turn.entities} - {"date", self.waiting_for}
        if [(one.name, one.refused) for one in states] != [(_CAME, False)] or others or self._says(MONEY):
            return turn
        named = replace(turn, entities=(*turn.entities, self._of_state_as_entity(states[0])))
        more = named.letters_besides > _NO_MORE_BESIDES_A_STATE and turn.intent not in _OF_A_PARCEL
        if more and turn.decision == "answer":
            return turn
        return replace(turn, intents=(), ranking=(), values={}, decision="reject", places=True)

    def _of_a_time(self, turn: UserTurn) -> UserTurn:
        """The turn with the part of the day that is told where a day of delivery is asked for, or to be confirmed:
        "mornings" wishes nobody a good one, and "is the morning ok" is no no."""
        part = part_of_a_day(turn.text) if self.waiting_for in _OF_A_DAY else None
        if part is None or turn.payload:
            return turn
        named = turn if turn.entities else replace(turn, entities=({"entity": "part_of_day", "value": part},))
        refuses = turn.decision == "answer" and turn.intent in _REFUSING  # "not in the evening"
        if not turn.entities and not refuses and named.letters_besides <= _BESIDES_A_STATE:
            return replace(named, intents=(), ranking=(), decision="reject")
        kept = tuple(pair for pair in turn.intents if pair[0] != _GREETING)
        return replace(named, intents=kept, decision=turn.decision if kept else "reject")

    def _within_a_return(self) -> bool:
        """Whether the open question is one of a return, or what is wanted in exchange for what came."""
        return self.waiting_for in _OF_A_RETURN or (self.waiting_for in _INSTEAD and _EXCHANGE in self.running)

    def _hardly_a_fault(self, turn: UserTurn) -> bool:
        """Whether a few words that answer why something goes back only sound like a fault, without a reason that would
        be one: it is asked again, since what is taken for a claim moves money."""
        reason, sure = turn.values.get("return_reason", ("", 0.0))
        told = sure >= TOLD and any(reason in reasons for reasons in FAULTY.values())
        faintly = turn.decision == "answer" and turn.intent in FAULTS and not turn.said(str(turn.intent), _CERTAIN)
        return self.waiting_for == "return_reason" and faintly and not told and is_brief(turn.text)

    def _of_fit(self, turn: UserTurn) -> UserTurn:
        """Shoes that pinch are no broken goods, nor within a return the wrong ones: it is their size that is told."""
        reason, sure = turn.values.get("return_reason", ("", 0.0))
        not_meant = {BROKEN, _WRONG} if self.waiting_for in _OF_A_RETURN else {BROKEN}
        if turn.decision == "reject" or turn.intent not in not_meant or reason not in _FIT or sure < LIKELY:
            return turn
        first, *others = turn.intents
        kept = tuple(pair for pair in others if pair[0] != RETURN)
        return replace(turn, intents=((RETURN, first[1]), *kept), decision="answer")


def _told_with(wish: Wish) -> dict[str, Any]:
    """What one of several wishes is told by its own part of the message."""
    order = {"order_id": wish.order_id} if wish.order_id else {}
    return {**order, **wish.told, **_reason_of(wish)}


def _reason_of(wish: Wish) -> dict[str, str]:
    """Why the order of one of several wishes is returned, by its own part of the message: "the jeans are too large, and
    cancel the candle, I don't need it" says of the jeans that they are too large. A fault is asked for."""
    reason, sure = wish.values.get("return_reason", ("", 0.0))
    asked = wish.name == RETURN or (wish.name == _EXCHANGED_FOR and wish.told)
    return {"return_reason": reason} if asked and reason in _NO_FAULT and sure >= LIKELY else {}
