"""What a message tells to the running flow, held against what the flow has already."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.dialogue import events as ev
from bot.dialogue import filling, patterns
from bot.dialogue.numbers_put_right import (
    bare_number,
    has_one_like,
    letter_put_right,
    numbers_of,
    put_right,
    with_postcode,
)
from bot.dialogue.options import is_brief
from bot.dialogue.run import Run
from bot.dialogue.turn_input import UserTurn
from bot.dialogue.wishes import Wishes

_IN_TEXTS = frozenset({"place", "quantity", "size"})
"""Entities that a number within an address may look like."""
_ORDERS, _OF_A_NUMBER = frozenset({"order_id"}), 5
"""What an order is known by, and how many of its last digits at least name it."""
_RIGHT_AND_WRONG = 2
OWN_ORDERS = "own_orders"
"""The slot in which actions keep the numbers of all that the shopper has."""


class Told:
    """Values that a message tells, whatever was asked."""

    def __init__(self, run: Run) -> None:
        self.run, self.engine, self.tracker = run, run.engine, run.tracker
        self.limits = run.engine.limits
        self.trusted = True
        self.wishes = Wishes(run)

    def _ahead(self, turn: UserTurn, flow: str) -> dict[str, Any]:
        """Answers to questions that the flow has not asked yet: "too small" while it asks which item."""
        reach, known = self.engine.slots_of(flow), self.tracker.slots
        said = filling.unasked_values(reach, self.engine.domain, turn, self.limits.value_told)
        return {name: value for name, value in said.items() if name not in known and name != self.run.waiting}

    def _skipped(self, turn: UserTurn) -> dict[str, Any]:
        """Answers to later questions from one who passes over the open one, where that does without an answer."""
        run = self.run
        if not run.waiting or run.root.is_pattern or run.step_of(run.frames[-1]).otherwise is None:
            return {}
        return self._ahead(turn, run.root.flow)

    def _told_again(self, turn: UserTurn, besides: Collection[str]) -> bool:
        """Whether the words name a value that the running flow has already."""
        reach = self.engine.slots_of(self.run.root.flow)
        said = filling.unasked_values(reach, self.engine.domain, turn, self.limits.value_unasked)
        return any(self.tracker.slots.get(name) == value for name, value in said.items() if name not in besides)

    def _changes(self, turn: UserTurn, values: Mapping[str, Any], *, wide: bool) -> dict[str, Any]:
        """Values that replace what the running flow already has; wide: also what only its actions look at."""
        run, domain = self.run, self.engine.domain
        if not run.frames or run.root.is_pattern:
            return {}
        reach = self.engine.slots_of(run.root.flow)
        said = {**values, **filling.unasked_values(reach, domain, turn, self.limits.value_unasked)}
        # "Then L" changes the size that was told with the wish, though the flow asks for a variant and not for a size.
        own, slots = self.run.entities_asked_for(run.root.flow), domain.slots
        alike = frozenset(n for n in values if slots[n].from_entities and slots[n].entities <= own)
        names = reach | frozenset(self.tracker.given) if wide else reach | alike
        said = {n: v for n, v in said.items() if n in names and n != run.waiting and self._differs(n, v)}
        return {n: v for n, v in said.items() if not self._of_another_kind(turn, n, v)}

    def _of_another_kind(self, turn: UserTurn, name: str, value: Any) -> bool:
        """Whether a slot that takes an order's number or a telephone number has the one, and the message names the
        other: a number to call does not say that another order is meant."""
        slots, old = self.engine.domain.slots, self.tracker.slots.get(name)
        kinds = {str(one.get("entity")) for one in turn.entities if one.get("value") == value}
        of_one = [one for one in slots.values() if one.entities and one.entities < slots[name].entities]
        had = frozenset[str]().union(*(one.entities for one in of_one if self.tracker.slots.get(one.name) == old))
        return bool(kinds and had) and not had & kinds

    def _told_now(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the running flow may ask for and did not have to: "XL", or "no, XL", where M was to be confirmed because
        a larger one was wanted."""
        run, slots = self.run, self.engine.domain.slots
        if not run.frames or run.root.is_pattern:
            return {}
        # "XL and blue" tells the colour too, where a variant is asked for.
        own = self.run.entities_asked_for(run.root.flow)
        new = {name: value for name, value in values.items() if self.tracker.slots.get(name) is None}
        return {n: value for n, value in new.items() if slots[n].from_entities and slots[n].entities <= own}

    def _rather_so(self, turn: UserTurn) -> dict[str, Any]:
        """What leads the running flow another way and was not told before: "leave it at a shop rather" where another
        day was to be confirmed."""
        if not self.run.frames or self.run.root.is_pattern:
            return {}
        known, slots = self.tracker.slots, self.engine.domain.slots
        ways = {n for n in self.engine.flows[self.run.root.flow].slots if slots[n].type == "categorical"}
        told = filling.unasked_values(ways, self.engine.domain, turn, self.limits.value_told)
        return {name: value for name, value in told.items() if known.get(name) is None}

    def _renumbered(self, turn: UserTurn) -> dict[str, Any]:
        """What was written before with another number in it: "it is 4580, not 4850" of the address to be confirmed,
        or "flat 403" where it has a flat 402, or "tower B" for A; or with the postcode that it had not, or the town and
        that."""
        if anew := self._written_anew(turn):
            return anew
        numbers = numbers_of(turn.text)
        if not numbers:
            return self._relettered(turn)
        places = {str(one.get("value")) for one in turn.entities if one.get("entity") == "place"} | {turn.text.strip()}
        town = turn.text.strip() if len(numbers) == 1 and _is_a_town_with(numbers[0], turn) else ""
        postcode = numbers[0] if len(numbers) == 1 and (town or numbers[0] in places) else ""
        right = {
            name: put_right(text, turn.text) or with_postcode(text, postcode, town)
            for name, text in self._written(turn).items()
        }
        return {name: text for name, text in right.items() if text is not None}

    def _written_anew(self, turn: UserTurn) -> dict[str, Any]:
        """The free text of the running flow as an entity of its name has it: who worked it out knows what it is."""
        told = {str(one.get("entity")): one.get("value") for one in turn.entities}
        return {name: told[name] for name in self._texts() if name in told} if self.run.frames else {}

    def _relettered(self, turn: UserTurn) -> dict[str, Any]:
        brief = bool(self.run.frames) and not self.run.root.is_pattern and is_brief(turn.text)
        right = {name: letter_put_right(text, turn.text) for name, text in self._texts().items()} if brief else {}
        return {name: text for name, text in right.items() if text is not None}

    def _misnumbered(self, turn: UserTurn) -> dict[str, Any]:
        """What was written before and has to be written anew: of a few words with a number that it has not, nobody
        knows where that belongs."""
        if self._written_anew(turn) or not is_brief(turn.text) or len(numbers_of(turn.text)) != 1:
            return {}
        numbered = {name: text for name, text in self._written(turn).items() if numbers_of(text)}
        return {name: None for name, text in numbered.items() if turn.text not in text}

    def _written(self, turn: UserTurn) -> dict[str, str]:
        """The free text that the running flow has, where the message has another number than it and names no order,
        day or sum by it; the id of an item is no text. What looks like a day ("27/5", "28号") is the number of a house
        where the text has one like it."""
        numbers = set(numbers_of(turn.text))
        days = [str(one.get("text")) for one in turn.entities if one.get("entity") == "date"]
        housed = [day for day in days if bare_number(day)]
        named = {str(one.get("entity")) for one in turn.entities} - _IN_TEXTS - ({"date"} if housed == days else set())
        of_orders = self._known_by(numbers - _as_postcodes(turn))
        if days and named <= {"date"} and not of_orders and (beside := self._numbered_beside(numbers)):
            return beside
        if not self.run.frames or self.run.root.is_pattern or not numbers or named or of_orders:
            return {}
        texts = {name: text for name, text in self._texts().items() if all(has_one_like(text, day) for day in housed)}
        return {name: text for name, text in texts.items() if text and not numbers <= set(numbers_of(text))}

    def _numbered_beside(self, numbers: Collection[str]) -> dict[str, str]:
        """The free text that has one of the only two numbers: "it is the 17, not the 7" tells no days."""
        if not self.run.frames or self.run.root.is_pattern or len(numbers) != _RIGHT_AND_WRONG:
            return {}
        texts = self._texts()
        return {name: text for name, text in texts.items() if len(set(numbers) & set(numbers_of(text))) == 1}

    def _texts(self) -> dict[str, str]:
        """The free text that the running flow has; the id of an item is none."""
        slots, known = self.engine.domain.slots, self.tracker.slots
        texts = {
            name: str(known.get(name) or "")
            for name in sorted(self.engine.flows[self.run.root.flow].slots)
            if slots[name].takes_text and not slots[name].from_entities
        }
        return {name: text for name, text in texts.items() if any(map(str.isalpha, text))}

    def _known_by(self, numbers: Collection[str]) -> bool:
        """Whether one of the numbers is, or ends, the number of what is talked of, or of another order that the shopper
        has: an order's six digits are no other postcode of an address."""
        slots, known = self.engine.domain.slots, self.tracker.slots
        of_orders = [str(known.get(one.name) or "") for one in slots.values() if one.entities & _ORDERS]
        of_orders += self._own_orders()
        long = [number for number in numbers if len(number) >= _OF_A_NUMBER]
        return any(value.endswith(number) for value in of_orders for number in long)

    def _own_orders(self) -> list[str]:
        return [str(value) for value in self.tracker.slots.get(OWN_ORDERS) or ()]

    def _order_by_its_end(self, turn: UserTurn) -> dict[str, Any]:
        """The order of the shopper whose number ends in the only one of a few words, where an act is to be confirmed:
        bare digits may look like a postcode."""
        numbers = numbers_of(turn.text)
        if self.run.waiting not in self.engine.domain.confirms.values() or len(numbers) != 1 or not is_brief(turn.text):
            return {}
        if numbers[0] in _as_postcodes(turn):
            return {}
        ending = [one for one in self._own_orders() if len(numbers[0]) >= _OF_A_NUMBER and one.endswith(numbers[0])]
        names = [name for name, slot in self.engine.domain.slots.items() if slot.entities == _ORDERS]
        return dict.fromkeys(names, ending[0]) if len(ending) == 1 else {}

    def _asked_anew(self, turn: UserTurn) -> dict[str, Any]:
        """Another answer that the main wish would have been to a question of the running flow that was answered."""
        slots = self.engine.domain.slots
        return {
            name: one.value
            for name in self.run.root.answered
            for one in slots[name].mappings
            if one.type == "from_intent" and one.asked and one.intent == turn.intent and self._differs(name, one.value)
        }

    def _chosen_wishes(self) -> frozenset[str]:
        """The wishes that say once more what was chosen in the running flow: the money back, where that is to be
        confirmed."""
        slots, known = self.engine.domain.slots, self.tracker.slots
        return frozenset(
            str(one.intent)
            for name in self.engine.slots_of(self.run.root.flow)
            for one in slots[name].mappings
            if one.asked and one.value == known.get(name)
        )

    def _said_once_more(self, turn: UserTurn) -> frozenset[str]:
        """The wishes that only say once more what was chosen, also where the choice itself is heard in the words: "yes,
        a new one" where a new one is to be confirmed wants no exchange besides."""
        slots, known, chosen = self.engine.domain.slots, self.tracker.slots, self._chosen_wishes()
        heard = {name: value for name, (value, sure) in turn.values.items() if sure >= self.limits.torn}
        again = any(
            name in slots and slots[name].type == "categorical" and known.get(name) == value
            for name, value in heard.items()
        )
        if not again or turn.entities:
            return chosen
        root = self.run.root.flow
        flows = {name: self.engine.flow_for(name, 1.0, known) for name, _ in turn.ranking}
        return chosen | {name for name, flow in flows.items() if flow is not None and root in flow.instead_of}

    def _beside_a_no(self, turn: UserTurn) -> dict[str, Any]:
        """Another choice that is heard beside a no: "no, leave it, I want the money" where a new one was to be sent."""
        heard, slots = dict(turn.ranking), self.engine.domain.slots
        asked = {
            name: mapping.value
            for name in self.engine.flows[self.run.root.flow].slots
            for mapping in slots[name].mappings
            if mapping.asked and heard.get(str(mapping.intent), 0.0) >= filling.BESIDE_A_NO
        }
        return {name: value for name, value in asked.items() if self._differs(name, value)}

    def _torn_no(self, turn: UserTurn) -> dict[str, Any]:
        """Another choice in a message that is torn between it and a no to the act that is to be confirmed: "er, no
        actually, the refund" where a new one was to be sent. Nothing is said by that of a clear answer."""
        asked = self.run.waiting in self.engine.domain.confirms.values()
        torn = turn.decision == "clarify" and dict(turn.ranking).get(filling.DENY, 0.0) >= self.limits.torn
        return self._beside_a_no(turn) if asked and torn and not self.run.root.is_pattern else {}

    def _elsewhere(self, values: Mapping[str, Any], wish: str | None = None) -> bool:
        """Whether the message names something else than what was talked of: another order, another product. What
        answers a question of the wished flow itself is its own: the size or colour to exchange for."""
        slots = self.engine.domain.slots
        own = self.run.entities_asked_for(wish) if wish else frozenset[str]()
        named = {name: value for name, value in values.items() if slots[name].from_entities}
        return any(self._differs(name, value) for name, value in named.items() if not slots[name].entities <= own)

    def _differs(self, name: str, value: Any) -> bool:
        old = self.tracker.slots.get(name)
        is_yes_no = self.engine.domain.slots[name].type == "bool"
        return old is not None and not is_yes_no and not filling.same_value(old, value)

    def _not_understood(self, reason: str) -> None:
        self.tracker.apply(ev.NotUnderstood(self.tracker.failures + 1))
        self._cannot_handle(reason)

    def _cannot_handle(self, reason: str) -> None:
        context = {"failures": self.tracker.failures, "reason": reason, "question": self.run.waiting}
        self.run.push_pattern(patterns.CANNOT_HANDLE, context)

    def _understood(self) -> None:
        if self.tracker.failures:
            self.tracker.apply(ev.NotUnderstood(0))


def _is_a_town_with(number: str, turn: UserTurn) -> bool:
    """Whether the words are places with this number among them or beside them, and nothing else: "34728 Istanbul"."""
    rest = turn.text
    for written in (
        *(str(one.get("text") or one.get("value")) for one in turn.entities if one.get("entity") == "place"),
        number,
    ):
        rest = rest.replace(written, " ") if written else rest
    return rest != turn.text.replace(number, " ") and not any(map(str.isalnum, rest))


def _as_postcodes(turn: UserTurn) -> set[str]:
    """The numbers that are a place by the words beside them: "postcode 100022" names no order that ends so."""
    places = {str(one.get("value")) for one in turn.entities if one.get("entity") == "place"}
    return {number for number in numbers_of(turn.text) if number in places and number != turn.text.strip()}
