"""Which flows a message asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.dialogue import filling
from bot.dialogue.payloads import DirectIntent
from bot.dialogue.run import Run
from bot.dialogue.turn_input import UserTurn

_CHOICES = 3
_MAX_WISHES = 3
_ABOUT_AS_LIKELY = 0.2
SMALL_TALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "stop", "feedback_positive"})
NO_CHOICE = SMALL_TALK | {filling.OUT_OF_SCOPE, filling.LANGUAGE, "bot_challenge"}
"""Intents that are not offered when a message is torn: there is nothing to choose in them."""


class Wishes:
    """Reads the wishes of a message against what runs."""

    def __init__(self, run: Run) -> None:
        self.run, self.engine, self.tracker, self.limits = run, run.engine, run.tracker, run.engine.limits

    def of(self, turn: UserTurn) -> list[str]:
        """Flows that the message starts and that do not run already; business before small talk, what is answered at
        once before what asks."""
        if turn.decision != "answer":
            return []
        left_out = {filling.HUMAN, filling.STOP, filling.OUT_OF_SCOPE, filling.REPEAT}
        if self.run.waiting:
            left_out |= {filling.AFFIRM, filling.DENY}
        # What may have been said besides is served only when it is likely: a wrong second act or promise costs more.
        clear = [pair for at, pair in enumerate(turn.intents) if at == 0 or pair[1] >= self.limits.second]
        said = [pair for pair in clear if pair[0] not in left_out]
        business = [pair for pair in said if pair[0] not in SMALL_TALK]
        running = self.run.running()
        running |= self._same_elsewhere(running)
        found: dict[str, float] = {}
        for name, confidence in business or said[:1]:
            flow = self.engine.flow_for(name, confidence, self.tracker.slots)
            if flow and flow.id not in running and flow.id not in found:
                found[flow.id] = confidence
        wished = self._without_alternatives(found, turn)[:_MAX_WISHES]
        # "I want to return it, how long have I got?": the question is not left until the return is done.
        return sorted(wished, key=lambda flow: not self.engine.flows[flow].answers_at_once)

    def _same_elsewhere(self, running: Collection[str]) -> set[str]:
        """Flows that go over to a running one and the running one to them: which of the two serves is found out, as an
        item is changed before it has left and exchanged after it has arrived. A wish for the other is none."""
        flows = self.engine.flows
        return {
            one for one, flow in flows.items() if any(two in flow.links and one in flows[two].links for two in running)
        }

    def _without_alternatives(self, found: Mapping[str, float], turn: UserTurn) -> list[str]:
        """Of flows that take each other's place one stays, or the same item is dealt with twice: the likelier, but
        one that takes the other's place and is not taken back by it where they are about as likely. Two that are told
        different things stay both."""
        kept: list[str] = []
        apart = self.apart(turn)
        for flow, confidence in found.items():
            rival = next(
                (one for one in kept if self._exclude(one, flow) and not (one in apart and flow in apart)), None
            )
            if rival is None:
                kept.append(flow)
                continue
            stronger = rival in self.engine.flows[flow].instead_of and flow not in self.engine.flows[rival].instead_of
            if stronger and found[rival] - confidence < _ABOUT_AS_LIKELY:
                kept[kept.index(rival)] = flow
        return kept

    def _exclude(self, one: str, other: str) -> bool:
        flows = self.engine.flows
        return one in flows[other].instead_of or other in flows[one].instead_of

    def values(self, turn: UserTurn, values: Mapping[str, Any], wishes: list[str]) -> dict[str, Any]:
        """What the message tells to the flows that it starts."""
        reach = frozenset[str]().union(*(self.engine.slots_of(flow) for flow in wishes))
        return {**values, **filling.unasked_values(reach, self.engine.domain, turn, self.limits.value_told)}

    def apart(self, turn: UserTurn) -> dict[str, Mapping[str, Any]]:
        """What the message tells to one of the flows only, by flow."""
        said = ((self.engine.flow_for(name, 1.0, self.tracker.slots), told) for name, told in turn.told_for.items())
        return {flow.id: told for flow, told in said if flow is not None}

    def told(self, turn: UserTurn) -> dict[str, str]:
        """What an unclear message says besides its wish, by the names that a button's payload takes."""
        domain, least = self.engine.domain, self.limits.value_unasked
        entities = {
            str(one["entity"]): one.get("value") for one in turn.entities if one.get("entity") in domain.entities
        }
        said = filling.unasked_values(frozenset(turn.values), domain, turn, least)
        return {name: value for name, value in {**said, **entities}.items() if isinstance(value, str)}

    def asks_first(self, payload: str) -> bool:
        """Whether the wish of a button may be begun by a yes: its flow asks before it acts, and it claims nothing, as
        the report of a fault does."""
        command = filling.command_of(payload)
        name = command.intent if isinstance(command, DirectIntent) else ""
        flow, slots = self.engine.flow_for(name, 1.0, self.tracker.slots), self.engine.domain.slots
        if flow is None or any(one.intent == name and not one.asked for s in slots.values() for one in s.mappings):
            return False
        confirms = self.engine.domain.confirms.values()
        return any(step.kind == "collect" and step.value in confirms for step in flow.steps.values())

    def asks_for(self, payload: str, entities: Collection[str]) -> bool:
        """Whether the flow of a button's wish, or one that it calls, asks for something that such an entity answers."""
        command = filling.command_of(payload)
        name = command.intent if isinstance(command, DirectIntent) else ""
        first = self.engine.flow_for(name, 1.0, self.tracker.slots)
        slots, seen = self.engine.domain.slots, set[str]()
        left = [first.id] if first is not None else []
        while left:
            seen.add(flow := left.pop())
            steps = self.engine.flows[flow].steps.values()
            if any(step.kind == "collect" and slots[step.value].entities & set(entities) for step in steps):
                return True
            left += [step.value for step in steps if step.kind == "call" and step.value not in seen]
        return False

    def put_off(self, turn: UserTurn) -> str | None:
        """A flow that waits for its turn and that the message clearly asks for again."""
        later = {frame.flow for frame in self.run.frames if frame.pending}
        flow = self.engine.flow_for(turn.intent, 1.0, self.tracker.slots) if turn.intent else None
        clear = flow is not None and turn.said(str(turn.intent), self.limits.other_wish)
        return flow.id if flow is not None and clear and flow.id in later else None

    def interrupted(self, turn: UserTurn) -> str | None:
        """A flow below the running one that the message asks for again."""
        roots = [frame.flow for frame in self.run.frames if not frame.called and not frame.pending]
        for name, confidence in turn.intents:
            flow = self.engine.flow_for(name, confidence, self.tracker.slots)
            if flow and flow.id in roots[:-1]:
                return flow.id
        return None

    def instead(self, turn: UserTurn, wishes: list[str]) -> str | None:
        """The wished flow that takes the place of the running one, the first where all that are wished for do; also one
        that led to it and is wished for again."""
        root = self.run.root
        said = [flow for name, _ in turn.intents[:1] if (flow := self.engine.flow_for(name, 1.0, self.tracker.slots))]
        again = [flow.id for flow in said if flow.id in root.origin and turn.decision == "answer"]
        wished = wishes or again
        rivals = [one for one in wished if root.flow in self.engine.flows[one].instead_of]
        return rivals[0] if rivals == wished and rivals else None

    def rather(self, turn: UserTurn) -> str | None:
        """A flow that takes the place of the running one, in a message that is torn between that and its like: "can't
        you change it instead of cancelling?" confirms nothing, and says what is wanted."""
        found: dict[str, float] = {}
        for name, confidence in turn.ranking if turn.decision == "clarify" else ():
            flow = self.engine.flow_for(name, 1.0, self.tracker.slots)
            if flow is not None and self.run.root.flow in flow.instead_of:
                found[flow.id] = found.get(flow.id, 0.0) + confidence
        return max(found, key=lambda flow: found[flow]) if sum(found.values()) >= self.limits.yes_no else None

    def choices(self, turn: UserTurn) -> list[str]:
        """Wishes to choose from; none when the likeliest is what runs already."""
        running = self.run.running()
        found: list[str] = []
        for name, confidence in turn.ranking:
            if name in NO_CHOICE or confidence < self.limits.choice:
                continue
            flow = self.engine.flow_for(name, 1.0, self.tracker.slots)
            if flow is not None and flow.id in running and not found:
                return []
            if flow is not None and flow.id not in running:
                found.append(name)
        return found[:_CHOICES]
