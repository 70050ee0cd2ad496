"""The stack of running flows and the slots that belong to them.

A flow that the shopper starts (a root) and the flows it calls lie together; on top of them may lie another root that
interrupted, and patterns. Each root has slots of its own: what an interrupting flow finds does not leak into the
interrupted one, so that a confirmation can never turn to another order. Only slots that entities fill say what is
talked about, and go along into the next flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.dialogue import events as ev
from bot.dialogue import patterns
from bot.dialogue.domain import WANTS_PERSON
from bot.dialogue.filling import same_value
from bot.dialogue.flow import END, Step
from bot.dialogue.frame import Frame
from bot.dialogue.rasa_actions import message_json

if TYPE_CHECKING:
    from bot.dialogue.engine import Engine
    from bot.dialogue.tracker import Tracker

_MAX_ROOTS = 4
_ASKED = "asked"  # the slot, if the domain has it, for the message in which a wish was told that waits


class Stack:
    """Frames as they change during a turn; `sync` writes them to the tracker as one event."""

    def __init__(self, engine: Engine, tracker: Tracker) -> None:
        self.engine, self.tracker = engine, tracker
        self.reload()

    def reload(self) -> None:
        """Takes the frames from the tracker, if they were changed there."""
        if getattr(self, "_synced", None) == self.tracker.frames:
            return
        self.frames: list[Frame] = list(self.tracker.frames)
        self.runs, self.questions = self.tracker.runs, self.tracker.questions
        self._synced = self.tracker.frames

    def sync(self) -> None:
        """Writes the frames to the tracker, if they changed."""
        frames = tuple(self.frames)
        if frames != self.tracker.frames:
            self.tracker.apply(ev.StackChanged(frames, self.runs, self.questions))
        self._synced = frames

    # ---- looking

    def root_index(self) -> int:
        """Place of the uppermost frame that no other called."""
        index = len(self.frames) - 1
        while index > 0 and self.frames[index].called:
            index -= 1
        return index

    @property
    def root(self) -> Frame:
        """The uppermost frame that no other called."""
        return self.frames[self.root_index()]

    @property
    def waiting(self) -> str | None:
        """The slot whose question is open."""
        return self.frames[-1].waiting if self.frames else None

    def step_of(self, frame: Frame) -> Step:
        """The step a frame stands at."""
        return self.engine.flows[frame.flow].steps[frame.step]

    def running(self) -> set[str]:
        """Flows on the stack, and those that linked to them; what led to the offer of a person is done."""
        frames = [frame for frame in self.frames if frame.waiting != WANTS_PERSON]
        return {flow for frame in frames for flow in (frame.flow, *frame.origin)}

    # ---- slots

    def set_slot(self, name: str, value: Any, *, by_shopper: bool = False) -> None:
        """Sets a slot, if that changes anything."""
        known = by_shopper and name not in self.tracker.given
        if self.tracker.slots.get(name) != value or (known and value is not None):
            self.tracker.apply(ev.SlotSet(name, value, by_shopper))

    def new_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values without those that only say again, in other letters, what is known already."""
        old = self.tracker.slots
        return {n: v for n, v in values.items() if n not in old or not same_value(old[n], v)}

    def replace_slots(self, wanted: Mapping[str, Any], given: Iterable[str] = ()) -> None:
        """Makes the slots be `wanted`, besides those that outlive flows."""
        given = frozenset(given)
        initial = {name: slot.initial for name, slot in self.engine.domain.slots.items() if slot.initial is not None}
        wanted = {**initial, **wanted}
        for name in sorted(set(self.tracker.slots) - set(wanted) - self.engine.persistent):
            self.set_slot(name, None)
        for name, value in wanted.items():
            if value is not None:
                self.set_slot(name, value, by_shopper=name in given)

    def forget(self, *, everything: bool = False) -> None:
        """Empties the slots; those that outlive flows only with `everything`."""
        if everything:
            for name in sorted(self.tracker.slots):
                self.set_slot(name, None)
        self.replace_slots({})

    def _own_slots(self) -> dict[str, Any]:
        return {name: value for name, value in self.tracker.slots.items() if name not in self.engine.persistent}

    # ---- flows

    def start(
        self,
        flow_ids: Iterable[str],
        values: Mapping[str, Any],
        apart: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Starts the first flow on top of what runs; the others follow it in this order. apart: values of one flow
        only, by flow."""
        own = apart or {}
        first, *others = flow_ids
        if first in patterns.ALL and not others:
            self._push_plain(first)
            return
        self._interrupt()
        for flow_id in reversed(others):
            self.frames.append(self._pending(flow_id, {**values, **own.get(flow_id, {})}))
        self._limit()
        self.enter(first, {**values, **own.get(first, {})})

    def add(self, flow_ids: Iterable[str], values: Mapping[str, Any]) -> None:
        """Puts flows behind the running one."""
        index = self.root_index()
        self.frames[index:index] = [self._pending(flow_id, values) for flow_id in reversed(list(flow_ids))]
        self._limit()

    def begin_now(self, flow_id: str) -> None:
        """Begins a flow that waits for its turn before the running one goes on."""
        at = next(at for at, frame in enumerate(self.frames) if frame.pending and frame.flow == flow_id)
        later = self.frames.pop(at)
        self._interrupt()
        self.frames.append(later)

    def _pending(self, flow_id: str, values: Mapping[str, Any]) -> Frame:
        """A flow for later. What was said for it goes along: by then the shopper will have written something else."""
        saved = dict(values)
        if _ASKED in self.engine.domain.slots and self.tracker.latest is not None:
            saved[_ASKED] = {**message_json(self.tracker.latest), "wished": sorted(self.engine.intents_of(flow_id))}
        return Frame(flow_id, self.engine.flows[flow_id].first, 0, pending=True, saved=saved)

    def _interrupt(self) -> None:
        if not self.frames or self.frames[-1].pending:
            return
        # An offer of a person that is passed over is not made again.
        if self.waiting == WANTS_PERSON or not self.engine.flows[self.root.flow].resumed:
            self._give_up()
            return
        root, top = self.root, self.frames[-1]
        self.tracker.apply(ev.FlowInterrupted(root.flow, root.step))
        self.frames[-1] = replace(top, waiting=None, saved=self._own_slots(), saved_given=tuple(self.tracker.given))

    def _limit(self) -> None:
        """Gives up the oldest roots when too many wait."""
        while sum(not frame.called for frame in self.frames) > _MAX_ROOTS:
            self.tracker.apply(ev.FlowCancelled(self.frames[0].flow, self.frames[0].step))
            del self.frames[0]
            while self.frames and self.frames[0].called:
                del self.frames[0]

    def enter(self, flow_id: str, values: Mapping[str, Any], origin: tuple[str, ...] = ()) -> None:
        """Begins a flow with what is talked about and what the message says."""
        flow = self.engine.flows[flow_id]
        if flow_id in patterns.ALL:
            self._push_plain(flow_id)
            return
        slots = self.engine.domain.slots
        known = {name: self.tracker.slots.get(name) for name in values}
        talked_of = {
            name: value for name, value in self.tracker.slots.items() if name in slots and slots[name].from_entities
        }
        self.replace_slots({**talked_of, **known, **self.new_values(values)}, [*self.tracker.given, *values])
        self._push(flow_id, flow.first, origin)

    def _push(self, flow_id: str, first: str, origin: tuple[str, ...]) -> None:
        self.runs += 1
        self.tracker.apply(ev.FlowStarted(flow_id))
        self.frames.append(Frame(flow_id, first, self.runs, base=self._own_slots(), origin=origin))

    def call(self, flow_id: str) -> None:
        """Runs a flow as a part of the running one."""
        self.tracker.apply(ev.FlowStarted(flow_id))
        self.frames.append(Frame(flow_id, self.engine.flows[flow_id].first, self.root.run, called=True))

    def link(self, flow_id: str) -> None:
        """Goes over to another flow; the slots go along."""
        frame = self.frames.pop()
        self.tracker.apply(ev.FlowCompleted(frame.flow, frame.step))
        if flow_id == patterns.HUMAN_HANDOFF:
            self.hand_over(str(self.tracker.slots.get("handoff_reason") or "human_agent"))
        elif frame.is_pattern:
            self.start([flow_id], {})
        elif frame.called:
            self.call(flow_id)
        elif not self._interrupted_about_the_same(flow_id):
            self._push(flow_id, self.engine.flows[flow_id].first, (*frame.origin, frame.flow)[-3:])

    def _interrupted_about_the_same(self, flow_id: str) -> bool:
        """Whether this very flow lies below and was interrupted before its act was confirmed, about what is talked of
        now: "when is it here?" of a lost parcel goes back to the remedy that was chosen, and does not ask for it anew.
        """
        below = self.frames[-1] if self.frames else None
        if below is None or below.flow != flow_id or below.saved is None:
            return False
        if self.step_of(below).value not in self.engine.domain.confirms.values():
            return False
        slots, then, now = self.engine.domain.slots, below.saved, self.tracker.slots
        named = [name for name in then if slots[name].from_entities and now.get(name) is not None]
        return all(same_value(then[name], now[name]) for name in named)

    def resume(self) -> None:
        """Goes on with an interrupted flow, with the slots it had."""
        self._restore()
        self.frames[self.root_index()] = replace(self.root, last=None)
        root = self.root
        name = self.engine.flows[root.flow].name
        self.push_pattern(patterns.CONTINUE_INTERRUPTED, {"interrupted_flow": root.flow, "interrupted_flow_name": name})

    def reopen(self) -> None:
        """Goes on with an interrupted flow that stands at a question: it is open without being asked again."""
        self._restore()
        self.frames[-1] = replace(self.frames[-1], waiting=self.step_of(self.frames[-1]).value)

    def _restore(self) -> None:
        frame = self.frames[-1]
        self.replace_slots(frame.saved or {}, frame.saved_given)
        self.frames[-1] = replace(frame, saved=None, saved_given=())
        self.tracker.apply(ev.FlowResumed(self.root.flow, self.root.step))

    def cancel(self) -> str | None:
        """Gives all flows up; returns the id of the one that ran. The slots stay until the next message."""
        current = self.tracker.active_flow
        for frame in reversed(self.frames):
            if not frame.called and not frame.pending:
                self.tracker.apply(ev.FlowCancelled(frame.flow, frame.step))
        self.frames.clear()
        return current

    def give_way(self, flow_id: str, values: Mapping[str, Any]) -> None:
        """Gives the uppermost flow up for another that takes its place."""
        self._give_up()
        self.enter(flow_id, values)

    def decline(self) -> bool:
        """Gives the uppermost flow up for one that was wished for with it and waits for its turn; what is wrong with
        an item stays known to that. False, and nothing is given up, when none waits."""
        at = self.root_index() - 1
        if at < 0 or not self.frames[at].pending:
            return False
        slots, later = self.engine.domain.slots, self.frames[at]
        told = {n: v for n, v in self._own_slots().items() if n in slots and slots[n].from_wishes}
        self.frames[at] = replace(later, saved={**told, **(later.saved or {})})
        self._give_up()
        return True

    def _give_up(self) -> None:
        index = self.root_index()
        self.tracker.apply(ev.FlowCancelled(self.frames[index].flow, self.frames[index].step))
        del self.frames[index:]

    def hand_over(self, reason: str) -> None:
        """Gives all flows up for a person; what is known stays in the slots."""
        self.cancel()
        flow = self.engine.flow_for("human_agent", 1.0, self.tracker.slots)
        if flow is None or flow.id == patterns.HUMAN_HANDOFF:
            self.push_pattern(patterns.HUMAN_HANDOFF, {"reason": reason})
        else:
            self._push(flow.id, flow.first, ())

    def return_to(self, flow_id: str) -> None:
        """Gives up what lies above an interrupted flow."""
        while self.root.flow != flow_id:
            frame = self.frames.pop()
            if not frame.called and not frame.pending:
                self.tracker.apply(ev.FlowCancelled(frame.flow, frame.step))

    def correct(self, changes: Mapping[str, Any]) -> None:
        """Goes back with changed values: what the shopper gave stays, what was found out or confirmed does not. Which
        thing is meant stays where only something else about it changes: "building 48" of an address is of the order
        that was found, and so is "black rather" of what is exchanged in it."""
        slots, tracker = self.engine.domain.slots, self.tracker
        own = self.entities_asked_for(self.root.flow)
        another = any(slots[name].from_entities and not slots[name].entities <= own for name in changes)
        meant = {} if another else self._meant()
        while self.frames[-1].called:
            self.frames.pop()
        root = self.frames.pop()
        given = {name: tracker.slots[name] for name in tracker.given if name in tracker.slots}
        wanted = {**root.base, **meant, **given, **changes}
        yes_no = {name for name, slot in slots.items() if slot.type == "bool"}
        wanted = {name: value for name, value in wanted.items() if name not in yes_no}
        for name, value in changes.items():
            self.set_slot(name, value, by_shopper=True)
        self.replace_slots(wanted, [*given, *changes])
        self.runs += 1
        answers = [name for name in (*root.answered, *changes) if name not in yes_no]
        self.frames.append(
            Frame(
                root.flow,
                self.engine.flows[root.flow].first,
                self.runs,
                base={name: value for name, value in root.base.items() if name in wanted},
                origin=root.origin,
                kept=tuple(dict.fromkeys(answers)),
                asked=root.asked,
            )
        )
        self.push_pattern(patterns.CORRECTION, {"corrected": sorted(changes)})

    def entities_asked_for(self, flow: str) -> frozenset[str]:
        """The entities that answer questions of the flow itself."""
        slots, steps = self.engine.domain.slots, self.engine.flows[flow].steps.values()
        return frozenset(name for step in steps if step.kind == "collect" for name in slots[step.value].entities)

    def _meant(self) -> dict[str, Any]:
        """What was found out of the things that messages name, such as the order."""
        slots = self.engine.domain.slots
        return {name: value for name, value in self.tracker.slots.items() if slots[name].from_entities}

    # ---- patterns

    def push_pattern(self, pattern: str, context: Mapping[str, Any], *, ask_again: bool = True) -> None:
        """Runs a pattern on top; the open question is asked again behind it, unless told otherwise."""
        if ask_again and self.frames:
            self.ask_again()
        self.tracker.apply(ev.FlowStarted(pattern))
        run = self.frames[-1].run if self.frames else self.runs
        self.frames.append(Frame(pattern, self.engine.flows[pattern].first, run, context=dict(context)))

    def drop_patterns(self) -> None:
        """Leaves a pattern that asked something; the question below it is open again."""
        while self.frames and self.root.is_pattern:
            index = self.root_index()
            self.tracker.apply(ev.FlowCancelled(self.frames[index].flow, self.frames[index].step))
            del self.frames[index:]
        if not self.frames:
            return
        top = self.frames[-1]
        if top.question is not None and top.saved is None and top.step != END:
            self.frames[-1] = replace(top, waiting=self.step_of(top).value)

    def _push_plain(self, pattern: str) -> None:
        self.push_pattern(pattern, {"language": self.tracker.language, "reason": None})

    # ---- questions

    def ask(self, slot: str) -> None:
        """Opens a question; asked again it keeps its number."""
        frame = self.frames[-1]
        number = frame.question
        if number is None:
            self.questions += 1
            number = self.questions
        self.frames[-1] = replace(frame, waiting=slot, question=number)

    def ask_again(self) -> None:
        """Has the open question asked once more."""
        self.frames[-1] = replace(self.frames[-1], waiting=None)

    def advance(self, step: Step) -> None:
        """Goes to the next step."""
        context = self.root.context
        target = END
        for branch in step.next:
            if branch.condition is None or branch.condition(self.tracker.slots, context):
                target = branch.target
                break
        self.frames[-1] = replace(self.frames[-1], step=target, waiting=None, question=None)
