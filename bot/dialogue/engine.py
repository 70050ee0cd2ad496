"""The flow engine: from a tracker and an understood message to the next things to say and do.

One turn:

    run = engine.begin(tracker, turn)            # takes the message in, decides which flow it belongs to
    while not isinstance(step := run.next(), Listen):
        if isinstance(step, Say): …              # render it, tracker.apply(BotUttered(…))
        else:                                    # RunAction
            …                                    # run it, tracker.apply(SlotSet(…)) for what it found
            run.action_done(step.name)           # or run.action_failed(step.name)

The engine changes nothing but the tracker, and that only by events. Flows follow Rasa's semantics; instead of a
language model, intents start them. The conversation patterns are:

interruption    another wish while a question is open runs on top; then the question is asked again
correction      another value for what the flow already used (an order number, a reason) starts it again with it
cancel          `stop`, or `deny` where no yes/no was asked, gives the flow up
clarification   when understanding is torn, up to three choices are offered
repeat          the last answer is said again
cannot handle   not understood: asked to rephrase; the second time in a row a person is offered
internal error  an action failed: said so, nothing is half done, the flow ends
human handoff   `human_agent` wins at any turn
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.dialogue import events as ev
from bot.dialogue import filling
from bot.dialogue.domain import Domain
from bot.dialogue.flows import END, Flow, Step
from bot.dialogue.tracker import Tracker
from bot.dialogue.turn_input import DirectIntent, Listen, NextStep, RunAction, Say, SetSlots, UserTurn, parse_payload

_MAX_STEPS = 40
_MAX_FRAMES = 6
_MAX_QUEUE = 3
_CLARIFY_CHOICES = 3
_SMALL_TALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "stop", "feedback_positive"})


@dataclass(frozen=True, slots=True)
class Patterns:
    """Responses and flows of the conversation patterns; all of them are content."""

    rephrase: str = "utter_ask_rephrase"
    offer_human: str = "utter_cannot_handle_offer_human"
    clarify: str = "utter_ask_clarify"
    stopped: str = "utter_stopped"
    nothing_to_repeat: str = "utter_nothing_to_repeat"
    nothing_open: str = "utter_affirm_nothing_open"
    human_flow: str = "talk_to_person"
    attachment_action: str = "action_attachment"


class Engine:
    """All that is the same for every conversation: domain, flows, names of actions and responses."""

    def __init__(
        self,
        domain: Domain,
        flows: dict[str, Flow],
        *,
        actions: Collection[str],
        responses: Collection[str],
        patterns: Patterns | None = None,
    ) -> None:
        self.domain, self.flows = domain, flows
        self.actions, self.responses = frozenset(actions), frozenset(responses)
        self.patterns = patterns or Patterns()
        self.by_intent = {trigger.intent: (flow, trigger) for flow in flows.values() for trigger in flow.triggers}
        self.persistent = frozenset().union(*(flow.persisted_slots for flow in flows.values()))
        self._reach = {flow_id: self._collected(flow_id, set()) for flow_id in flows}

    def _collected(self, flow_id: str, seen: set[str]) -> frozenset[str]:
        if flow_id in seen:
            return frozenset()
        seen.add(flow_id)
        flow = self.flows[flow_id]
        found = set(flow.collected)
        for step in flow.steps.values():
            if step.kind in ("call", "link"):
                found |= self._collected(step.value, seen)
            elif step.kind == "set_slots":
                found |= {name for name, _ in step.value}
        return frozenset(found)

    def collected_by(self, flow_id: str) -> frozenset[str]:
        """Slots that a flow asks for or sets, itself or through the flows it calls or links."""
        return self._reach[flow_id]

    def flow_for(self, intent: str, confidence: float, slots: dict[str, Any]) -> Flow | None:
        """The flow that this intent starts now, or None."""
        found = self.by_intent.get(intent)
        if found is None or confidence < found[1].threshold:
            return None
        flow = found[0]
        return flow if flow.guard is None or flow.guard(slots) else None

    def begin(self, tracker: Tracker, turn: UserTurn) -> Run:
        """Takes a message in."""
        run = Run(self, tracker, turn)
        run.take()
        return run


class Run:
    """The engine at work on one message."""

    def __init__(self, engine: Engine, tracker: Tracker, turn: UserTurn) -> None:
        self.engine, self.tracker, self.turn = engine, tracker, turn
        self._pending: deque[NextStep] = deque()
        self._steps = 0

    # ---- taking the message in

    def take(self) -> None:
        """Decides what the message means for the open question and for the running flows."""
        turn, tracker = self.turn, self.tracker
        command = parse_payload(turn.payload or "") if turn.payload else None
        if isinstance(command, DirectIntent):
            turn = self._direct(command)
        tracker.apply(
            ev.UserUttered(
                turn.text,
                turn.intents,
                turn.entities,
                turn.language,
                turn.emotion,
                turn.intensity,
                turn.urgency,
                turn.decision,
                turn.message_id,
            )
        )
        if isinstance(command, SetSlots):
            self._button(command)
            return
        if turn.said(filling.HUMAN, 0.4):
            self._to_person()
            return
        corrected = self._entities(turn)
        if tracker.waiting_for and self._answer(turn):
            return
        self._wish(turn, corrected)

    def _direct(self, command: DirectIntent) -> UserTurn:
        domain = self.engine.domain
        entities = tuple(
            {"entity": name, "value": value} for name, value in command.entities if name in domain.entities
        )
        values = {name: (str(value), 1.0) for name, value in command.entities if name not in domain.entities}
        turn = self.turn
        self.turn = UserTurn(
            turn.text,
            ((command.intent, 1.0),),
            ((command.intent, 1.0),),
            entities,
            values,
            turn.language,
            message_id=turn.message_id,
            payload=turn.payload,
        )
        return self.turn

    def _button(self, command: SetSlots) -> None:
        frame, waiting = self.tracker.frame, self.tracker.waiting_for
        fits = dict(command.pairs)
        stale = frame is None or waiting not in fits or (command.run is not None and command.run != frame["run"])
        if stale or waiting is None:
            self._say(self.engine.patterns.nothing_open) if frame is None else self._ask_again()
            return
        for name, value in command.pairs:
            slot = self.engine.domain.slots.get(name)
            if slot is not None and slot.accepts(value):
                self.tracker.apply(ev.SlotSet(name, value))
        self._understood()
        self._answered()

    def _entities(self, turn: UserTurn) -> bool:
        """Fills slots from entities; True when a value that was already there was replaced."""
        corrected = False
        for name, value in filling.entity_values(self.engine.domain, turn).items():
            old = self.tracker.slots.get(name)
            if value == old:
                continue
            corrected = corrected or (old is not None and name != self.tracker.waiting_for)
            self.tracker.apply(ev.SlotSet(name, value))
        return corrected

    def _answer(self, turn: UserTurn) -> bool:
        """Tries to read the message as the answer to the open question."""
        frame, waiting = self.tracker.frame, self.tracker.waiting_for
        assert frame is not None and waiting is not None
        slot = self.engine.domain.slots[waiting]
        root = self.engine.flows[self._root()["flow"]]
        value = filling.answer_to(slot, turn, root)
        if isinstance(value, filling.NotFilled):
            return False
        changed = filling.unasked_values(self.engine.collected_by(root.id), self.engine.domain, turn)
        changed = {name: new for name, new in changed.items() if name != waiting and self.tracker.slots.get(name)}
        changed = {name: new for name, new in changed.items() if self.tracker.slots.get(name) != new}
        if value is False and changed:  # "no, I would rather have an exchange"
            for name, new in changed.items():
                self.tracker.apply(ev.SlotSet(name, new))
            self._understood()
            self._restart()
            return True
        self.tracker.apply(ev.SlotSet(waiting, value))
        self._understood()
        step = self.engine.flows[frame["flow"]].steps[frame["step"]]
        for rejection in step.rejections:
            if rejection.condition(self.tracker.slots):
                self.tracker.apply(ev.SlotSet(waiting, None))
                self._say(rejection.utter)
                self._set_frame(waiting=None)
                return True
        if slot.type == "bool":
            self._enqueue([name for name, _ in turn.intents if name not in (filling.AFFIRM, filling.DENY)], turn)
        self._answered()
        return True

    def _answered(self) -> None:
        frame = self.tracker.frame
        assert frame is not None
        self._set_frame(waiting=None)
        self._advance(self.engine.flows[frame["flow"]].steps[frame["step"]])

    def _wish(self, turn: UserTurn, corrected: bool) -> None:
        """The message is no answer: another wish, a pattern, or not understood."""
        tracker, patterns = self.tracker, self.engine.patterns
        waiting = tracker.waiting_for is not None
        if turn.attachments and not turn.text.strip():
            self._pending.append(RunAction(patterns.attachment_action))
            return
        if turn.intent == filling.STOP or (waiting and turn.intent == filling.DENY):
            self._cancel_all()
            self._say(patterns.stopped)
            return
        if turn.intent == filling.REPEAT:
            self._repeat()
            return
        if corrected and tracker.frames and not self._other_flows(turn):
            self._understood()
            self._restart()
            return
        if turn.decision == "clarify" and not tracker.frames and len(turn.ranking) > 1:
            self._clarify(turn)
            return
        wishes = self._other_flows(turn)
        if turn.decision == "reject" or not turn.intents or (waiting and not wishes):
            self._not_understood(waiting, turn)
            return
        if not wishes:
            self._ask_again()
            return
        self._understood(out_of_scope=turn.intent == "out_of_scope")
        if turn.intent == "out_of_scope" and tracker.failures > 1:
            self._say(patterns.offer_human)
            return
        if tracker.frames:
            tracker.apply(ev.FlowInterrupted(self._root()["flow"]))
            self._set_frame(waiting=None)
        self._start(wishes[0])
        self._enqueue(wishes[1:], turn, known_flows=True)

    def _other_flows(self, turn: UserTurn) -> list[str]:
        """Flows that the message's intents start and that do not run already; business before small talk."""
        business = [pair for pair in turn.intents if pair[0] not in _SMALL_TALK]
        running = {frame["flow"] for frame in self.tracker.frames}
        found: list[str] = []
        for name, confidence in business or turn.intents:
            flow = self.engine.flow_for(name, confidence, self.tracker.slots)
            if flow and flow.id not in running and flow.id not in found:
                found.append(flow.id)
        return found

    def _enqueue(self, names: list[str], turn: UserTurn, *, known_flows: bool = False) -> None:
        queue = list(self.tracker.queue)
        running = {frame["flow"] for frame in self.tracker.frames}
        for name in names:
            if known_flows:
                flow_id: str | None = name
            else:
                flow = None if name in _SMALL_TALK else self.engine.flow_for(name, 1.0, self.tracker.slots)
                flow_id = flow.id if flow else None
            if flow_id and flow_id not in queue and flow_id not in running and len(queue) < _MAX_QUEUE:
                queue.append(flow_id)
        if tuple(queue) != self.tracker.queue:
            self._stack(self.tracker.frames, tuple(queue))

    # ---- patterns

    def _to_person(self) -> None:
        self._understood()
        self._cancel_all()
        self._start(self.engine.patterns.human_flow)

    def _repeat(self) -> None:
        # What was said last is in `said`; what this turn says is not among it yet.
        if not self.tracker.said:
            self._say(self.engine.patterns.nothing_to_repeat)
            return
        for said in self.tracker.said:
            self._pending.append(Say(said["response"], said["variables"]))

    def _clarify(self, turn: UserTurn) -> None:
        choices = []
        for name, _ in turn.ranking:
            if name in self.engine.by_intent and name not in _SMALL_TALK and name != "out_of_scope":
                choices.append((name, f"/{name}"))
        if len(choices) < 2:
            self._not_understood(False, turn)
            return
        self._pending.append(Say(self.engine.patterns.clarify, {}, tuple(choices[:_CLARIFY_CHOICES])))

    def _not_understood(self, waiting: bool, turn: UserTurn) -> None:
        failures = self.tracker.failures + 1
        self.tracker.apply(ev.NotUnderstood(failures))
        if failures >= 2:
            self._say(self.engine.patterns.offer_human)
        elif not waiting and turn.intent != "out_of_scope":
            self._say(self.engine.patterns.rephrase)
        if waiting:
            self._ask_again()

    def _understood(self, *, out_of_scope: bool = False) -> None:
        failures = self.tracker.failures + 1 if out_of_scope else 0
        if failures != self.tracker.failures:
            self.tracker.apply(ev.NotUnderstood(failures))

    def _ask_again(self) -> None:
        if self.tracker.frame is not None:
            self._set_frame(waiting=None)

    # ---- the stack

    def _stack(
        self, frames: tuple[dict[str, Any], ...], queue: tuple[str, ...] | None = None, runs: int | None = None
    ) -> None:
        tracker = self.tracker
        tracker.apply(
            ev.StackChanged(frames, tracker.queue if queue is None else queue, tracker.runs if runs is None else runs)
        )

    def _set_frame(self, **changes: Any) -> None:
        frames = self.tracker.frames
        self._stack((*frames[:-1], {**frames[-1], **changes}))

    def _root(self) -> dict[str, Any]:
        """The frame of the flow that the shopper started, below the flows it calls."""
        for frame in reversed(self.tracker.frames):
            if not frame["called"]:
                return frame
        first: dict[str, Any] = self.tracker.frames[0]
        return first

    def _start(self, flow_id: str, *, called: bool = False) -> None:
        tracker = self.tracker
        if len(tracker.frames) >= _MAX_FRAMES and not called:
            self._cancel_all()
        flow = self.engine.flows[flow_id]
        tracker.apply(ev.FlowStarted(flow_id))
        if not called:
            values = filling.unasked_values(self.engine.collected_by(flow_id), self.engine.domain, self.turn)
            for name, value in values.items():
                tracker.apply(ev.SlotSet(name, value))
        run = tracker.runs + 1
        frame = {"flow": flow_id, "step": flow.first, "run": run, "waiting": None, "called": called}
        self._stack((*tracker.frames, frame), runs=run)

    def _restart(self) -> None:
        """Starts the running flow from its beginning with the values it has now; questions are asked anew."""
        while self.tracker.frames[-1]["called"]:
            self._stack(self.tracker.frames[:-1])
        root = self.tracker.frames[-1]
        flow = self.engine.flows[root["flow"]]
        for name in self.engine.collected_by(flow.id):
            if self.engine.domain.slots[name].type == "bool" and name in self.tracker.slots:
                self.tracker.apply(ev.SlotSet(name, None))
        run = self.tracker.runs + 1
        self._stack((*self.tracker.frames[:-1], {**root, "step": flow.first, "waiting": None, "run": run}), runs=run)

    def _cancel_all(self) -> None:
        for frame in reversed(self.tracker.frames):
            self.tracker.apply(ev.FlowCancelled(frame["flow"]))
        self._stack((), ())
        self._forget(frozenset(self.tracker.slots))

    def _forget(self, names: frozenset[str]) -> None:
        for name in sorted(names - self.engine.persistent):
            if name in self.tracker.slots:
                self.tracker.apply(ev.SlotSet(name, None))

    # ---- going on

    def next(self) -> NextStep:
        """The next thing to do."""
        while True:
            if self._pending:
                return self._pending.popleft()
            self._steps += 1
            if self._steps > _MAX_STEPS:
                raise RuntimeError(
                    f"the flows {[frame['flow'] for frame in self.tracker.frames]} do not come to an end"
                )
            frame = self.tracker.frame
            if frame is None:
                if not self.tracker.queue:
                    return Listen()
                flow_id, *rest = self.tracker.queue
                self._stack((), tuple(rest))
                self._start(flow_id)
                continue
            if frame["waiting"]:
                return Listen()
            if frame["step"] == END:
                self._end()
                continue
            step = self.engine.flows[frame["flow"]].steps[frame["step"]]
            if (found := self._do(step, frame)) is not None:
                return found

    def _do(self, step: Step, frame: dict[str, Any]) -> NextStep | None:
        match step.kind:
            case "collect":
                return self._collect(step)
            case "action" if step.value.startswith("utter_"):
                self._advance(step)
                return Say(step.value)
            case "action":
                return RunAction(step.value)
            case "set_slots":
                for name, value in step.value:
                    self.tracker.apply(ev.SlotSet(name, value))
                self._advance(step)
            case "call":
                self._start(step.value, called=True)
            case "link":
                self.tracker.apply(ev.FlowCompleted(frame["flow"]))
                self._stack(self.tracker.frames[:-1])
                self._start(step.value, called=frame["called"])
            case "noop":
                self._advance(step)
        return None

    def _collect(self, step: Step) -> NextStep | None:
        slot = step.value
        if slot in self.tracker.slots and not step.ask_before_filling:
            self._advance(step)
            return None
        if slot in self.tracker.slots:
            self.tracker.apply(ev.SlotSet(slot, None))
        self._set_frame(waiting=slot)
        ask = f"action_ask_{slot}"
        if step.utter:
            return Say(step.utter)
        return RunAction(ask) if ask in self.engine.actions else Say(f"utter_ask_{slot}")

    def _advance(self, step: Step) -> None:
        for branch in step.next:
            if branch.condition is None or branch.condition(self.tracker.slots):
                self._set_frame(step=branch.target, waiting=None)
                return
        self._set_frame(step=END, waiting=None)

    def _end(self) -> None:
        frame = self.tracker.frames[-1]
        flow = self.engine.flows[frame["flow"]]
        self.tracker.apply(ev.FlowCompleted(flow.id))
        self._stack(self.tracker.frames[:-1])
        below = self.tracker.frame
        if frame["called"] and below is not None:
            self._advance(self.engine.flows[below["flow"]].steps[below["step"]])
            return
        if below is None:
            self._forget(frozenset(self.tracker.slots))
        else:
            kept = frozenset().union(*(self.engine.collected_by(other["flow"]) for other in self.tracker.frames))
            self._forget(self.engine.collected_by(flow.id) - kept)
            self.tracker.apply(ev.FlowResumed(below["flow"]))

    def action_done(self, name: str) -> None:
        """Reports that an action ran; the flow goes on behind it."""
        self.tracker.apply(ev.ActionExecuted(name))
        step = self._running(name)
        if step is not None:
            self._advance(step)

    def action_failed(self, name: str) -> None:
        """Reports that an action could not do its work; the flows are given up, the caller says so."""
        self.tracker.apply(ev.ActionExecuted(name, failed=True))
        self._pending.clear()
        self._cancel_all()

    def _running(self, name: str) -> Step | None:
        frame = self.tracker.frame
        if frame is None or frame["waiting"] or frame["step"] == END:
            return None
        step = self.engine.flows[frame["flow"]].steps[frame["step"]]
        return step if step.kind == "action" and step.value == name else None

    def _say(self, response: str, **variables: Any) -> None:
        self._pending.append(Say(response, variables))
