"""Wishes that belong to what runs: they answer it, change it, or take its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.answering import WORD_OR_TWO, Answering
from bot.dialogue.options import is_brief
from bot.dialogue.turn_input import UserTurn


class SameMatter(Answering):
    """Reads a wish against the flow that runs."""

    def _same_matter(self, turn: UserTurn, wishes: list[str]) -> dict[str, Any]:
        """Answers to later questions of the running flow that sound like a wish of their own: "I want my money back"
        in the report of a broken item begins no second return. Nothing when the wish reaches further than the flow."""
        run = self.run
        if not run.frames or run.root.is_pattern or len(wishes) > 1:
            return {}
        root = run.root.flow
        reach = self.engine.slots_of(root)
        inner = {n for n in self.engine.slots_of(wishes[0]) if self.engine.domain.slots[n].type != "bool"}
        return self._ahead(turn, root) if inner <= reach else {}

    def _instead(self, turn: UserTurn, wishes: list[str], values: Mapping[str, Any]) -> bool:
        """A wish that takes the place of what runs, for the same order and item: "no, an exchange" where a refund was
        to be confirmed. Where the running flow can do it too, a value changes; else it is given up."""
        run, slots = self.run, self.engine.domain.slots
        if not run.frames or run.root.is_pattern:
            return False
        wish = self.wishes.instead(turn, wishes)
        if wish is None or self._elsewhere(values, wish):
            return False
        told = self.wishes.values(turn, values, [wish])
        other = any(slots[name].type == "categorical" and self._differs(name, value) for name, value in told.items())
        if wish not in wishes and not other:
            return False  # it led to what runs: only another choice than the one that did leads back
        self._understood()
        if self._chosen_again(turn, values):
            run.ask_again()
            return True
        changes = self._changes(turn, values, wide=False) if wish in wishes else {}
        own = self.engine.flows[run.root.flow].slots  # a remedy that only a flow behind it asks for is none of its own
        if changes := {n: v for n, v in changes.items() if slots[n].type == "categorical" and n in own}:
            run.correct(changes)
            return True
        if anew := self._asked_anew(turn):
            run.correct(anew)  # the other remedy of the same report, and no return of what came broken
            return True
        run.give_way(wish, {**self._stays_known(turn, wish), **self._chosen_with(turn, wish), **told})
        return True

    def _chosen_with(self, turn: UserTurn, wish: str) -> dict[str, Any]:
        """The answer that the wish itself is where either takes the other's place: "my money back then" of what was to
        be exchanged is no longer asked what is wanted instead."""
        root, engine = self.run.root.flow, self.engine
        if wish not in engine.flows[root].instead_of or root not in engine.flows[wish].instead_of:
            return {}
        return {
            name: mapping.value
            for name in sorted(engine.slots_of(wish))
            for mapping in engine.domain.slots[name].mappings
            if mapping.type == "from_intent" and mapping.asked and mapping.intent == turn.intent
        }

    def _stays_known(self, turn: UserTurn, wish: str) -> dict[str, Any]:
        """What is wrong with the item stays so, whatever is wished for it now; so does what was told of it, and which
        item it is."""
        slots = self.engine.domain.slots
        told_before = self.engine.slots_of(wish) & set(self.tracker.given)
        known = {n: slots[n] for n in self.tracker.slots if n in slots and slots[n].type != "bool"}
        kept = {n for n, s in known.items() if s.from_wishes or (n in told_before and s.type != "categorical")}
        return {**self._settled_text(turn, wish), **{name: self.tracker.slots[name] for name in sorted(kept)}}

    def _settled_text(self, turn: UserTurn, wish: str) -> dict[str, Any]:
        """What both flows ask for in words and the running one has settled: the item that is talked of, where the
        message names none."""
        if any(one.get("entity") == "product" for one in turn.entities):
            return {}
        slots, known = self.engine.domain.slots, self.tracker.slots
        both = self.engine.slots_of(self.run.root.flow) & self.engine.slots_of(wish)
        texts = (name for name in sorted(both) if slots[name].takes_text and not slots[name].from_entities)
        return {name: known[name] for name in texts if known.get(name) is not None}

    def _chosen_by_wish(self, turn: UserTurn, values: Mapping[str, Any]) -> dict[str, Any]:
        """The other answer to a question that was answered, where the act is to be confirmed: "I want my money back"
        after a new parcel was chosen."""
        run, domain = self.run, self.engine.domain
        clear = turn.decision == "answer" and turn.said(str(turn.intent), self.limits.other_wish)
        clear = clear or (turn.waits and turn.said(str(turn.intent), self.limits.torn))
        if run.waiting not in domain.confirms.values() or run.root.is_pattern or not clear or self._elsewhere(values):
            return {}
        return self._asked_anew(turn)

    def _half_heard(self, turn: UserTurn, wishes: list[str], values: Mapping[str, Any]) -> bool:
        """Whether the wish leads to the very flow that another one led to, and is not clear: "I have a photo of it" in
        the report of a wrong item sounds like a broken one, and begins no second report."""
        run = self.run
        if not run.waiting or run.root.is_pattern or not run.root.origin or len(wishes) != 1:
            return False
        leads_here = run.root.flow in self.engine.flows[wishes[0]].links
        clear = turn.said(str(turn.intent), self.limits.other_wish) and not turn.shows
        return leads_here and not clear and not self._elsewhere(values)

    def _chosen_again(self, turn: UserTurn, values: Mapping[str, Any]) -> bool:
        """Whether the words only say once more what was chosen in the running flow, and nothing new of it."""
        slots = self.engine.domain.slots
        if any(slots[name].from_entities and name not in self.tracker.slots for name in values):
            return False
        if self.run.waiting in self.engine.domain.confirms.values() and turn.intent in self._chosen_wishes():
            return True
        return self._told_again(turn, frozenset(name for name, slot in slots.items() if slot.from_wishes))

    def _chosen_anew(self, turn: UserTurn) -> dict[str, Any]:
        """ "Refund", and nothing besides, where a replacement was to be confirmed: another choice, though it sounds
        like the question for a refund."""
        slots = self.engine.domain.slots
        if not is_brief(turn.text, WORD_OR_TWO):
            return {}
        return {n: v for n, v in self._changes(turn, {}, wide=False).items() if slots[n].type == "categorical"}
